"""What readers have been shown of an article: each release, what it changed, and what stood there on a given day.

Nothing here is a draft, and nothing was withdrawn: words that were taken back are shown at no address again, not even
as what a later version changed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache

from articles.content.files import files_in
from articles.content.materiality import Materiality, materiality
from articles.linting.rules.drugs import drugs_in
from articles.models import EditorialRecord, Event, Publication, Version
from articles.models.publication import PublicationFile
from articles.models.record import REVIEWS, WARNINGS

# What is worked out of two frozen versions stays true; this is how long an answer is kept, not how long it holds.
KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Told:
    """What the history says of one release beyond its own words."""

    change: Materiality | None
    # The release before it, if its words may be shown beside these.
    since: Publication | None
    # Whether the page of that day's end is this release.
    is_last_of_day: bool


def told(releases: Sequence[Publication]) -> dict[int, Told]:
    """Return what is told of each of `releases`, all those of one article, the newest first."""
    shown = {row.version_id for row in releases if not row.is_withdrawn}
    days = {row.visible_from.date(): row.pk for row in reversed(releases)}
    found = {}
    for row, before in zip(releases, [*releases[1:], None], strict=True):
        is_comparable = before is not None and before.version_id != row.version_id
        found[row.pk] = Told(
            change=change_between(before.version, row.version) if before else None,
            since=before if is_comparable and {row.version_id, before.version_id} <= shown else None,
            is_last_of_day=days[row.visible_from.date()] == row.pk and not row.is_withdrawn,
        )
    return found


def change_between(old: Version, new: Version) -> Materiality:
    """Judge what changed from one release to the next: worked out from the words, whatever the release was called."""
    key = f"materiality-1:{old.actual_digest}:{new.actual_digest}"
    found = cache.get(key)
    if found is None:
        found = materiality(old.content, new.content, drugs=drugs_in)
        cache.set(key, found, KEPT_SECONDS)
    return found


def comparable(publication: Publication) -> list[tuple[int, datetime]]:
    """Return the versions of this article that may be compared, in order, each with the moment it came out."""
    rows = Publication.objects.released().filter(article=publication.article_id)
    return _first_times(rows.values_list("version__number", "visible_from", "withdrawn_at"))


def comparable_among(releases: Iterable[Publication]) -> list[tuple[int, datetime]]:
    """Return the same of releases that were fetched already."""
    return _first_times((row.version.number, row.visible_from, row.withdrawn_at) for row in releases)


def _first_times(rows: Iterable[tuple[int, datetime, datetime | None]]) -> list[tuple[int, datetime]]:
    newest_first = sorted(((number, at) for number, at, withdrawn_at in rows if withdrawn_at is None), reverse=True)
    return sorted(dict(newest_first).items())


def as_read(content: dict[str, Any]) -> dict[str, Any]:
    """Return what of a document pages show: no waiver, no byline of a reviewer (the ledger says who decided).

    Of a picture neither its sizes nor how it is cropped: readers are told of another picture and of other words.
    """
    lines = [
        {**line, "portrait": (line.get("portrait") or {}).get("alt", "")}
        for line in content["bylines"]
        if line["role"] != "medical_reviewer"
    ]
    sections = [{**section, "figure": _as_seen(section["figure"])} for section in content["sections"]]
    return {**content, "hero": _as_seen(content["hero"]), "sections": sections, "bylines": lines, "waivers": []}


def _as_seen(figure: dict[str, Any] | None) -> dict[str, Any] | None:
    return {**figure, "focal": [], "renditions": []} if figure else None


# --- A day


@dataclass(frozen=True)
class Withdrawal:
    """Why no words stand at a day's address."""

    at: datetime
    reason: str
    # Whether readers met it on that day already, or the words were taken back later.
    was_then: bool


def standing_at(publication: Publication, moment: datetime) -> tuple[Publication | None, Withdrawal | None]:
    """Return the release that readers saw at `moment`, resting on the review it rested on then; or why there is none.

    Two queries: the release, and the records that say what was decided about it until then.
    """
    rows = Publication.objects.released(moment).filter(article=publication.article_id)
    row = rows.not_over(moment).with_standing().first()
    if row is None:
        return None, None
    if row.is_withdrawn:
        return None, Withdrawal(row.withdrawn_at, row.withdrawal_reason, was_then=row.withdrawn_at <= moment)
    stands = {Event.WITHDRAWN, Event.REINSTATED}
    events = [*stands, *WARNINGS, *REVIEWS]
    records = list(
        EditorialRecord.objects.filter(article=row.article_id, event__in=events, at__lte=moment).order_by("-sequence")
    )
    since = (record for record in records if record.at >= row.visible_from and record.event in stands)
    last = next(since, None)
    if last is not None and last.event == Event.WITHDRAWN:
        return None, Withdrawal(last.at, last.note if last.is_intact else "", was_then=True)
    row.review = review_at(row, records, moment)
    warning = next((record for record in records if record.event in WARNINGS), None)
    is_warned = warning is not None and warning.event == Event.READERS_WARNED and warning.is_intact
    row.safety_notice = warning.note if is_warned else ""
    row.safety_notice_on = warning.at.date() if is_warned else None
    # Every link leads on from where the article stands now.
    row.slug = publication.slug
    return row, None


def review_at(row: Publication, records: Iterable[EditorialRecord], moment: datetime) -> EditorialRecord | None:
    """Return the review that `row` rested on at `moment`; `records` are the newest first."""
    if row.review is None or row.review.at <= moment:
        return row.review
    first = row.release.details.get("review")
    for record in records:
        is_confirmation = record.event == Event.CONFIRMED_UNCHANGED and record.version_id == row.version_id
        if (is_confirmation or record.sequence == first) and record.is_intact and record.is_whole:
            return record
    return None


# --- Pictures of the past


def open_files(*contents: Any) -> set[str]:
    """Return the picture files in `contents` that readers may see now; a picture that was taken off stays off."""
    names = set().union(*(files_in(content) for content in contents))
    live = Publication.objects.live().values("pk")
    return set(PublicationFile.objects.filter(name__in=names, publication__in=live).values_list("name", flat=True))


def with_open_pictures(value: Any, is_open: set[str], closed: list[str]) -> Any:
    """Return `value` without the pictures that are not open; their alternative texts are added to `closed`."""
    if isinstance(value, list):
        return [with_open_pictures(item, is_open, closed) for item in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("src"), str) and "digest" in value and "alt" in value:
        if value["src"] in is_open:
            return {**value, "renditions": [row for row in value["renditions"] if row["src"] in is_open]}
        closed.append(value["alt"])
        return None
    return {key: with_open_pictures(item, is_open, closed) for key, item in value.items()}
