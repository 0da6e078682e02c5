"""The lines of an archive: how one is written, and how a file is known to be whole before a word of it is believed."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from articles.archive.fields import completed, fault_in
from articles.archive.kinds import HEADER, KINDS, TRAILER

# A picture in base64 fits; a file that is one endless line does not fill the memory.
LONGEST_LINE = 64 * 1024 * 1024
# Kinds whose content has its digest beside it, and the names of both fields.
SEALED = {"version": ("content", "digest"), "record": ("record", "hash"), "site_page_version": ("content", "digest")}


class BadArchive(Exception):
    """Carries the sentence to print: what is wrong, and in which line."""


@dataclass(frozen=True)
class Line:
    number: int
    kind: str
    # The fields, each there, without the kind.
    fields: dict[str, Any]


def encoded(kind: str, fields: dict[str, Any]) -> bytes:
    """Return one line, always the same bytes for the same fields."""
    text = as_text({"kind": kind, **fields})
    return text.encode() + b"\n"


def as_text(value: Any) -> str:
    """JSON with sorted keys and without spaces: of a document that is canonical already, exactly its text."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Writer:
    """Writes lines to `file`, counts them, and closes with the trailer that tells a whole file from a cut one."""

    def __init__(self, file: BinaryIO, header: dict[str, Any]) -> None:
        self.file = file
        self.counts: Counter[str] = Counter()
        self._sum = hashlib.sha256()
        self._put(encoded("header", header))

    def write(self, kind: str, fields: dict[str, Any]) -> None:
        self._put(encoded(kind, fields))
        self.counts[kind] += 1

    def close(self) -> None:
        counts = {kind: self.counts[kind] for kind in KINDS if self.counts[kind]}
        self.file.write(encoded("trailer", {"counts": counts, "sha256": self._sum.hexdigest()}))

    def _put(self, line: bytes) -> None:
        self._sum.update(line)
        self.file.write(line)


def decoded(raw: bytes, number: int, *, within: str = "") -> Line:
    """Return line `number`, checked field by field; `within` names the only kind it may be."""
    try:
        record = json.loads(raw)
    except ValueError as error:
        raise BadArchive(f"Line {number} is not JSON: it is damaged, or this is no archive.") from error
    if not isinstance(record, dict) or not isinstance(record.get("kind"), str):
        raise BadArchive(f"Line {number} is not an object with a “kind”: this is no archive.")
    kind = record.pop("kind")
    if within and kind != within:
        raise BadArchive(f"Line {number} must be the {within} of the archive, and it is a “{kind}”.")
    known = {"header": HEADER, "trailer": TRAILER}.get(kind) if within else KINDS.get(kind)
    if known is None:
        raise BadArchive(f"Line {number} has the unknown kind “{kind}”.")
    fault = fault_in(record, known)
    if fault:
        raise BadArchive(f"Line {number}, {named(kind)}: {fault}.")
    return Line(number, kind, completed(record, known))


@dataclass(frozen=True)
class Whole:
    """What a file says of itself, once it is known to be whole."""

    header: dict[str, Any]
    counts: dict[str, int]
    sha256: str
    line_count: int


def header_of(path: Path) -> dict[str, Any]:
    """Return what the first line says, before the rest is read."""
    first = next(raw_lines(path), b"")
    if not first:
        raise BadArchive(f"{path} is empty.")
    return decoded(first, 1, within="header").fields


def seen_whole(path: Path) -> Whole:
    """Read `path` from end to end and return what it says of itself; refuse one that is cut or changed.

    It holds one line at a time and looks into the first and the last alone, until something is wrong.
    """
    sum_ = hashlib.sha256()
    number, header, last = 0, b"", b""
    for number, raw in enumerate(raw_lines(path), start=1):
        if number == 1:
            header = raw
        else:
            sum_.update(last)
        last = raw
    if number == 0:
        raise BadArchive(f"{path} is empty.")
    opening = decoded(header, 1, within="header").fields
    if not last.endswith(b"\n") or b'"trailer"' not in last:
        raise BadArchive(f"The archive ends within or after line {number}, without its trailer: it was cut off.")
    trailer = decoded(last, number, within="trailer").fields
    if trailer["sha256"] != sum_.hexdigest():
        _name_the_damage(path, until=number)
        raise BadArchive(
            f"Lines 1 to {number - 1} are not those that the trailer was written for: something in them was changed, "
            "added or lost, though each can be read. Copy the file again."
        )
    return Whole(opening, trailer["counts"], trailer["sha256"], number)


def raw_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise BadArchive(f"Line {number} is longer than {LONGEST_LINE:,} bytes: this is no archive.")
            yield raw


def records_in(path: Path, *, line_count: int) -> Iterator[Line]:
    """Yield every line between header and trailer, checked."""
    for number, raw in enumerate(raw_lines(path), start=1):
        if 1 < number < line_count:
            yield decoded(raw, number)


def _name_the_damage(path: Path, *, until: int) -> None:
    """Refuse with the first line that cannot be read or breaks its own digest."""
    for line in records_in(path, line_count=until):
        if line.kind in SEALED:
            content, digest = SEALED[line.kind]
            require_digest(line, content=content, digest=digest)


def require_digest(line: Line, *, content: str, digest: str) -> str:
    """Return the text of a frozen document, or refuse one that does not have the digest beside it."""
    text = as_text(line.fields[content])
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != line.fields[digest]:
        raise BadArchive(
            f"Line {line.number}, {named(line.kind)}: the content does not have its digest; it was changed."
        )
    return text


def named(kind: str) -> str:
    """With its article, for a sentence."""
    return f"{'an' if kind[0] in 'ae' else 'a'} {kind.replace('_', ' ')}"
