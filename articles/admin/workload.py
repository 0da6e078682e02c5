"""How much each reviewer has: what they were asked and owe, what is late, and how long they take."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Q, QuerySet

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
    """The load of each of `people` by their keys, in two queries."""
    keys = [person.pk for person in people]
    recent = Q(closed_at__isnull=True) | Q(closed_at__gte=now - A_YEAR)
    asked = list(ReviewAssignment.objects.filter(recent, reviewer__in=keys).order_by("assigned_at"))
    decided = EditorialRecord.objects.filter(actor__in=keys, event__in=DECISIONS, at__gte=now - A_YEAR)
    decisions = list(decided.values_list("actor", "article", "at"))
    waited = _days(asked, decisions)
    return {
        key: Load(
            open=sum(row.reviewer_id == key and row.closed_at is None for row in asked),
            late=sum(row.reviewer_id == key and row.closed_at is None and row.due_on < now.date() for row in asked),
            decided=sum(actor == key and at >= now - LATELY for actor, _, at in decisions),
            days=round(median(waited[key]), 1) if waited[key] else None,
        )
        for key in keys
    }


def _days(asked: list[ReviewAssignment], decisions: list[tuple[int, int, datetime]]) -> dict[int, list[float]]:
    """How many days passed from each request to its decision, by the reviewer; an undecided request has none."""
    found: dict[int, list[float]] = defaultdict(list)
    for actor, article, at in decisions:
        since = [
            row.assigned_at
            for row in asked
            if (row.reviewer_id, row.article_id) == (actor, article)
            and row.assigned_at <= at
            and (row.closed_at is None or row.closed_at >= at)
        ]
        if since:
            found[actor].append((at - since[-1]).total_seconds() / 86400)
    return found
