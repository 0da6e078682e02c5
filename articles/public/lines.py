"""Lists that no database sorts as people do: É among the E, and somebody under each of their specialties."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import HttpRequest

from articles.public.paging import PER_LEAF, Leaf, asked
from articles.public.places import read_place, write_place

# Where names begin with a digit or a sign.
NO_LETTER = "0–9"


@dataclass(frozen=True, order=True)
class Line:
    """One line: the words it is sorted by, the key of its row, and under which heading it stands."""

    words: str
    key: int
    group: str = field(default="", compare=False)


def plain(text: str) -> str:
    """The words as they are sorted: without case and accents."""
    if text.isascii():
        return text.casefold()
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def letter_of(text: str) -> str:
    first = plain(text)[:1].upper()
    return first if first.isalpha() else NO_LETTER


def grouped(rows: Iterable[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    """Rows that stand under the same heading, together; they are sorted already."""
    return [(group, [row for _, row in together]) for group, together in groupby(rows, key=lambda pair: pair[0])]


def leaf_among(lines: Sequence[Line], request: HttpRequest, *, choices: Mapping[str, str]) -> Leaf:
    """Return the leaf of the sorted `lines` that the request names."""
    after, before = asked(request)
    start = bisect_right(lines, Line(*read_place(after))) if after else 0
    end = min(start + PER_LEAF, len(lines))
    if before:
        end = bisect_left(lines, Line(*read_place(before)))
        start = max(0, end - PER_LEAF)
        end = max(end, min(PER_LEAF, len(lines)))
    rows = list(lines[start:end])
    return Leaf(
        rows=rows,
        path=request.path,
        choices=choices,
        here={"after": after} if after else {"before": before} if start else {},
        first_place=write_place(rows[0].words, rows[0].key) if rows else "",
        last_place=write_place(rows[-1].words, rows[-1].key) if rows else "",
        has_previous=bool(rows) and start > 0,
        has_next=end < len(lines),
    )
