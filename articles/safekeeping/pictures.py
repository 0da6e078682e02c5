"""The files of pictures: which there must be, and whether their bytes are those they are named after."""

import hashlib
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.core.files.storage import default_storage

from articles.models import Figure, PublicationFile
from experts.models import Expert

CHUNK = 1024 * 1024
AT_ONCE = 200
# Nothing else is a name: a file of a backup is put nowhere but here.
NAME = re.compile(r"figures/(?P<digest>[0-9a-f]{64})\.[a-z]{3,4}", re.ASCII)


def names() -> Iterator[str]:
    """Every file that must be there, each once: what publications show, then what only drafts and profiles name."""
    yield from PublicationFile.objects.order_by("name").values_list("name", flat=True).distinct().iterator()
    batch: dict[str, None] = {}
    for name in _named_elsewhere():
        batch[name] = None
        if len(batch) >= AT_ONCE:
            yield from _unpublished(batch)
            batch = {}
    yield from _unpublished(batch)


def digest_in(name: str) -> str:
    """The digest that a file is named after; empty if its name is none of ours."""
    found = NAME.fullmatch(name)
    return found["digest"] if found else ""


def digest_of(name: str) -> str | None:
    """The digest of the bytes that are there now, or None if there are none."""
    try:
        with default_storage.open(name) as file:
            return digest(file)
    except FileNotFoundError:
        return None


def digest(file: BinaryIO) -> str:
    found = hashlib.sha256()
    while chunk := file.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def _named_elsewhere() -> Iterator[str]:
    for figure in Figure.objects.only("src", "renditions").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield from figure.file_names()
    portraits = Expert.objects.filter(portrait__isnull=False).order_by("pk").values_list("portrait", flat=True)
    for portrait in portraits.iterator(chunk_size=AT_ONCE):
        yield portrait["src"]
        yield from (row["src"] for row in portrait.get("renditions", []))


def _unpublished(batch: dict[str, None]) -> Iterator[str]:
    published = set(PublicationFile.objects.filter(name__in=batch).values_list("name", flat=True))
    yield from (name for name in batch if name not in published)
