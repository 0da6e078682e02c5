"""What waits for one reviewer: texts in review, and their own live pages whose next review comes near."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from articles.desk.outlines import Outline, outlines_of
from articles.editorial.sign_offs import Progress, progress_from, still_signed
from articles.models import (
    Article,
    BylineRole,
    EditorialRecord,
    Event,
    Publication,
    PublicationExpert,
    ReviewAssignment,
    SignOff,
    State,
    Version,
)
from articles.models.record import REVIEWS
from articles.models.standing import due_soon_until

DECISIONS = (Event.APPROVED, Event.CHANGES_REQUESTED, Event.CONFIRMED_UNCHANGED, Event.DECLINED)


@dataclass(frozen=True)
class Job:
    """One text to decide on. Without an assignment the reviewer is named on the byline, and nobody set a day."""

    article: Article
    version: Version
    title: str
    assignment: ReviewAssignment | None
    progress: Progress
    today: date
    # The changes that this reviewer asked for and that the text comes back from.
    returned: EditorialRecord | None = None

    @property
    def is_late(self) -> bool:
        return self.assignment is not None and self.assignment.due_on < self.today

    @property
    def is_due_today(self) -> bool:
        return self.assignment is not None and self.assignment.due_on == self.today


def texts_for(user: Any) -> list[tuple[Article, ReviewAssignment | None]]:
    """Texts in review that were asked of `user` or name them as medical reviewer, the most pressing first."""
    asked = list(ReviewAssignment.objects.waiting_for(user).select_related("article", "assigned_by"))
    named = (
        Article.objects.filter(
            state=State.IN_REVIEW, bylines__role=BylineRole.MEDICAL_REVIEWER, bylines__expert__user=user
        )
        .exclude(pk__in=[item.article_id for item in asked])
        .exclude(Exists(_approvals_of(user)))
        .order_by("pk")
    )
    return [(item.article, item) for item in asked] + [(article, None) for article in named]


def jobs_of(user: Any, *, today: date) -> list[Job]:
    """The same, with how far `user` is with each."""
    waiting = texts_for(user)
    articles = [article for article, _ in waiting]
    prefetch_related_objects(articles, Prefetch("latest_version", Version.objects.defer("document")))
    last, returned = _last_reviews(articles, user), _returned_to(articles, user)
    versions = [article.latest_version for article in articles]
    outlines = outlines_of([*versions, *(row.version for row in last.values())])
    judged = _progress_of(articles, user, last, outlines, today=today)
    return [
        Job(
            article=article,
            version=article.latest_version,
            title=outlines[article.latest_version.digest].title,
            assignment=item,
            progress=judged[article.pk],
            today=today,
            returned=returned.get(article.pk),
        )
        for article, item in waiting
    ]


def _approvals_of(user: Any) -> QuerySet[EditorialRecord]:
    """Approvals of an article's latest version by `user` that wait for a second reviewer, not for them."""
    sent_back = EditorialRecord.objects.filter(
        version=OuterRef("version"), event=Event.CHANGES_REQUESTED, sequence__gt=OuterRef("sequence")
    )
    own = EditorialRecord.objects.filter(version=OuterRef("latest_version"), actor=user, event=Event.APPROVED)
    return own.exclude(Exists(sent_back))


def _returned_to(articles: list[Article], user: Any) -> dict[int, EditorialRecord]:
    """The newest decision of `user` on each, where it asked for changes."""
    own = EditorialRecord.objects.filter(article__in=articles, actor=user, event__in=DECISIONS)
    newest = {
        row.article_id: row for row in own.select_related("version").defer("version__document").order_by("sequence")
    }
    return {pk: row for pk, row in newest.items() if row.event == Event.CHANGES_REQUESTED}


def _last_reviews(articles: list[Article], user: Any) -> dict[int, EditorialRecord]:
    """The newest decision by which `user` accepted a version of each, with that version but for its text."""
    own = EditorialRecord.objects.filter(article__in=articles, actor=user, event__in=REVIEWS, version__isnull=False)
    newest = own.order_by().values("article").annotate(newest=Max("sequence")).values("newest")
    rows = own.filter(sequence__in=newest).select_related("version").defer("version__document")
    return {row.article_id: row for row in rows}


def _progress_of(
    articles: list[Article],
    user: Any,
    last: dict[int, EditorialRecord],
    outlines: dict[str, Outline],
    *,
    today: date,
) -> dict[int, Progress]:
    """How far `user` is with each, in one query however many there are."""
    marks: dict[int, list[SignOff]] = defaultdict(list)
    for mark in SignOff.objects.filter(article__in=articles, reviewer=user):
        marks[mark.article_id].append(mark)
    return {
        article.pk: progress_from(
            article.latest_version,
            last=last.get(article.pk),
            keys=still_signed(marks[article.pk], last=last.get(article.pk), on=today),
            on=today,
            passages_of=lambda version: outlines[version.digest].passages,
        )
        for article in articles
    }


def pages_due_of(user: Any, *, today: date) -> QuerySet[Publication]:
    """Live pages that rest on a decision of `user`, alone or with another, and are due for review soon, or were."""
    credited = PublicationExpert.objects.filter(expert__user=user, role=BylineRole.MEDICAL_REVIEWER)
    own = Q(review__actor=user) | Q(pk__in=credited.values("publication"))
    due = Publication.objects.live().filter(own, review_due_on__lte=due_soon_until(today))
    return due.with_standing().order_by("review_due_on")


def decided_lately_by(user: Any) -> QuerySet[EditorialRecord]:
    own = EditorialRecord.objects.filter(actor=user, event__in=DECISIONS)
    # Not by the index of the sequence: for who decided little, PostgreSQL would walk along the whole ledger.
    return own.select_related("article", "version").defer("version__document").order_by(-(F("sequence") + 0))[:8]
