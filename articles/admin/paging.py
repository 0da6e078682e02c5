"""Pages of a list that never counts a whole table: beyond a thousand rows nobody turns pages, they search."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

MOST = 1000


def count_up_to_most(rows: QuerySet) -> int:
    """Return how many there are, or MOST + 1 if there are more: the database stops counting there."""
    return rows.order_by().values("pk")[: MOST + 1].count()


def first_keys(rows: QuerySet) -> list[Any]:
    """The keys of the first rows in their order, one more than anybody counts: one search for count and rows alike."""
    return list(rows.values_list("pk", flat=True)[: MOST + 1])


def among(rows: QuerySet, wanted: QuerySet, *, many: Q | None = None) -> QuerySet:
    """Keep those of `rows` that are in `wanted`.

    A list asks twice, to count and to show: what is dear to find is found here, once, and then looked up by its keys.
    Where it is too much to name, the list is walked along until the page is full; `many` may say of a row, in less
    than `wanted` does, whether it is one of them.
    """
    keys = first_keys(wanted.order_by())
    if len(keys) <= MOST:
        return rows.filter(pk__in=keys)
    return rows.filter(many or Exists(wanted.order_by().filter(pk=OuterRef("pk"))))


def in_words(count: int) -> str:
    return f"{MOST:,}+" if count > MOST else f"{count:,}"


class CappedPaginator(Paginator):
    @cached_property
    def counted(self) -> int:
        rows = self.object_list
        return count_up_to_most(rows) if isinstance(rows, QuerySet) else len(rows)

    @cached_property
    def count(self) -> int:
        return min(self.counted, MOST)

    @property
    def has_more(self) -> bool:
        return self.counted > MOST
