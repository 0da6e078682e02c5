"""The lists that the first page counts and the list of articles shows: one definition each, so the two always agree."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from articles.admin.paging import among
from articles.editorial.roles import Role
from articles.models import Article, Byline, BylineRole, Publication, ReviewAssignment, State, Version
from articles.models.standing import due_soon_until

WRITERS, EDITORS = frozenset({Role.WRITER, Role.EDITOR}), frozenset({Role.EDITOR})


def written_by(user: Any) -> QuerySet[Article]:
    """Articles of which `user` made a version, or on which they stand as author."""
    return Article.objects.filter(is_own(user, article="pk"))


def is_own(user: Any, *, article: str) -> Q:
    """As a condition on rows that name an article; looked up row by row, as those who ask have few rows."""
    made = Version.objects.filter(made_by=user, article=OuterRef(article))
    signed = Byline.objects.filter(expert__user=user, role=BylineRole.AUTHOR, article=OuterRef(article))
    return Q(Exists(made)) | Q(Exists(signed))


def is_ready(now: datetime) -> Q:
    """Approved, and neither public nor to come nor withdrawn as it stands: somebody could publish it."""
    open_row = Publication.objects.open().filter(article=OuterRef("pk"))
    # Two questions: the first is answered by an index alone, and for nearly every article it is the last.
    is_out, is_to_come = open_row.filter(version=OuterRef("latest_version")), open_row.filter(visible_from__gt=now)
    return Q(state=State.APPROVED) & ~Q(Exists(is_out)) & ~Q(Exists(is_to_come))


def ready(now: datetime) -> QuerySet[Article]:
    return Article.objects.filter(is_ready(now))


def in_review(*, is_assigned: bool) -> QuerySet[Article]:
    asked = Exists(ReviewAssignment.objects.open().filter(article=OuterRef("pk")))
    return Article.objects.filter(asked if is_assigned else ~asked, state=State.IN_REVIEW)


def scheduled(now: datetime) -> QuerySet[Publication]:
    return Publication.objects.scheduled(now).order_by("visible_from", "pk")


def overdue(now: datetime) -> QuerySet[Publication]:
    """Live pages whose review date has passed, the longest overdue first: lapsed ones, then those in grace."""
    return Publication.objects.live(now).filter(review_due_on__lt=now.date()).order_by("review_due_on", "pk")


def due_soon(now: datetime) -> QuerySet[Publication]:
    """Live pages whose review is due soon, or today."""
    span = (now.date(), due_soon_until(now.date()))
    return Publication.objects.live(now).filter(review_due_on__range=span).order_by("review_due_on", "pk")


def _with_others(user: Any, now: datetime) -> QuerySet[Article]:
    """In review, or ready: found apart, as with an OR between them PostgreSQL would walk along all articles.

    What is ready first, whoever wrote it: it is little, and who wrote it is asked of that alone.
    """
    own = written_by(user).order_by()
    found = among(own, ready(now), many=is_ready(now)).values("pk")
    return Article.objects.filter(pk__in=own.filter(state=State.IN_REVIEW).values("pk").union(found))


def _of(publications: QuerySet[Publication]) -> QuerySet[Article]:
    return Article.objects.filter(pk__in=publications.order_by().values("article"))


@dataclass(frozen=True)
class Worklist:
    """Articles that wait for somebody, by the name in the address of their list."""

    key: str
    label: str
    roles: frozenset[Role]
    articles: Callable[[Any, datetime], QuerySet[Article]]


WORKLISTS = {
    row.key: row
    for row in (
        Worklist(
            "changes",
            "My texts that came back",
            WRITERS,
            lambda u, n: written_by(u).filter(state=State.CHANGES_REQUESTED),
        ),
        Worklist("drafts", "My drafts", WRITERS, lambda u, n: written_by(u).filter(state=State.DRAFT)),
        Worklist("with-others", "Mine, waiting for others", WRITERS, _with_others),
        Worklist(
            "mine-scheduled",
            "Mine, scheduled",
            WRITERS,
            lambda u, n: written_by(u).filter(pk__in=scheduled(n).order_by().values("article")),
        ),
        Worklist("ready", "Approved and ready", EDITORS, lambda u, n: ready(n)),
        Worklist("to-assign", "Waiting to be assigned", EDITORS, lambda u, n: in_review(is_assigned=False)),
        Worklist("assigned", "With a reviewer", EDITORS, lambda u, n: in_review(is_assigned=True)),
        Worklist("scheduled", "Scheduled", EDITORS, lambda u, n: _of(scheduled(n))),
        Worklist("overdue", "Live, and overdue or lapsed", EDITORS, lambda u, n: _of(overdue(n))),
        Worklist("due-soon", "Live, and due soon", EDITORS, lambda u, n: _of(due_soon(n))),
    )
}
