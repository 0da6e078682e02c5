"""Take in somebody else's articles, many at once: as drafts, and, if an editor wants it, before readers unreviewed.

Whatever their site decided is no decision of ours: nothing that comes this way has a badge. A page that is brought out
unreviewed says so, search engines are asked not to list it, and the record that released it says it, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.digest import canonical, sha256
from articles.editorial import ledger, release_many
from articles.editorial.clocks import replay
from articles.editorial.gate import require_role
from articles.editorial.roles import Role
from articles.editorial.snapshot import Parts, compose, hubs_known
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Event, Publication, Redirect, State, Version


@dataclass(frozen=True)
class Arrival:
    """A saved draft with its rows, and the days that the other site told its readers."""

    article: Article
    parts: Parts
    published: date | None = None
    updated: date | None = None


@transaction.atomic
def import_drafts(
    arrivals: Sequence[Arrival], *, archive: dict[str, Any], by: Any, now: datetime | None = None
) -> list[Version]:
    """Freeze each draft into its first version, and record where it came from, which `archive` names."""
    now = now or timezone.now()
    require_role(by, Role.WRITER, Role.EDITOR)
    versions, hubs = [], hubs_known()
    for arrival in arrivals:
        document = canonical(compose(arrival.article, arrival.parts, on=now.date(), hubs=hubs).content)
        versions.append(
            Version(
                article=arrival.article, number=1, document=document, digest=sha256(document), made_by=by, made_at=now
            )
        )
    Version.objects.bulk_create(versions)
    for version in versions:
        version.article.latest_version = version
    Article.objects.bulk_update([arrival.article for arrival in arrivals], ["latest_version"])
    entries = [
        ledger.Entry(
            Event.IMPORTED,
            arrival.article,
            version,
            details={
                "originally_published": arrival.published.isoformat() if arrival.published else None,
                "last_updated": arrival.updated.isoformat() if arrival.updated else None,
                "archive": archive,
            },
        )
        for arrival, version in zip(arrivals, versions, strict=True)
    ]
    ledger.append_many(entries, by=by, now=now)
    return versions


@transaction.atomic
def publish_imported(articles: Sequence[Article], *, by: Any, now: datetime | None = None) -> list[Publication]:
    """Show readers drafts that came in an archive, as nobody here has reviewed them. All of them, or none.

    The only way to publish without a review. It is for a site that moves with its readers, once: an article that
    anybody has worked on or decided about since it came goes through review like any other.
    """
    now = now or timezone.now()
    require_role(by, Role.EDITOR)
    locked = list(
        Article.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=[article.pk for article in articles])
        .select_related("latest_version")
        .prefetch_related("records")
        .order_by("pk")
    )
    imports = {article.pk: _require_untouched(article) for article in locked}
    _require_free_addresses(locked)
    entries = [
        ledger.Entry(
            Event.PUBLISHED,
            article,
            article.latest_version,
            details={"visible_from": now.isoformat(), "review": None, "unreviewed": True},
        )
        for article in locked
    ]
    publications = []
    for article, record in zip(locked, ledger.append_many(entries, by=by, now=now), strict=True):
        clocks = replay([imports[article.pk], record])
        publications.append(
            Publication(
                article=article,
                version=article.latest_version,
                release=record,
                review=None,
                visible_from=now,
                **vars(clocks),
            )
        )
    release_many.store(publications)
    return publications


def untouched(articles: Iterable[Article]) -> list[Article]:
    """Those that `publish_imported` would bring out: they came in an archive, and nothing happened to them since."""
    return [article for article in articles if not _touched(article)]


def _require_untouched(article: Article) -> EditorialRecord:
    """Return the record of its import, or refuse."""
    sentence = _touched(article)
    if sentence:
        raise EditorialError(sentence)
    return article.records.all()[0]


def _touched(article: Article) -> str:
    """Why this article needs a review like any other, as a sentence; nothing if it is as it came."""
    records = list(article.records.all())
    version = article.latest_version
    if len(records) != 1 or records[0].event != Event.IMPORTED or "archive" not in records[0].details:
        return f"“{article}” did not come in an archive, or was decided about since: it needs a review."
    if article.state != State.DRAFT or version is None or version.digest != records[0].content_digest:
        return f"“{article}” was changed since it came: it needs a review."
    return "" if version.is_intact else f"The stored content of “{article}” is damaged."


def _require_free_addresses(articles: Sequence[Article]) -> None:
    own = {article.slug: article.pk for article in articles}
    used = Publication.objects.filter(slug__in=own).values_list("slug", "article_id")
    once = Redirect.objects.filter(slug__in=own).values_list("slug", "article_id")
    for slug, article in [*used, *once]:
        if own[slug] != article:
            raise EditorialError(f"The address “{slug}” belongs to another article; choose another one.")
