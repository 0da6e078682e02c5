"""Pages of a list that never counts a whole table: beyond a thousand rows nobody turns pages, they search."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import QuerySet

MOST = 1000


def count_up_to_most(rows: QuerySet) -> int:
    """Return how many there are, or MOST + 1 if there are more: the database stops counting there."""
    return rows.order_by().values("pk")[: MOST + 1].count()


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
