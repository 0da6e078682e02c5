"""How much each reviewer has: what they were asked and owe, what is late, and how long they take."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet

from articles.editorial.roles import Role
from articles.models import EditorialRecord, Event, ReviewAssignment
from articles.models.record import REVIEWS
from experts.models import User

DECISIONS = (*REVIEWS, Event.CHANGES_REQUESTED)
LATELY = timedelta(days=90)
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Load:
    """Reviews that are open, how many of them are overdue, decisions of the last 90 days, median days over a year."""

    open: int = 0
    late: int = 0
    decided: int = 0
    days: float | None = None


def reviewers() -> QuerySet[User]:
    """Whoever may be asked for a review as far as their role goes."""
    found = User.objects.filter(is_active=True, groups__name=Role.MEDICAL_REVIEWER)
    return found.order_by("last_name", "first_name", "pk")


def loads_of(people: Iterable[Any], *, now: datetime) -> dict[int, Load]:
    """The load of each of `people` by their keys, with the days, in four queries."""
    people = list(people)
    days = _days(people, now=now)
    return {key: replace(load, days=days.get(key)) for key, load in counts_of(people, now=now).items()}


def counts_of(people: Iterable[Any], *, now: datetime) -> dict[int, Load]:
    """The load of each of `people` by their keys but for the days: counted by the database, in two queries."""
    keys = [person.pk for person in people]
    asked = ReviewAssignment.objects.open().filter(reviewer__in=keys).order_by().values("reviewer")
    late = Count("pk", filter=Q(due_on__lt=now.date()))
    owed = {row["reviewer"]: row for row in asked.annotate(open=Count("pk"), late=late)}
    # One index holds all of this. Grouped by person, SQLite would read what everybody ever did.
    made = EditorialRecord.objects.filter(event__in=DECISIONS, at__gte=now - LATELY)
    decided = Counter(made.order_by().values_list("actor", flat=True))
    return {
        key: Load(
            open=owed[key]["open"] if key in owed else 0,
            late=owed[key]["late"] if key in owed else 0,
            decided=decided[key],
        )
        for key in keys
    }


def _days(people: Iterable[Any], *, now: datetime) -> dict[int, float]:
    """The median of days from a request to its decision over a year, by the reviewer; who decided nothing has none."""
    keys = [person.pk for person in people]
    recent = Q(closed_at__isnull=True) | Q(closed_at__gte=now - A_YEAR)
    asked = ReviewAssignment.objects.filter(recent, reviewer__in=keys).order_by("assigned_at")
    requests: dict[tuple[int, int], list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for reviewer, article, since, until in asked.values_list("reviewer", "article", "assigned_at", "closed_at"):
        requests[reviewer, article].append((since, until))
    decided = EditorialRecord.objects.filter(actor__in=keys, event__in=DECISIONS, at__gte=now - A_YEAR)
    waited: dict[int, list[float]] = defaultdict(list)
    for actor, article, at in decided.order_by().values_list("actor", "article", "at"):
        begun = [since for since, until in requests[actor, article] if since <= at and (until is None or until >= at)]
        if begun:
            waited[actor].append((at - begun[-1]).total_seconds() / 86400)
    return {reviewer: round(median(days), 1) for reviewer, days in waited.items()}
