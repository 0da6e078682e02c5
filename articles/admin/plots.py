"""Small plots as inline SVG: drawn here in numbers, coloured by the stylesheet, each with its table. No script."""

from bisect import bisect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

from django.core.cache import cache
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from articles.admin.worklists import is_own
from articles.admin.workload import Load, counts_of, reviewers
from articles.editorial.gate import add_months
from articles.models import EditorialRecord, Event, Publication

WIDTH, HEIGHT, BASE = 360, 120, 100
MONTHS = 12
A_DAY = 24 * 60 * 60
MOST_REVIEWERS = 12
ROW = 26

# From a moment on, and before another.
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Mark:
    """One bar or point: where it is drawn, and what it says."""

    name: str
    short: str
    value: float | None
    x: float = 0
    y: float = 0
    width: float = 0
    height: float = 0
    is_last: bool = False
    extra: int = 0
    extra_width: float = 0
    decided: int = 0
    decided_width: float = 0

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)

    @property
    def text_y(self) -> float:
        return round(self.y - 5, 1)

    @property
    def end(self) -> float:
        return round(self.x + max(self.width, self.decided_width) + 6, 1)

    @property
    def under(self) -> float:
        return round(self.y + self.height + 1, 1)

    @property
    def row_y(self) -> float:
        return round(self.y + 11, 1)


@dataclass(frozen=True)
class Plot:
    kind: str
    heading: str
    alternative: str
    column: str
    measure: str
    marks: list[Mark] = field(default_factory=list)
    says: str = ""
    height: int = HEIGHT

    @property
    def template(self) -> str:
        return f"admin/home/_{self.kind}.html"

    @property
    def points(self) -> str:
        return " ".join(f"{mark.middle},{mark.y}" for mark in self.marks if mark.value is not None)

    @property
    def has_data(self) -> bool:
        # No approval at all is nothing to draw; approvals within the hour are.
        return any(mark.value is not None if self.kind == "line" else mark.value or mark.decided for mark in self.marks)


def published_per_month(now: datetime, *, by: Any = None) -> Plot:
    """How many approved versions went out in each of the last twelve months; with `by`, of that person's articles."""
    months = last_months(now.date())
    released = Publication.objects.published(now)
    if by is not None:
        released = released.filter(is_own(by, article="article"))
    name = f"published:{by.pk}" if by is not None else "published"
    values = _by_month(name, months, now, lambda spans: _counts(released, spans), told=int)
    heading = "Your articles published" if by is not None else "Published per month"
    return Plot(
        kind="bars",
        heading=heading,
        alternative=f"{heading}, {_span(months)}: {_listed(months, values)}.",
        column="Month",
        measure="Published",
        marks=columns(months, values),
        says=f"{sum(values)} in twelve months.",
    )


def days_to_approval(now: datetime) -> Plot:
    """The median number of days from a submission to its approval, by the month of the approval."""
    months = last_months(now.date())
    values = _by_month("days", months, now, _waits, told=_median)
    return Plot(
        kind="line",
        heading="Days from submission to approval",
        alternative=f"Median days from submission to approval, {_span(months)}: {_listed(months, values)}.",
        column="Month",
        measure="Median days",
        marks=columns(months, values),
        says="The median of each month; a month without approvals has no point.",
    )


def _counts(released: QuerySet[Publication], spans: list[Span]) -> list[int]:
    """How many of `released` became visible in each of `spans`, which follow each other."""
    counts = {
        f"span_{number}": Count("pk", filter=Q(visible_from__gte=begin, visible_from__lt=end))
        for number, (begin, end) in enumerate(spans)
    }
    begun = released.filter(visible_from__gte=spans[0][0], visible_from__lt=spans[-1][1])
    return list(begun.aggregate(**counts).values())


def _waits(spans: list[Span]) -> list[list[float]]:
    """The days that each approval in each of `spans`, which follow each other, had been waited for."""
    before = EditorialRecord.objects.filter(
        article=OuterRef("article"), event=Event.SUBMITTED, sequence__lt=OuterRef("sequence")
    ).order_by("-sequence")
    approvals = EditorialRecord.objects.filter(event=Event.APPROVED, at__gte=spans[0][0], at__lt=spans[-1][1])
    since = approvals.order_by().annotate(since=Subquery(before.values("at")[:1]))
    begun = [begin for begin, _ in spans]
    waits: list[list[float]] = [[] for _ in spans]
    for at, submitted_at in since.values_list("at", "since"):
        if submitted_at:
            waits[bisect(begun, at) - 1].append((at - submitted_at).total_seconds() / A_DAY)
    return waits


def _median(waits: list[float]) -> float | None:
    return round(median(waits), 1) if waits else None


def _by_month(
    name: str, months: list[date], now: datetime, ask: Callable[[list[Span]], list[Any]], *, told: Callable[[Any], Any]
) -> list[Any]:
    """What is `told` of each month. Today is asked for each time, all before it once a day: that does not change."""
    begun = [*(_moment(month, now) for month in months), _moment(now.date(), now)]
    key = f"plot:{name}:{now.date()}"
    before = cache.get(key)
    if before is None:
        *over, this = ask(list(pairwise(begun)))
        before = [told(found) for found in over], this
        cache.set(key, before, A_DAY)
    over, this = before
    (today,) = ask([(begun[-1], begun[-1] + timedelta(days=1))])
    return [*over, told(this + today)]


def reviews_per_reviewer(now: datetime) -> Plot:
    """What each active reviewer was asked for and has not decided, how much of it is late, and what they did lately."""
    people = list(reviewers())
    loads = counts_of(people, now=now)
    people.sort(key=lambda person: (-loads[person.pk].open, -loads[person.pk].decided))
    rows = [(str(person), loads[person.pk]) for person in people[:MOST_REVIEWERS]]
    told = (f"{name} {load.open} open, {load.late} overdue, {load.decided} decided" for name, load in rows)
    return Plot(
        kind="loads",
        heading="Reviews per reviewer",
        alternative="Reviews per reviewer: " + ("; ".join(told) or "no reviewers") + ".",
        column="Reviewer",
        measure="Open",
        marks=list(_loads(rows)),
        height=max(ROW, ROW * len(rows)),
        says="Wide bars: open reviews, overdue ones in red. Thin bars: decided in the last 90 days.",
    )


def columns(months: list[date], values: list[Any]) -> list[Mark]:
    """One mark per month, as high as its value."""
    return columns_of([(f"{month:%B %Y}", f"{month:%b}") for month in months], values)


def columns_of(names: list[tuple[str, str]], values: list[Any]) -> list[Mark]:
    """One mark per name, which is given in full and in short; the highest fills the plot."""
    step = WIDTH / len(names)
    most = max([value for value in values if value], default=1)
    marks = []
    for number, ((name, short), value) in enumerate(zip(names, values, strict=True)):
        height = round((value or 0) / most * 80, 1)
        marks.append(
            Mark(
                name=name,
                short=short,
                value=value,
                x=round(step * number + step * 0.16, 1),
                y=round(BASE - height, 1),
                width=round(step * 0.68, 1),
                height=height,
                is_last=number == len(names) - 1,
            )
        )
    return marks


def last_months(today: date, *, count: int = MONTHS) -> list[date]:
    """The first days of the last months, this one included, the oldest first."""
    first = today.replace(day=1)
    return [add_months(first, number - count + 1) for number in range(count)]


def _loads(rows: list[tuple[str, Load]]) -> Iterable[Mark]:
    most = max([max(load.open, load.decided) for _, load in rows], default=0) or 1

    def width(count: int) -> float:
        return round(count / most * 170, 1)

    for number, (name, load) in enumerate(rows):
        yield Mark(
            name=name,
            short=name if len(name) < 21 else f"{name[:19]}…",
            value=load.open,
            x=130,
            y=number * ROW + 2,
            width=width(load.open),
            height=12,
            extra=load.late,
            extra_width=width(load.late),
            decided=load.decided,
            decided_width=width(load.decided),
        )


def _moment(day: date, now: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=now.tzinfo)


def _span(months: list[date]) -> str:
    return f"{months[0]:%B %Y} to {months[-1]:%B %Y}"


def _listed(months: list[date], values: list[Any]) -> str:
    said = [f"{month:%b} {value}" for month, value in zip(months, values, strict=True) if value]
    return ", ".join(said) or "none"
