"""What the review page of one version needs, in few queries: records, marks, remarks, and what it is compared to."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from articles.content.review_changes import Change, review_changes
from articles.desk.hindrances import Hindrance
from articles.desk.reading import Reading, laid_out
from articles.editorial.sign_offs import progress_from, signed_keys
from articles.models import Article, Comment, EditorialRecord, Event, ReviewAssignment, Version
from articles.models.record import RELEASES, REVIEWS


def context_of(
    version: Version, *, by: Any, on: date, hindrance: Hindrance, versions: dict[int, Version]
) -> dict[str, Any]:
    """What the page of a version and that of a live page both show to `by`, whom `hindrance` may keep from deciding."""
    records = records_of(version.article)
    reading = reading_of(version, by=by, on=on, records=records, versions=versions)
    return {
        **told_of(version, records),
        "article": version.article,
        "reading": reading,
        "any_passage": reading.progress.judged[0].passage,
        "hindrance": hindrance.sentence,
        "checks": hindrance.table,
        "may_judge": not hindrance.sentence,
        "may_write": version.pk == version.article.latest_version_id,
    }


def opened(pk: int, *, by: Any) -> tuple[Version, dict[int, Version]]:
    """Return the version with its article, and it and the one it is compared with by id, in one query."""
    records = EditorialRecord.objects.filter(article__versions=pk, version__isnull=False).order_by("-sequence")
    reviews, newest = records.filter(event__in=REVIEWS), "version"
    against = Coalesce(
        Subquery(reviews.filter(actor=by).values(newest)[:1]),
        Subquery(reviews.values(newest)[:1]),
        Subquery(records.filter(event__in=RELEASES).values(newest)[:1]),
    )
    asked = ReviewAssignment.objects.open().filter(article=OuterRef("article"), reviewer=by)
    rows = Version.objects.filter(Q(pk=pk) | Q(pk=against)).select_related("article")
    rows = rows.annotate(asked=Subquery(asked.values("pk")[:1]), asked_until=Subquery(asked.values("due_on")[:1]))
    versions = {row.pk: row for row in rows}
    if pk not in versions:
        raise Http404
    version = versions[pk]
    if version.article.latest_version_id == pk:
        version.article.latest_version = version
    return version, versions


def assignment_of(version: Version) -> ReviewAssignment | None:
    """What the reader of a version that was `opened` was asked to do by when, if anybody asked."""
    asked: Any = version
    return ReviewAssignment(pk=asked.asked, due_on=asked.asked_until) if asked.asked else None


def reading_of(
    version: Version, *, by: Any, on: date, records: list[EditorialRecord], versions: dict[int, Version]
) -> Reading:
    """Lay `version` out for `by`: compared with their own last approval, else anybody's, else what was put out."""
    own = _newest(records, REVIEWS, by=by)
    against = own or _newest(records, REVIEWS) or _newest(records, RELEASES)
    if against and against.version_id:
        against.version = versions.get(against.version_id) or Version.objects.get(pk=against.version_id)
    keys = signed_keys(version.article, by=by, last=own, on=on)
    return laid_out(
        version,
        progress_from(version, last=own, keys=keys, on=on),
        against=against.version if against else None,
        was_reviewed=against is not None and against.event in REVIEWS,
        threads=threads_of(version.article, since=_newest(records, REVIEWS)),
    )


def moved_since(version: Version) -> list[Change]:
    """What is other in the latest version: for somebody who read `version` while the text moved on."""
    latest = version.article.latest_version
    return review_changes(version.content, latest.content) if latest and latest.pk != version.pk else []


def records_of(article: Article) -> list[EditorialRecord]:
    """The article's records, the newest first, without the documents of the versions they are about."""
    records = article.records.select_related("actor", "version").defer("version__document")
    return list(records.order_by("-sequence"))


def told_of(version: Version, records: list[EditorialRecord]) -> dict[str, Any]:
    """How the version came here: who asked, who submitted it, and what was asked for before."""

    def newest(event: Event, *, of: Version | None = None) -> EditorialRecord | None:
        found = (row for row in records if row.event == event and (of is None or row.version_id == of.pk))
        return next(found, None)

    return {
        "asked": newest(Event.ASSIGNED, of=version),
        "submitted": newest(Event.SUBMITTED, of=version),
        "returned": newest(Event.CHANGES_REQUESTED),
    }


def threads_of(article: Article, *, since: EditorialRecord | None = None) -> list[Comment]:
    """Remarks that are open, or were resolved since the last review, each with its `replies`; one query."""
    said = article.comments.select_related("author", "resolved_by", "version", "applied_in")
    rows = list(said.defer("version__document", "applied_in__document"))
    threads = [row for row in rows if row.parent_id is None and _is_news(row, since)]
    for thread in threads:
        thread.replies = [row for row in rows if row.parent_id == thread.pk]
    return threads


def _is_news(thread: Comment, since: EditorialRecord | None) -> bool:
    return thread.resolved_at is None or since is None or thread.resolved_at > since.at


def _newest(records: Iterable[EditorialRecord], events: Iterable[Event], *, by: Any = None) -> EditorialRecord | None:
    wanted = set(events)
    found = (row for row in records if row.event in wanted and row.version_id and (by is None or row.actor_id == by.pk))
    return next(found, None)
