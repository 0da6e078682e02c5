"""What waits for one reviewer: texts in review, and their own live pages whose next review comes near."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from articles.models import Article, BylineRole, EditorialRecord, Event, Publication, ReviewAssignment, State, Version

# So many days before a review is due the page appears on the desk.
DAYS_AHEAD = 60
DECISIONS = (Event.APPROVED, Event.CHANGES_REQUESTED, Event.CONFIRMED_UNCHANGED, Event.DECLINED)


@dataclass(frozen=True)
class Job:
    """One text to decide on. Without an assignment the reviewer is named on the byline, and nobody set a day."""

    article: Article
    version: Version
    assignment: ReviewAssignment | None
    today: date

    @property
    def is_late(self) -> bool:
        return self.assignment is not None and self.assignment.due_on < self.today

    @property
    def is_due_today(self) -> bool:
        return self.assignment is not None and self.assignment.due_on == self.today


def jobs_of(user: Any, *, today: date) -> list[Job]:
    """Texts in review that were asked of `user` or name them as medical reviewer, the most pressing first."""
    asked = ReviewAssignment.objects.waiting_for(user).select_related("article__latest_version", "assigned_by")
    jobs = [Job(item.article, item.article.latest_version, item, today) for item in asked]
    named = (
        Article.objects.filter(
            state=State.IN_REVIEW, bylines__role=BylineRole.MEDICAL_REVIEWER, bylines__expert__user=user
        )
        .exclude(pk__in=[job.article.pk for job in jobs])
        .select_related("latest_version")
        .order_by("pk")
    )
    return jobs + [Job(article, article.latest_version, None, today) for article in named]


def pages_due_of(user: Any, *, today: date) -> QuerySet[Publication]:
    """Live pages that rest on a decision of `user` and are due for review soon, or were."""
    own = Publication.objects.live().filter(review__actor=user, review_due_on__lte=today + timedelta(days=DAYS_AHEAD))
    return own.with_standing().order_by("review_due_on")


def decided_lately_by(user: Any) -> QuerySet[EditorialRecord]:
    own = EditorialRecord.objects.filter(actor=user, event__in=DECISIONS)
    return own.select_related("article", "version").order_by("-sequence")[:8]
