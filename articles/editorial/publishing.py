"""The editor's verbs: what readers see, from when, until when."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.diff import material_paths
from articles.editorial import ledger, release
from articles.editorial.drafting import EDITABLE
from articles.editorial.gate import (
    require_approval,
    require_enough_reviewers,
    require_free_slug,
    require_live,
    require_nobody_missing,
    require_note,
    require_nothing_scheduled,
    require_role,
    require_state,
)
from articles.editorial.roles import Role
from articles.editorial.snapshot import freeze
from articles.editorial.steps import latest_version, lock, move, new_version
from articles.errors import EditorialError
from articles.models import Article, Correction, EditorialRecord, Event, Publication, State, Version
from articles.notices import telling


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
    record = ledger.append(Event.UNSCHEDULED, article=article, version=scheduled.version, by=by, note=note, now=now)
    release.take_back(scheduled)
    return record


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
    version = latest_version(article)
    require_enough_reviewers(review, version)
    if version.pk == live.version_id:
        raise EditorialError(f"Version {version.number} is live already.")
    reviewed = _reviewed_version(review).content
    material = material_paths(reviewed, {**version.content, "corrections": reviewed["corrections"]})
    if material:
        raise EditorialError(
            f"This is more than a minor edit and needs a review: {', '.join(material)} changed in substance."
        )
    require_free_slug(article, version.content["slug"])
    return _put_out_edit(Event.PUBLISHED_MINOR, version, before=live, review=review, by=by, note=note.strip(), now=now)


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
    version = new_version(article, content, by=by, now=now)
    publication = _put_out_edit(Event.CORRECTED, version, before=live, review=review, by=by, note=text.strip(), now=now)
    if was_ahead:
        # The draft in work gets the notice too; an approval of it without the notice no longer counts.
        version = new_version(article, freeze(article, on=now.date()).content, by=by, now=now)
        move(article, State.DRAFT, to=version)
    else:
        move(article, State(article.state), to=version)
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
    record = ledger.append(
        Event.WITHDRAWN,
        article=article,
        version=publication.version,
        by=by,
        note=reason.strip(),
        details={"replacement": str(replacement.uid) if replacement else None},
        now=now,
    )
    release.withdraw(publication, at=now, reason=reason.strip(), replacement=replacement)
    telling.withdrawn(article, by=by, now=now)
    return record


@transaction.atomic
def reinstate(article: Article, *, by: Any, note: str, now: datetime | None = None) -> EditorialRecord:
    """Bring a withdrawn page back as it was."""
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.EDITOR)
    require_note(note, "Say why the page may come back.")
    publication = article.publications.withdrawn(now).select_related("version", "review").first()
    if publication is None:
        raise EditorialError("This article is not withdrawn.")
    require_enough_reviewers(publication.review, publication.version)
    record = ledger.append(
        Event.REINSTATED, article=article, version=publication.version, by=by, note=note.strip(), now=now
    )
    release.reinstate(publication)
    telling.published(article, Event.REINSTATED, by=by, now=now)
    return record


def _publish(
    article: Article, event: Event, *, visible_from: datetime, by: Any, change_note: str, now: datetime
) -> Publication:
    article = lock(article)
    roles = require_role(by, Role.EDITOR)
    if article.latest_version and article.state != State.APPROVED:
        require_nobody_missing(article.latest_version, on=now.date())
    require_state(article, State.APPROVED)
    before = require_nothing_scheduled(article, now=now)
    records = list(article.records.order_by("sequence"))
    review = require_approval(article, records, visible_from=visible_from)
    version = latest_version(article)
    # What came out of an archive unreviewed is live without a badge; published again, it stands on its review.
    if before and before.is_live(now) and before.version_id == version.pk and before.review_id is not None:
        raise EditorialError(f"Version {version.number} is live already.")
    # Where it stands already, nobody else can have come since.
    if before is None or before.slug != version.content["slug"]:
        require_free_slug(article, version.content["slug"])
    record = ledger.append(
        event,
        article=article,
        version=version,
        by=by,
        note=change_note.strip(),
        details={"visible_from": visible_from.isoformat(), "review": review.sequence},
        roles=roles,
        now=now,
    )
    publication = release.put_out(
        version,
        before=before,
        release=record,
        review=review,
        visible_from=visible_from,
        change_note=change_note.strip(),
        records=[*records, record],
    )
    if event == Event.SCHEDULED:
        telling.scheduled(publication, by=by, now=now)
    else:
        telling.published(article, event, by=by, now=now)
    return publication


def _current_review(live: Publication, *, now: datetime) -> EditorialRecord:
    """Return the review that the live page's badge rests on now; nothing can be added to an unreviewed page."""
    if not live.standing(now).has_badge or live.review is None:
        raise EditorialError("The live page has no valid medical review; ask for a new one instead.")
    return live.review


def _reviewed_version(review: EditorialRecord) -> Version:
    if review.version is None or not review.version.is_intact:
        raise EditorialError("The reviewed version is damaged; nothing can be compared with it.")
    return review.version


def _put_out_edit(
    event: Event,
    version: Version,
    *,
    before: Publication,
    review: EditorialRecord,
    by: Any,
    note: str,
    now: datetime,
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
    telling.published(version.article, event, by=by, now=now)
    return release.put_out(version, before=before, release=record, review=review, visible_from=now, change_note=note)
