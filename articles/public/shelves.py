"""The lists as they are kept: their numbers, and their leaves found by one index, however long they are."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet

from articles.models import Listed, Listing, Publication
from articles.public.paging import InOrder

NEWEST, LAST_REVIEWED = "changed_on", "reviewed_on"


def any_language(language: str) -> bool:
    return True


class Shelves:
    """What is kept of some lists, each in all languages of its texts. One query."""

    def __init__(self, keys: Iterable[str]):
        self.kept: dict[str, list[Any]] = {}
        for listing in Listing.objects.counted().filter(key__in=set(keys)).order_by("language"):
            self.kept.setdefault(listing.key, []).append(listing)

    def of(self, key: str, *, among: Callable[[str], bool] = any_language) -> list[Any]:
        """The parts of a list in the languages wanted."""
        return [listing for listing in self.kept.get(key, ()) if among(listing.language)]

    def pages(self, key: str, *, among: Callable[[str], bool] = any_language) -> int:
        """How many articles stand on a list."""
        return sum(listing.pages for listing in self.of(key, among=among))


class OnShelves(InOrder):
    """The live publications on some lists, as one list. An index finds the first of each; then they are read.

    `only` is a condition on `Listed`. Lists are those of `Shelves`, or their ids.
    """

    def __init__(self, listings: Sequence[Any], *, by: str = NEWEST, only: Q | None = None):
        self.listings, self.by, self.only = listings, by, only or Q()
        super().__init__(Publication.objects.with_standing().order_by(f"-{by}", "-pk"))

    def beyond(self, place: str, *, most: int, is_backwards: bool = False) -> list[Any]:
        condition = self.condition(place, is_backwards=is_backwards, key="publication_id")
        if not self.listings:
            return []
        rows = self.rows.filter(any_of(Publication, self._firsts(most, condition, is_backwards=is_backwards)))
        return list((rows.reverse() if is_backwards else rows)[:most])

    def first(self, most: int) -> list[Publication]:
        return self.beyond("", most=most)

    def firsts(self, most: int) -> list[QuerySet[Any]]:
        """The keys of the first of each list, for a query that asks for more."""
        return self._firsts(most, Q(), is_backwards=False)

    def _firsts(self, most: int, condition: Q, *, is_backwards: bool) -> list[QuerySet[Any]]:
        rows = Listed.objects.live().filter(self.only, condition).order_by(f"-{self.by}", "-publication_id")
        if self.by == LAST_REVIEWED:
            rows = rows.filter(reviewed_on__isnull=False)
        rows = rows.reverse() if is_backwards else rows
        return [rows.filter(listing=one).values("publication")[:most] for one in self.listings]


def any_of(model: type[Model], parts: Sequence[QuerySet[Any]]) -> Q:
    """That a row of `model` has one of the keys in `parts`, each of them short.

    As a union, because where there is an OR between them PostgreSQL looks at every row.
    """
    if len(parts) < 2:
        return Q(pk__in=parts[0] if parts else ())
    first, *others = (model._base_manager.filter(pk__in=part).order_by().values("pk") for part in parts)
    return Q(pk__in=first.union(*others))


def on_the_only(key: str) -> OnShelves:
    """What stands on a list that is not kept by language; it costs no query to find that list."""
    return OnShelves([Listing.objects.filter(key=key, language="").values("pk")[:1]])
