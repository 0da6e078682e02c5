"""Store a picture: checked, stripped of metadata, re-encoded, and named by the digest of the bytes that are served."""

import hashlib
import io
import warnings
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from articles.errors import EditorialError
from articles.models import Figure

FORMATS = ["JPEG", "PNG", "WEBP"]
LARGEST_FILE = 15 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
WIDTHS = (480, 960, 1600)


def store_picture(data: bytes, *, name: str, alt: str = "", by: Any = None, **words: Any) -> Figure:
    """Return the figure for the picture in `data` (JPEG, PNG or WebP), made if these pixels are new.

    `words` are the other fields of a Figure: caption, credit, license, is_decorative, focal_x, focal_y.
    Refuses files that are too large, no picture, or a picture of more than 40 megapixels.
    """
    image = _open(data)
    main = _encode(image, width=min(image.width, WIDTHS[-1]), format="JPEG")
    known = Figure.objects.filter(digest=main["digest"]).first()
    if known:
        return known
    if not alt and not words.get("is_decorative"):
        raise EditorialError("Describe the picture, or mark it as decorative.")
    widths = [width for width in WIDTHS if width < image.width] + [min(image.width, WIDTHS[-1])]
    renditions = [_encode(image, width=width, format="WEBP") for width in dict.fromkeys(widths)]
    return Figure.objects.create(
        name=name,
        alt=alt,
        added_by=by,
        digest=main["digest"],
        src=main["src"],
        width=main["width"],
        height=main["height"],
        renditions=renditions,
        **words,
    )


def _open(data: bytes) -> Image.Image:
    if len(data) > LARGEST_FILE:
        raise EditorialError(f"The picture has {len(data) / 1e6:.1f} MB; at most 15 MB can be stored.")
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a decompression bomb of this size; here it is refused.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > LARGEST_PIXELS:
                raise EditorialError("The picture has more than 40 megapixels; make it smaller first.")
            image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise EditorialError("This file is not a JPEG, PNG or WebP picture that can be read.") from error
    except Image.DecompressionBombWarning as error:
        raise EditorialError("The picture has more than 40 megapixels; make it smaller first.") from error
    upright = ImageOps.exif_transpose(image)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright.convert("RGBA"), mask=upright.convert("RGBA").getchannel("A"))
    return flat


def _encode(image: Image.Image, *, width: int, format: str) -> dict[str, Any]:
    """Write `image` at `width` pixels and return what a version says of it. New pixels only: no metadata survives."""
    height = max(1, round(image.height * width / image.width))
    resized = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if format == "JPEG":
        resized.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    else:
        resized.save(out, "WEBP", quality=80, method=4)
    data = out.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    extension = {"JPEG": "jpg", "WEBP": "webp"}[format]
    src = f"figures/{digest}.{extension}"
    if not default_storage.exists(src):
        default_storage.save(src, ContentFile(data))
    return {"src": src, "type": f"image/{format.lower()}", "width": width, "height": height, "digest": digest}
