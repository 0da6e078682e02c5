"""Lists in leaves of twenty. An address names a place in the list: an index finds it; nothing is counted or skipped.

`?after=` a place the next leaf begins, `?before=` it the previous one ends. What is published meanwhile moves no leaf.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.timezone import is_naive

from articles.public.places import read_place, write_place

PER_LEAF = 20


@dataclass(frozen=True)
class Leaf:
    rows: list[Any]
    path: str
    # What else the address says, such as a filter: every leaf keeps it.
    choices: Mapping[str, str] = field(default_factory=dict)
    here: Mapping[str, str] = field(default_factory=dict)
    first_place: str = ""
    last_place: str = ""
    has_previous: bool = False
    has_next: bool = False

    @property
    def is_first(self) -> bool:
        return not self.here

    @property
    def address(self) -> str:
        return self.at(**self.here)

    @property
    def start(self) -> str:
        return self.at()

    @property
    def previous(self) -> str:
        return self.at(before=self.first_place) if self.has_previous else ""

    @property
    def next(self) -> str:
        return self.at(after=self.last_place) if self.has_next else ""

    def at(self, **place: str) -> str:
        """The address of another place in the same list."""
        said = urlencode({**self.choices, **place})
        return f"{self.path}?{said}" if said else self.path


def leaf_of(rows: "QuerySet[Any] | InOrder", request: HttpRequest, *, choices: Mapping[str, str] | None = None) -> Leaf:
    """Return the leaf of `rows` that the request names. They are sorted by a field, and then by one that is unique.

    One query: a row more than fits tells whether there is a next leaf.
    """
    order = rows if isinstance(rows, InOrder) else InOrder(rows)
    after, before = asked(request)
    if before:
        found = order.beyond(before, most=PER_LEAF + 1, is_backwards=True)
        if len(found) > PER_LEAF:
            # The row that was named stood behind these.
            shown = found[:PER_LEAF][::-1]
            return _leaf(order, shown, request, choices, here={"before": before}, has_previous=True, has_next=True)
        if len(found) == PER_LEAF:
            return _leaf(order, found[::-1], request, choices, here={}, has_previous=False, has_next=True)
        # Some that stood before it went away, so that the first leaf ends further on.
        after = ""
    found = order.beyond(after, most=PER_LEAF + 1)
    here = {"after": after} if after else {}
    has_next = len(found) > PER_LEAF
    return _leaf(order, found[:PER_LEAF], request, choices, here=here, has_previous=bool(after), has_next=has_next)


def asked(request: HttpRequest) -> tuple[str, str]:
    """The place after which the leaf begins, or the one before which it ends."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    if after and before:
        raise Http404
    return after, before


def without_page_numbers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead from the addresses of former times, `?page=7`, to the first leaf: what stood on the seventh has moved on."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        if "page" not in request.GET:
            return view(request, **named)
        kept = request.GET.copy()
        del kept["page"]
        return HttpResponsePermanentRedirect(f"{request.path}?{kept.urlencode()}" if kept else request.path)

    return answer


class InOrder:
    """Rows that are sorted by a field and then by one that is unique, and where each stands."""

    def __init__(self, rows: QuerySet[Any]):
        self.rows = rows
        options = rows.model._meta
        names = [str(name).removeprefix("-") for name in rows.query.order_by]
        self.value, self.key = (options.pk if name == "pk" else options.get_field(name) for name in names)
        self.is_descending = str(rows.query.order_by[0]).startswith("-")

    def place_of(self, row: Any) -> str:
        return write_place(self.value.value_to_string(row), self.key.value_from_object(row))

    def beyond(self, place: str, *, most: int, is_backwards: bool = False) -> list[Any]:
        """The next rows from a place on, or the first; the last ones before it if `is_backwards`."""
        rows = self.rows.reverse() if is_backwards else self.rows
        return list(rows.filter(self.condition(place, is_backwards=is_backwards))[:most])

    def condition(self, place: str, *, is_backwards: bool, key: str = "") -> Q:
        """That a row stands beyond `place`; `key` is what the unique field is called where it is asked."""
        if not place:
            return Q()
        text, number = read_place(place)
        value, further = _read(self.value, text), "lt" if self.is_descending != is_backwards else "gt"
        name, key = self.value.name, key or self.key.name
        # The first condition follows from the second. It is what lets an index begin at the place.
        return Q(**{f"{name}__{further}e": value}) & (
            Q(**{f"{name}__{further}": value}) | Q(**{f"{key}__{further}": number})
        )


def _read(kind: Field[Any, Any], text: str) -> Any:
    """Return the value that a place names, or raise 404."""
    try:
        value = kind.to_python(text)
    except ValidationError as error:
        raise Http404 from error
    # A moment without a zone is none, and one at the ends of the calendar would leave it in another zone.
    if isinstance(value, date) and not 1000 <= value.year <= 9000 or isinstance(value, datetime) and is_naive(value):
        raise Http404
    return value


def _leaf(
    order: InOrder, rows: list[Any], request: HttpRequest, choices: Mapping[str, str] | None, **said: Any
) -> Leaf:
    if not rows:
        # Everything behind the place has gone: there is a way to the start, and no other.
        return Leaf(rows=[], path=request.path, choices=choices or {}, here=said["here"])
    return Leaf(
        rows=rows,
        path=request.path,
        choices=choices or {},
        first_place=order.place_of(rows[0]),
        last_place=order.place_of(rows[-1]),
        **said,
    )
