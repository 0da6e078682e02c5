"""Store a picture: checked, re-encoded in every size and format, and named by the digest of the bytes that are served.

And remove one that nothing shows. Its words may be changed at any time, its bytes never.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, features

from articles.editorial import picture_use
from articles.editorial.gate import require_role
from articles.editorial.picture_file import open_picture
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Figure

WIDTHS = (480, 960, 1600)
# A picture that is about as high as wide can be somebody's portrait, and then stands in a small round frame.
FACE_WIDTHS = (120, 240)
WIDEST_FACE = 1.25
ENDINGS = {"AVIF": "avif", "WEBP": "webp", "JPEG": "jpg"}
OPTIONS: dict[str, dict[str, Any]] = {
    # Speed 8: a third more bytes than 6, in a quarter of the time, while somebody waits.
    "AVIF": {"quality": 60, "speed": 8},
    "WEBP": {"quality": 80, "method": 4},
    "JPEG": {"quality": 82, "optimize": True, "progressive": True},
}
# In the order in which a page offers them: a browser takes the first that it understands, so the smallest comes first.
RENDERED = [format for format in ("AVIF", "WEBP") if features.check(format.lower())]


def store_picture(data: bytes, *, name: str, alt: str = "", by: Any = None, **words: Any) -> Figure:
    """Return the figure for the picture in `data` (JPEG, PNG or WebP), made if these pixels are new.

    `words` are the other fields of a Figure: caption, credit, license, is_decorative, focal_x, focal_y.
    Refuses what `open_picture` refuses, and a picture without words that is not decorative.
    """
    return get_or_store_picture(data, name=name, alt=alt, by=by, **words)[0]


def get_or_store_picture(data: bytes, *, name: str, alt: str = "", by: Any = None, **words: Any) -> tuple[Figure, bool]:
    """As `store_picture`, and whether it is new. A picture that was here already keeps its words."""
    image = open_picture(data)
    main = _encoded(image, "JPEG", width=min(image.width, WIDTHS[-1]))
    known = Figure.objects.filter(digest=main.digest).first()
    if known:
        return known, False
    if not alt and not words.get("is_decorative"):
        raise EditorialError("Describe the picture, or mark it as decorative.")
    can_be_a_face = image.width <= image.height * WIDEST_FACE
    widths = sorted({min(width, image.width) for width in [*(FACE_WIDTHS if can_be_a_face else ()), *WIDTHS]})
    renditions = [_encoded(image, format, width=width) for format in RENDERED for width in widths]
    for file in [main, *renditions]:
        file.store()
    return Figure.objects.get_or_create(
        digest=main.digest,
        defaults={
            "name": name,
            "alt": alt,
            "added_by": by,
            "src": main.src,
            "width": main.width,
            "height": main.height,
            "renditions": [file.as_shown() for file in renditions],
            **words,
        },
    )


def store_file(name: str, data: bytes) -> bool:
    """Store one file of a picture as this site encoded it before, and say whether it is new: for an archive."""
    if PurePosixPath(name).stem != hashlib.sha256(data).hexdigest():
        raise EditorialError(f"{name} is not named by the digest of its bytes.")
    if default_storage.exists(name):
        return False
    default_storage.save(name, ContentFile(data))
    return True


@transaction.atomic
def remove_picture(figure: Figure, *, by: Any) -> None:
    """Remove a picture and its files for good, if nothing shows it and nothing ever did."""
    require_role(by, Role.EDITOR)
    figure = Figure.objects.select_for_update().get(pk=figure.pk)
    picture_use.require_unused(figure)
    names = figure.file_names()
    figure.delete()
    for name in names:
        # Two pictures can be the same at a small size; then they share that file.
        if not picture_use.is_file_used(name):
            transaction.on_commit(partial(default_storage.delete, name))


@dataclass(frozen=True)
class _File:
    """One encoded file. New pixels only: no metadata survives."""

    format: str
    width: int
    height: int
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def src(self) -> str:
        return f"figures/{self.digest}.{ENDINGS[self.format]}"

    def as_shown(self) -> dict[str, Any]:
        """What a version says of it."""
        return {
            "src": self.src,
            "type": f"image/{self.format.lower()}",
            "width": self.width,
            "height": self.height,
            "digest": self.digest,
        }

    def store(self) -> None:
        if default_storage.exists(self.src):
            return
        name = default_storage.save(self.src, ContentFile(self.data))
        if name != self.src:
            # Somebody stored the same bytes a moment before.
            default_storage.delete(name)


def _encoded(image: Image.Image, format: str, *, width: int) -> _File:
    height = max(1, round(image.height * width / image.width))
    resized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    resized.save(out, format, **OPTIONS[format])
    return _File(format, width, height, out.getvalue())
