"""The editorial verbs: each locks, requires, changes, records. Nothing else writes state, versions or publications.

Every verb takes the person as `by` and may be told the time as `now`; a refusal is an `EditorialError` with a sentence.
Which role may do what in which state is the table in docs/permissions.md.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.diff import material_paths
from articles.content.digest import canonical, sha256
from articles.editorial import drafts, ledger, release, requirements
from articles.editorial.gate import (
    require_approval,
    require_free_slug,
    require_latest,
    require_live,
    require_note,
    require_nothing_missing,
    require_nothing_scheduled,
    require_qualified_reviewer,
    require_review_date,
    require_role,
    require_same_content,
    require_state,
)
from articles.editorial.roles import Role
from articles.editorial.snapshot import freeze
from articles.errors import EditorialError
from articles.models import Article, Correction, EditorialRecord, Event, Publication, ReviewAssignment, State, Version

EDITABLE = (State.DRAFT, State.CHANGES_REQUESTED, State.APPROVED)


# --- Drafting


@transaction.atomic
def save_draft(article: Article, *, by: Any, now: datetime | None = None) -> Version:
    """Freeze the draft into a new version and return it; an unchanged draft keeps its version and its approval."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, *EDITABLE)
    drafts.name_anchors(article.sections.all())
    content = freeze(article, on=now.date()).content
    if article.latest_version and article.latest_version.digest == sha256(canonical(content)):
        return article.latest_version
    version = _new_version(article, content, by=by, now=now)
    _move(article, State.DRAFT, latest_version=version)
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
    """Record the historical dates that an imported page carried. Whatever the page claimed of a review is not recorded."""
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


# --- Reviewing


@transaction.atomic
def submit_for_review(article: Article, *, by: Any, note: str = "", now: datetime | None = None) -> EditorialRecord:
    """Give the latest version to review. Everything that is missing is named at once."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, State.DRAFT, State.CHANGES_REQUESTED)
    version = _latest(article)
    snapshot = freeze(article, on=now.date())
    if version.digest != sha256(canonical(snapshot.content)):
        raise EditorialError("The draft has changes that are not saved as a version yet; save it first.")
    require_nothing_missing(requirements.missing(snapshot))
    require_free_slug(article, version.content["slug"])
    _move(article, State.IN_REVIEW)
    return ledger.append(Event.SUBMITTED, article=article, version=version, by=by, note=note, now=now)


@transaction.atomic
def recall(article: Article, *, by: Any, note: str = "", now: datetime | None = None) -> EditorialRecord:
    """Take the version back from review, to go on writing."""
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, State.IN_REVIEW)
    _close_assignments(article, now=now or timezone.now())
    _move(article, State.DRAFT)
    return ledger.append(Event.RECALLED, article=article, version=article.latest_version, by=by, note=note, now=now)


@transaction.atomic
def assign(
    article: Article, *, reviewer: Any, due_on: date, by: Any, note: str = "", now: datetime | None = None
) -> ReviewAssignment:
    """Ask a reviewer to decide by `due_on`. Whoever could not approve cannot be asked."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_state(article, State.IN_REVIEW)
    version = _latest(article)
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
    return ledger.append(
        Event.DECLINED, article=article, version=article.latest_version, by=by, note=reason.strip(), now=now
    )


@transaction.atomic
def approve(
    version: Version, *, digest: str, by: Any, next_review_due: date, note: str = "", now: datetime | None = None
) -> EditorialRecord:
    """Record that a qualified reviewer accepts exactly the content with `digest`, until `next_review_due`."""
    now = now or timezone.now()
    article, version = _lock_version(version)
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
    _close_assignments(article, now=now)
    _move(article, State.APPROVED)
    return record


@transaction.atomic
def request_changes(version: Version, *, digest: str, by: Any, note: str, now: datetime | None = None) -> EditorialRecord:
    """Send the version back with a note that says what must change."""
    now = now or timezone.now()
    article, version = _lock_version(version)
    require_role(by, Role.MEDICAL_REVIEWER)
    require_latest(article, version)
    require_state(article, State.IN_REVIEW)
    require_same_content(version, digest)
    require_qualified_reviewer(version, by, on=now.date())
    require_note(note, "Say what must change, so that the writer can mend it.")
    _close_assignments(article, now=now)
    _move(article, State.CHANGES_REQUESTED)
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
    _move(article, State.APPROVED)
    return record


# --- Publishing


@transaction.atomic
def publish(article: Article, *, by: Any, change_note: str = "", now: datetime | None = None) -> Publication:
    """Show the approved version to readers, now."""
    now = now or timezone.now()
    return _publish(article, Event.PUBLISHED, visible_from=now, by=by, change_note=change_note, now=now)


@transaction.atomic
def schedule(
    article: Article, *, visible_from: datetime, by: Any, change_note: str = "", now: datetime | None = None
) -> Publication:
    """Show the approved version to readers from `visible_from` on, without anybody doing anything then."""
    now = now or timezone.now()
    if visible_from <= now:
        raise EditorialError("The moment has passed; choose a later one, or publish now.")
    return _publish(article, Event.SCHEDULED, visible_from=visible_from, by=by, change_note=change_note, now=now)


@transaction.atomic
def unschedule(article: Article, *, by: Any, note: str = "", now: datetime | None = None) -> EditorialRecord:
    """Take back a publication whose time has not come; what is live stays live."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    scheduled = article.publications.scheduled(now).select_related("version").first()
    if scheduled is None:
        raise EditorialError("Nothing is scheduled for this article.")
    version = scheduled.version
    release.take_back(scheduled)
    return ledger.append(Event.UNSCHEDULED, article=article, version=version, by=by, note=note, now=now)


@transaction.atomic
def publish_minor(article: Article, *, by: Any, note: str, now: datetime | None = None) -> Publication:
    """Publish the latest draft without a new review, if it provably says the same as the reviewed version.

    The editor attests in `note` what was edited; readers see that note. The review date does not move.
    """
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_state(article, State.DRAFT, State.CHANGES_REQUESTED)
    require_nothing_scheduled(article, now=now)
    require_note(note, "Say what was edited; readers see it.")
    live = require_live(article, now=now)
    review = _current_review(live, now=now)
    version = _latest(article)
    if version.pk == live.version_id:
        raise EditorialError(f"Version {version.number} is live already.")
    reviewed = review.version.content
    material = material_paths(reviewed, {**version.content, "corrections": reviewed["corrections"]})
    if material:
        raise EditorialError(
            f"This is more than a minor edit and needs a review: {', '.join(material)} changed in substance."
        )
    require_free_slug(article, version.content["slug"])
    return _put_out_edit(Event.PUBLISHED_MINOR, version, review=review, by=by, note=note.strip(), now=now)


@transaction.atomic
def correct(article: Article, *, text: str, by: Any, now: datetime | None = None) -> Publication:
    """Add a dated correction notice to the live page, at once. The reviewed text under it stays as it is."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_state(article, *EDITABLE)
    require_nothing_scheduled(article, now=now)
    require_note(text, "Say what was wrong and what is right.")
    live = require_live(article, now=now)
    review = _current_review(live, now=now)
    was_ahead = article.latest_version_id != live.version_id
    correction = Correction.objects.create(article=article, published_on=now.date(), text=text.strip())
    content = {**live.version.content, "corrections": [*live.version.content["corrections"], correction.as_shown()]}
    version = _new_version(article, content, by=by, now=now)
    publication = _put_out_edit(Event.CORRECTED, version, review=review, by=by, note=text.strip(), now=now)
    if was_ahead:
        # The draft in work gets the notice too; an approval of it without the notice no longer counts.
        version = _new_version(article, freeze(article, on=now.date()).content, by=by, now=now)
        _move(article, State.DRAFT, latest_version=version)
    else:
        _move(article, State(article.state), latest_version=version)
    return publication


@transaction.atomic
def withdraw(
    article: Article, *, reason: str, by: Any, replacement: Article | None = None, now: datetime | None = None
) -> EditorialRecord:
    """Take the live page away; readers who come to it are told why, and where to go instead."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_nothing_scheduled(article, now=now)
    require_note(reason, "Say why; readers who look for the page see it.")
    publication = require_live(article, now=now)
    if replacement is not None and (replacement.pk == article.pk or replacement.live_publication(now) is None):
        raise EditorialError("The replacement must be another article that is live.")
    release.withdraw(publication, at=now, reason=reason.strip(), replacement=replacement)
    return ledger.append(
        Event.WITHDRAWN,
        article=article,
        version=publication.version,
        by=by,
        note=reason.strip(),
        details={"replacement": str(replacement.uid) if replacement else None},
        now=now,
    )


@transaction.atomic
def reinstate(article: Article, *, by: Any, note: str, now: datetime | None = None) -> EditorialRecord:
    """Bring a withdrawn page back as it was."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_note(note, "Say why the page may come back.")
    publication = article.publications.withdrawn(now).select_related("version").first()
    if publication is None:
        raise EditorialError("This article is not withdrawn.")
    release.reinstate(publication)
    return ledger.append(
        Event.REINSTATED, article=article, version=publication.version, by=by, note=note.strip(), now=now
    )


# --- Steps that verbs share


def lock(article: Article) -> Article:
    """Return `article` fresh from the database, locked until the transaction ends."""
    return Article.objects.select_for_update().get(pk=article.pk)


def _lock_version(version: Version) -> tuple[Article, Version]:
    article = lock(version.article)
    return article, Version.objects.get(pk=version.pk)


def _latest(article: Article) -> Version:
    if article.latest_version is None:
        raise EditorialError("The article has no version yet; save it first.")
    return article.latest_version


def _new_version(article: Article, content: dict[str, Any], *, by: Any, now: datetime) -> Version:
    newest = article.versions.order_by("-number").first()
    document = canonical(content)
    return Version.objects.create(
        article=article,
        number=newest.number + 1 if newest else 1,
        document=document,
        digest=sha256(document),
        made_by=by,
        made_at=now,
    )


def _move(article: Article, state: State, *, latest_version: Version | None = None) -> None:
    article.state = state
    if latest_version:
        article.latest_version = latest_version
    article.save(update_fields=["state", "latest_version"])


def _close_assignments(article: Article, *, now: datetime) -> None:
    article.assignments.open().update(closed_at=now)


def _publish(
    article: Article, event: Event, *, visible_from: datetime, by: Any, change_note: str, now: datetime
) -> Publication:
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_state(article, State.APPROVED)
    require_nothing_scheduled(article, now=now)
    review = require_approval(article, visible_from=visible_from)
    version = _latest(article)
    live = article.live_publication(now)
    if live and live.version_id == version.pk:
        raise EditorialError(f"Version {version.number} is live already.")
    require_free_slug(article, version.content["slug"])
    record = ledger.append(
        event,
        article=article,
        version=version,
        by=by,
        note=change_note.strip(),
        details={"visible_from": visible_from.isoformat(), "review": review.sequence},
        now=now,
    )
    return release.put_out(
        version, release=record, review=review, visible_from=visible_from, change_note=change_note.strip()
    )


def _current_review(live: Publication, *, now: datetime) -> EditorialRecord:
    """Return the review that the live page's badge rests on now, or refuse: nothing can be added to an unreviewed page."""
    if not live.standing(now).has_badge or live.review is None:
        raise EditorialError("The live page has no valid medical review; ask for a new one instead.")
    return live.review


def _put_out_edit(
    event: Event, version: Version, *, review: EditorialRecord, by: Any, note: str, now: datetime
) -> Publication:
    record = ledger.append(
        event,
        article=version.article,
        version=version,
        by=by,
        note=note,
        details={"base_digest": review.facts["digest"], "review": review.sequence},
        now=now,
    )
    return release.put_out(version, release=record, review=review, visible_from=now, change_note=note)
