"""The writer's verbs: save, submit, recall, and the record of an import."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editorial import drafts, findings, ledger
from articles.editorial.gate import (
    require_free_slug,
    require_in_need_of_review,
    require_names_of_all,
    require_nothing_missing,
    require_role,
    require_state,
)
from articles.editorial.roles import Role
from articles.editorial.snapshot import Parts, compose, freeze, hubs_known, parts_of
from articles.editorial.steps import close_assignments, latest_version, lock, move, new_version, says_the_same
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Event, State, Version
from articles.notices import telling

EDITABLE = (State.DRAFT, State.CHANGES_REQUESTED, State.APPROVED)


@transaction.atomic
def save_draft(article: Article, *, by: Any, now: datetime | None = None) -> Version:
    """Freeze the draft into a new version and return it; an unchanged draft keeps its version and its approval."""
    article = lock(article)
    return save_locked(article, parts_of(article), by=by, now=now)


def save_locked(article: Article, parts: Parts, *, by: Any, now: datetime | None = None) -> Version:
    """As `save_draft`, for whoever holds the lock of `article` already and has its `parts` as they are stored now."""
    now = now or timezone.now()
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, *EDITABLE)
    drafts.name_anchors(parts.sections)
    content = compose(article, parts, on=now.date(), hubs=hubs_known()).content
    if article.latest_version and says_the_same(article.latest_version, content):
        return article.latest_version
    version = new_version(article, content, by=by, now=now)
    move(article, State.DRAFT, to=version)
    return version


@transaction.atomic
def record_import(
    article: Article,
    *,
    originally_published: date | None,
    last_updated: date | None,
    by: Any,
    now: datetime | None = None,
) -> EditorialRecord:
    """Record the historical dates that an imported page carried. What it claimed of a review is not recorded."""
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    if article.records.exists():
        raise EditorialError("Historical dates are recorded once, before anything else is decided.")
    return ledger.append(
        Event.IMPORTED,
        article=article,
        version=article.latest_version,
        by=by,
        details={
            "originally_published": originally_published.isoformat() if originally_published else None,
            "last_updated": last_updated.isoformat() if last_updated else None,
        },
        now=now,
    )


@transaction.atomic
def submit_for_review(article: Article, *, by: Any, note: str = "", now: datetime | None = None) -> EditorialRecord:
    """Give the latest version to review. Everything that is missing or that a warning asks about is named at once."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_in_need_of_review(article, now=now)
    version = latest_version(article)
    snapshot = freeze(article, on=now.date())
    if not says_the_same(version, snapshot.content):
        raise EditorialError("The draft has changes that are not saved as a version yet; save it first.")
    require_nothing_missing(findings.in_the_way(article, snapshot, on=now.date()))
    require_names_of_all(version)
    require_free_slug(article, version.content["slug"])
    move(article, State.IN_REVIEW)
    telling.submitted(article, by=by, now=now)
    return ledger.append(Event.SUBMITTED, article=article, version=version, by=by, note=note, now=now)


@transaction.atomic
def recall(article: Article, *, by: Any, note: str = "", now: datetime | None = None) -> EditorialRecord:
    """Take the version back from review, to go on writing."""
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, State.IN_REVIEW)
    # Before the assignments are closed: after it, nobody is waiting for this article.
    reviewers = [assignment.reviewer for assignment in article.assignments.open().select_related("reviewer")]
    close_assignments(article, now=now or timezone.now())
    move(article, State.DRAFT)
    telling.recalled(article, reviewers, by=by, now=now)
    return ledger.append(Event.RECALLED, article=article, version=article.latest_version, by=by, note=note, now=now)
