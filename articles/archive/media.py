"""The pictures' files: in a directory beside the archive, or within its lines in base64."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.storage import default_storage

from articles.archive.lines import BadArchive, Line
from articles.editorial.pictures import ENDINGS
from articles.models import Figure
from experts.models import Expert

# As pictures are named here: by the digest of their bytes.
_NAME = re.compile(rf"figures/[0-9a-f]{{64}}\.({'|'.join(ENDINGS.values())})")


def directory_beside(archive: Path) -> Path:
    return archive.with_name(archive.name + ".media")


def names_here() -> Iterator[str]:
    """Every picture file that a figure or a portrait names, each once, in order."""
    figures = Figure.objects.only("src", "renditions").iterator(chunk_size=200)
    names = {name for figure in figures for name in figure.file_names()}
    for portrait in Expert.objects.filter(portrait__isnull=False).values_list("portrait", flat=True):
        names |= {portrait["src"], *(row["src"] for row in portrait.get("renditions", []))}
    yield from sorted(names)


def stored(name: str) -> bytes | None:
    """Return the bytes of a file, or None where the storage has lost it."""
    if not default_storage.exists(name):
        return None
    with default_storage.open(name) as file:
        return file.read()


def line_of(name: str, data: bytes, *, directory: Path | None) -> dict[str, Any]:
    """Return the line for a file; with a `directory`, its bytes go there under their digest."""
    digest = hashlib.sha256(data).hexdigest()
    if directory is not None:
        place = directory / digest
        if not place.exists():
            directory.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    text = base64.b64encode(data).decode() if directory is None else None
    return {"name": name, "digest": digest, "size": len(data), "base64": text}


class Media:
    """The files of one archive, found by digest, wherever they are."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._unpacked = TemporaryDirectory(prefix="healthcms-archive-")

    def bytes_of(self, line: Line) -> bytes:
        """Return the bytes that `line` is about, or refuse."""
        fields = line.fields
        if not _NAME.fullmatch(fields["name"]):
            raise BadArchive(f"Line {line.number}: “{fields['name']}” is no name of a picture's file here.")
        if fields["base64"] is None:
            data = self.beside(fields["digest"])
            if data is None:
                raise BadArchive(
                    f"Line {line.number}: the file {fields['digest']} is not in {self._directory}; "
                    "it belongs beside the archive."
                )
        else:
            try:
                data = base64.b64decode(fields["base64"], validate=True)
            except binascii.Error as error:
                raise BadArchive(f"Line {line.number}: the picture's bytes are not base64.") from error
        if hashlib.sha256(data).hexdigest() != fields["digest"]:
            raise BadArchive(f"Line {line.number}: the picture's bytes do not have their digest; they were changed.")
        return data

    def unpack(self, line: Line) -> None:
        """Keep the bytes of `line` at hand until the archive is read, if they do not lie beside it."""
        if line.fields["base64"] is not None:
            (Path(self._unpacked.name) / line.fields["digest"]).write_bytes(self.bytes_of(line))

    def beside(self, digest: str) -> bytes | None:
        for directory in (self._directory, Path(self._unpacked.name)):
            if (directory / digest).is_file():
                return (directory / digest).read_bytes()
        return None

    def close(self) -> None:
        self._unpacked.cleanup()
