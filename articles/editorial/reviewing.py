"""The reviewer's verbs, and the editor's request for a review."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editorial import approvals, ledger, reading, refusals, release, sign_offs
from articles.editorial.gate import (
    require_another_reviewer,
    require_intact,
    require_latest,
    require_live,
    require_note,
    require_nothing_blocking,
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


@refusals.kept
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
    require_another_reviewer(version, Event.APPROVED, reviewer, on=now.date())
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
def unassign(assignment: ReviewAssignment, *, by: Any, note: str = "", now: datetime | None = None) -> EditorialRecord:
    """Release a reviewer from what was asked of them."""
    now = now or timezone.now()
    article = lock(assignment.article)
    assignment = _open_assignment(assignment)
    require_role(by, Role.EDITOR)
    assignment.closed_at = now
    assignment.save(update_fields=["closed_at"])
    telling.released(assignment, by=by, now=now)
    return ledger.append(
        Event.UNASSIGNED,
        article=article,
        version=article.latest_version,
        by=by,
        note=note.strip(),
        details={"reviewer": str(assignment.reviewer)},
        now=now,
    )


@refusals.kept
@transaction.atomic
def reassign(
    assignment: ReviewAssignment,
    *,
    reviewer: Any,
    due_on: date,
    by: Any,
    note: str = "",
    now: datetime | None = None,
) -> ReviewAssignment:
    """Ask somebody else instead, or the same person for another day: both, or neither if the new one is refused."""
    now = now or timezone.now()
    unassign(assignment, by=by, note=note, now=now)
    return assign(assignment.article, reviewer=reviewer, due_on=due_on, by=by, note=note, now=now)


@transaction.atomic
def chase(assignment: ReviewAssignment, *, by: Any, now: datetime | None = None) -> ReviewAssignment:
    """Ask the reviewer how far they are, once a day at most. It decides nothing, so the ledger does not keep it."""
    now = now or timezone.now()
    lock(assignment.article)
    assignment = _open_assignment(assignment)
    require_role(by, Role.EDITOR)
    if assignment.chased_at and assignment.chased_at.date() >= now.date():
        raise EditorialError(f"{assignment.reviewer} was asked after it today already.")
    assignment.chased_at = now
    assignment.save(update_fields=["chased_at"])
    telling.chased(assignment, by=by, now=now)
    return assignment


@transaction.atomic
def decline(assignment: ReviewAssignment, *, by: Any, reason: str, now: datetime | None = None) -> EditorialRecord:
    """Say no to a review that was asked of oneself; the editor sees why."""
    now = now or timezone.now()
    article = lock(assignment.article)
    require_role(by, Role.MEDICAL_REVIEWER)
    if assignment.reviewer_id != by.pk:
        raise EditorialError(f"This review was asked of {assignment.reviewer}, not of {by}.")
    assignment = _open_assignment(assignment)
    require_note(reason, "Say why, so that the editor can ask somebody else.")
    assignment.closed_at, assignment.declined_because = now, reason.strip()
    assignment.save(update_fields=["closed_at", "declined_because"])
    telling.declined(assignment, by=by, now=now)
    return ledger.append(
        Event.DECLINED, article=article, version=article.latest_version, by=by, note=reason.strip(), now=now
    )


@refusals.kept
@transaction.atomic
def approve(
    version: Version,
    *,
    digest: str,
    by: Any,
    next_review_due: date,
    note: str = "",
    conflict: str = "",
    identity: str = "",
    now: datetime | None = None,
) -> EditorialRecord:
    """Record that a qualified reviewer accepts exactly the content with `digest`, until `next_review_due`.

    Where the topic asks for two reviewers, the first approval waits for one by somebody else of the same content.
    """
    now = now or timezone.now()
    article, version = lock_version(version)
    require_intact(version)
    require_qualified_reviewer(version, by, on=now.date())
    require_latest(article, version)
    require_state(article, State.IN_REVIEW)
    require_same_content(version, digest)
    require_nothing_blocking(article)
    require_another_reviewer(version, Event.APPROVED, by, on=now.date())
    require_review_date(version, next_review_due, on=now.date(), event=Event.APPROVED)
    record = _accept(
        Event.APPROVED, version, by=by, until=next_review_due, note=note, conflict=conflict, identity=identity, now=now
    )
    if record.is_whole:
        close_assignments(article, now=now)
        move(article, State.APPROVED)
        telling.approved(article, by=by, now=now)
    else:
        close_assignments(article, of=by, now=now)
        telling.approved_by_one(article, by=by, now=now)
    return record


@refusals.kept
@transaction.atomic
def request_changes(
    version: Version, *, digest: str, by: Any, note: str, identity: str = "", now: datetime | None = None
) -> EditorialRecord:
    """Send the version back with a note that says what must change, whatever another reviewer said of it."""
    now = now or timezone.now()
    article, version = lock_version(version)
    require_intact(version)
    require_qualified_reviewer(version, by, on=now.date())
    require_latest(article, version)
    require_state(article, State.IN_REVIEW)
    require_same_content(version, digest)
    require_note(note, "Say what must change, so that the writer can mend it.")
    close_assignments(article, now=now)
    move(article, State.CHANGES_REQUESTED)
    telling.changes_requested(article, by=by, now=now)
    return ledger.append(
        Event.CHANGES_REQUESTED,
        article=article,
        version=version,
        by=by,
        note=note.strip(),
        details={"identity": identity} if identity else {},
        now=now,
    )


@refusals.kept
@transaction.atomic
def confirm_unchanged(
    article: Article,
    *,
    digest: str,
    by: Any,
    next_review_due: date,
    note: str = "",
    conflict: str = "",
    identity: str = "",
    now: datetime | None = None,
) -> EditorialRecord:
    """Record "checked, no change needed" for the page that is live: its review date moves, its text does not.

    Where the topic asks for two reviewers, both say so, and the date moves with the second.
    """
    now = now or timezone.now()
    article = lock(article)
    publication = require_live(article, now=now)
    version = publication.version
    require_intact(version)
    require_qualified_reviewer(version, by, on=now.date())
    require_latest(article, version)
    require_state(article, State.APPROVED, State.DRAFT)
    if publication.review is None:
        raise EditorialError("This page was never reviewed; a first review approves a submitted version.")
    require_same_content(version, digest)
    require_nothing_blocking(article)
    require_another_reviewer(version, Event.CONFIRMED_UNCHANGED, by, on=now.date())
    require_review_date(version, next_review_due, on=now.date(), event=Event.CONFIRMED_UNCHANGED)
    record = _accept(
        Event.CONFIRMED_UNCHANGED,
        version,
        by=by,
        until=next_review_due,
        note=note,
        conflict=conflict,
        identity=identity,
        now=now,
    )
    if record.is_whole:
        release.rest_on(publication, record)
        move(article, State.APPROVED)
        telling.confirmed_unchanged(article, by=by, now=now)
    else:
        telling.confirmed_by_one(article, by=by, now=now)
    return record


def _accept(
    event: Event, version: Version, *, by: Any, until: date, note: str, conflict: str, identity: str, now: datetime
) -> EditorialRecord:
    """Write down that `by` accepts this version, how it was read, and with whom; editors hear if it was too quick."""
    needed = approvals.reviewers_needed(version)
    progress = sign_offs.progress(version, by=by, on=now.date())
    depth = reading.depth_of(version, by, now)
    first = [review for review in approvals.waiting(version, event, on=now.date()) if review.actor_id != by.pk]
    details: dict[str, Any] = {"next_review_due": until.isoformat(), "depth": depth, "passages": progress.as_counted()}
    if_any = {
        "conflict": conflict.strip(),
        "identity": identity,
        "reviewers_needed": needed if needed > 1 else None,
        # What the depth is measured against.
        "words_to_read": progress.words_not_carried if depth else None,
        "together_with": [_joined(review) for review in first],
    }
    details |= {name: value for name, value in if_any.items() if value}
    if depth and reading.is_hasty(depth, words=progress.words_not_carried):
        telling.decided_hastily(
            version.article, seconds=depth["seconds"], words=progress.words_not_carried, by=by, now=now
        )
    return ledger.append(event, article=version.article, version=version, by=by, note=note, details=details, now=now)


def _joined(review: EditorialRecord) -> dict[str, Any]:
    """What the second reviewer's record says of the first."""
    conflict = review.details.get("conflict")
    joined = {"sequence": review.sequence, "credit": review.facts["actor"]["credit"]}
    return {**joined, "conflict": conflict} if conflict else joined


def _open_assignment(assignment: ReviewAssignment) -> ReviewAssignment:
    assignment = ReviewAssignment.objects.select_for_update().get(pk=assignment.pk)
    if assignment.closed_at is not None:
        raise EditorialError("This review is closed already.")
    return assignment
