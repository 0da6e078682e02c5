"""Lists in leaves of twenty, without counting what nobody asked for. An address that names no leaf is not found."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PER_LEAF = 20
LAST_LEAF = 5000


@dataclass(frozen=True)
class Leaf:
    rows: list[Any]
    number: int
    path: str
    has_next: bool

    @property
    def address(self) -> str:
        return self.path_of(self.number)

    @property
    def previous(self) -> str:
        return self.path_of(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self.path_of(self.number + 1) if self.has_next else ""

    @property
    def first_number(self) -> int:
        return (self.number - 1) * PER_LEAF + 1

    @property
    def last_number(self) -> int:
        return self.first_number + len(self.rows) - 1

    def path_of(self, number: int) -> str:
        return self.path if number == 1 else f"{self.path}?page={number}"


def leaf_of(rows: QuerySet[Any], request: HttpRequest) -> Leaf:
    """Return the leaf of `rows` that the request's `page` names. One query: a row more tells if there is a next."""
    named = request.GET.get("page", "1")
    if not (named.isascii() and named.isdigit() and 1 <= len(named) <= 4 and 1 <= int(named) <= LAST_LEAF):
        raise Http404
    number = int(named)
    start = (number - 1) * PER_LEAF
    found = list(rows[start : start + PER_LEAF + 1])
    if not found and number > 1:
        raise Http404
    return Leaf(rows=found[:PER_LEAF], number=number, path=request.path, has_next=len(found) > PER_LEAF)
