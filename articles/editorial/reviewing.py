"""The reviewer's verbs, and the editor's request for a review."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editorial import ledger, release
from articles.editorial.gate import (
    require_latest,
    require_live,
    require_note,
    require_qualified_reviewer,
    require_review_date,
    require_role,
    require_same_content,
    require_state,
)
from articles.editorial.roles import Role
from articles.editorial.steps import close_assignments, latest_version, lock, lock_version, move
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Event, ReviewAssignment, State, Version
from articles.notices import telling


@transaction.atomic
def assign(
    article: Article, *, reviewer: Any, due_on: date, by: Any, note: str = "", now: datetime | None = None
) -> ReviewAssignment:
    """Ask a reviewer to decide by `due_on`. Whoever could not approve cannot be asked."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_state(article, State.IN_REVIEW)
    version = latest_version(article)
    require_qualified_reviewer(version, reviewer, on=now.date())
    if due_on < now.date():
        raise EditorialError("The review must be due today or later.")
    if article.assignments.open().filter(reviewer=reviewer).exists():
        raise EditorialError(f"{reviewer} has been asked already.")
    assignment = ReviewAssignment.objects.create(
        article=article, reviewer=reviewer, assigned_by=by, assigned_at=now, due_on=due_on
    )
    ledger.append(
        Event.ASSIGNED,
        article=article,
        version=version,
        by=by,
        note=note,
        details={"reviewer": str(reviewer), "due_on": due_on.isoformat()},
        now=now,
    )
    telling.assigned(assignment, version=version, by=by, now=now)
    return assignment


@transaction.atomic
def decline(assignment: ReviewAssignment, *, by: Any, reason: str, now: datetime | None = None) -> EditorialRecord:
    """Say no to a review that was asked of oneself; the editor sees why."""
    now = now or timezone.now()
    article = lock(assignment.article)
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    require_role(by, Role.MEDICAL_REVIEWER)
    if assignment.reviewer_id != by.pk:
        raise EditorialError(f"This review was asked of {assignment.reviewer}, not of {by}.")
    if assignment.closed_at is not None:
        raise EditorialError("This review is closed already.")
    require_note(reason, "Say why, so that the editor can ask somebody else.")
    assignment.closed_at, assignment.declined_because = now, reason.strip()
    assignment.save(update_fields=["closed_at", "declined_because"])
    telling.declined(assignment, by=by, now=now)
    return ledger.append(
        Event.DECLINED, article=article, version=article.latest_version, by=by, note=reason.strip(), now=now
    )


@transaction.atomic
def approve(
    version: Version, *, digest: str, by: Any, next_review_due: date, note: str = "", now: datetime | None = None
) -> EditorialRecord:
    """Record that a qualified reviewer accepts exactly the content with `digest`, until `next_review_due`."""
    now = now or timezone.now()
    article, version = lock_version(version)
    require_role(by, Role.MEDICAL_REVIEWER)
    require_latest(article, version)
    require_state(article, State.IN_REVIEW)
    require_same_content(version, digest)
    require_qualified_reviewer(version, by, on=now.date())
    require_review_date(version, next_review_due, on=now.date())
    record = ledger.append(
        Event.APPROVED,
        article=article,
        version=version,
        by=by,
        note=note,
        details={"next_review_due": next_review_due.isoformat()},
        now=now,
    )
    close_assignments(article, now=now)
    move(article, State.APPROVED)
    telling.approved(article, by=by, now=now)
    return record


@transaction.atomic
def request_changes(
    version: Version, *, digest: str, by: Any, note: str, now: datetime | None = None
) -> EditorialRecord:
    """Send the version back with a note that says what must change."""
    now = now or timezone.now()
    article, version = lock_version(version)
    require_role(by, Role.MEDICAL_REVIEWER)
    require_latest(article, version)
    require_state(article, State.IN_REVIEW)
    require_same_content(version, digest)
    require_qualified_reviewer(version, by, on=now.date())
    require_note(note, "Say what must change, so that the writer can mend it.")
    close_assignments(article, now=now)
    move(article, State.CHANGES_REQUESTED)
    telling.changes_requested(article, by=by, now=now)
    return ledger.append(Event.CHANGES_REQUESTED, article=article, version=version, by=by, note=note.strip(), now=now)


@transaction.atomic
def confirm_unchanged(
    article: Article, *, digest: str, by: Any, next_review_due: date, note: str = "", now: datetime | None = None
) -> EditorialRecord:
    """Record "checked, no change needed" for the page that is live: its review date moves, its text does not."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.MEDICAL_REVIEWER)
    publication = require_live(article, now=now)
    version = publication.version
    require_latest(article, version)
    require_state(article, State.APPROVED, State.DRAFT)
    if publication.review is None:
        raise EditorialError("This page was never reviewed; a first review approves a submitted version.")
    require_same_content(version, digest)
    require_qualified_reviewer(version, by, on=now.date())
    require_review_date(version, next_review_due, on=now.date())
    record = ledger.append(
        Event.CONFIRMED_UNCHANGED,
        article=article,
        version=version,
        by=by,
        note=note,
        details={"next_review_due": next_review_due.isoformat()},
        now=now,
    )
    release.rest_on(publication, record)
    move(article, State.APPROVED)
    return record
