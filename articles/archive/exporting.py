"""Write the site as an archive: a few hundred rows at a time, whatever its size, as it stood at one moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from articles.archive import media
from articles.archive.kinds import FORMAT, ORDER
from articles.archive.lines import Writer, as_text
from articles.editorial import ledger, signing
from articles.errors import EditorialError
from articles.models import (
    Article,
    Byline,
    Citation,
    Correction,
    EditorialRecord,
    Feature,
    Figure,
    Publication,
    Redirect,
    RelatedArticle,
    Section,
    SitePage,
    SitePageVersion,
    Source,
    Topic,
    Version,
    Waiver,
)
from experts.models import Expert, User

AT_ONCE = 200
Fields = dict[str, Any]
Progress = Callable[[int, int], None]


def export_archive(
    file: BinaryIO,
    *,
    media_beside: Path | None,
    now: datetime | None = None,
    progress: Progress = lambda done, of: None,
) -> tuple[dict[str, int], list[str]]:
    """Write the whole site to `file`; pictures go to the directory `media_beside`, or without one into the lines.

    Returns how many lines of each kind there are, and the names of pictures' files that the storage has lost.
    """
    lost: list[str] = []
    with _one_moment():
        counts = {kind: count for kind, count in _counts().items() if count}
        header = {
            "format": FORMAT,
            "site": settings.SITE_URL,
            "exported_at": stamp(now or timezone.now()),
            "public_key": signing.public_key(),
            "first_record": ledger.first_hash(),
            "counts": counts,
        }
        writer = Writer(file, header)
        of, done = sum(counts.values()), 0
        for kind in ORDER:
            rows = _media(media_beside, lost) if kind == "media" else ROWS[kind]()
            for fields in rows:
                writer.write(kind, fields)
                done += 1
                progress(done, of)
        writer.close()
    return dict(writer.counts), lost


@contextmanager
def _one_moment() -> Iterator[None]:
    """See the site as it stands now until the end, whoever writes meanwhile; and let them write."""
    if connection.in_atomic_block:
        yield
        return
    with _only_reading(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _only_reading() -> Iterator[None]:
    """SQLite's transactions begin as the only writer here (settings.py); this one writes nothing."""
    usual = getattr(connection, "transaction_mode", None)
    if usual:
        connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        if usual:
            connection.transaction_mode = usual


def _counts() -> dict[str, int]:
    tables: dict[str, QuerySet] = {
        "user": _deciders(),
        "topic": Topic.objects.all(),
        "figure": Figure.objects.all(),
        "expert": Expert.objects.all(),
        "source": Source.objects.all(),
        "article": Article.objects.all(),
        "version": Version.objects.all(),
        "related": RelatedArticle.objects.all(),
        "correction": Correction.objects.all(),
        "redirect": Redirect.objects.all(),
        "record": EditorialRecord.objects.all(),
        "publication": Publication.objects.all(),
        "site_page": SitePage.objects.all(),
        "site_page_version": SitePageVersion.objects.all(),
        "feature": Feature.objects.all(),
    }
    files = sum(1 for _ in media.names_here())
    found = {kind: rows.count() for kind, rows in tables.items()} | {"media": files, "checkpoint": 1}
    return {kind: found[kind] for kind in ORDER}


def _deciders() -> QuerySet[User]:
    """Whoever the archive must name: who decided, wrote, waived or added anything, and the experts' accounts."""
    rows = [
        EditorialRecord.objects.values_list("actor", flat=True),
        Version.objects.values_list("made_by", flat=True),
        Waiver.objects.values_list("by", flat=True),
        Figure.objects.values_list("added_by", flat=True),
        SitePageVersion.objects.values_list("made_by", flat=True),
        Expert.objects.values_list("user", flat=True),
    ]
    named = {key for each in rows for key in each.order_by().distinct()} - {None}
    return User.objects.filter(pk__in=named).order_by("username")


def _users() -> Iterator[Fields]:
    for user in _deciders().prefetch_related("groups"):
        yield {
            "username": user.username,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "roles": sorted(group.name for group in user.groups.all()),
        }


def _topics() -> Iterator[Fields]:
    """The upper ones first, as each names the one above it."""
    topics = {topic.pk: topic for topic in Topic.objects.all()}

    def path_to(topic: Topic) -> list[str]:
        path = [topic.slug]
        while topic.parent_id is not None and len(path) <= len(topics):
            topic = topics[topic.parent_id]
            path.insert(0, topic.slug)
        return path

    paths = {topic.pk: path_to(topic) for topic in topics.values()}
    names = ("slug", "name", "synonyms", "code", "description", "months_between_reviews")
    for topic in sorted(topics.values(), key=lambda topic: (len(paths[topic.pk]), paths[topic.pk])):
        yield {
            **{name: getattr(topic, name) for name in names},
            "parent": topics[topic.parent_id].slug if topic.parent_id else None,
            "type": topic.kind,
            "specialties": topic.specialties,
            "reviewers_needed": topic.reviewers_needed,
        }


def _media(directory: Path | None, lost: list[str]) -> Iterator[Fields]:
    for name in media.names_here():
        data = media.stored(name)
        if data is None:
            lost.append(name)
        else:
            yield media.line_of(name, data, directory=directory)


def _figures() -> Iterator[Fields]:
    names = ("digest", "name", "src", "width", "height", "renditions", "alt", "is_decorative", "caption", "credit")
    for figure in Figure.objects.select_related("added_by").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            **{name: getattr(figure, name) for name in names},
            "license": figure.license,
            "focal": [figure.focal_x, figure.focal_y],
            "added_by": figure.added_by.username if figure.added_by else None,
            "added_at": stamp(figure.added_at),
        }


def _experts() -> Iterator[Fields]:
    names = ("slug", "name", "degrees", "title", "specialties", "bio", "portrait", "orcid", "npi", "is_verified")
    experts = Expert.objects.with_profile().select_related("user").order_by("pk")
    for expert in experts.iterator(chunk_size=AT_ONCE):
        yield {
            **{name: getattr(expert, name) for name in names},
            "uid": str(expert.uid),
            "user": expert.user.username if expert.user else None,
            "affiliations": [
                {**row.as_credited(), "since": _day(row.since), "until": _day(row.until)}
                for row in expert.affiliations.all()
            ],
            "credentials": [row.as_credited() for row in expert.credentials.all()],
            # In the order in which they were made: two of one day are told apart by it.
            "disclosures": [row.as_credited() for row in sorted(expert.disclosures.all(), key=lambda row: row.pk)],
        }


def _sources() -> Iterator[Fields]:
    names = ("authors", "title", "container", "publisher", "edition", "year", "month", "day", "volume", "issue")
    more = ("pages", "doi", "pmid", "isbn", "url", "status")
    for source in Source.objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            **{name: getattr(source, name) for name in (*names, *more)},
            "uid": str(source.uid),
            "type": source.kind,
            "accessed_on": _day(source.accessed_on),
            "last_checked_at": stamp(source.last_checked_at),
        }


def _articles() -> Iterator[Fields]:
    names = ("slug", "language", "title", "summary", "lede", "key_points", "emergency", "funding", "ai_use")
    articles = Article.objects.select_related("hero", "main_topic").prefetch_related(
        Prefetch("sections", Section.objects.select_related("figure")),
        Prefetch("bylines", Byline.objects.select_related("expert")),
        Prefetch("citations", Citation.objects.select_related("source")),
        Prefetch("waivers", Waiver.objects.select_related("by")),
        Prefetch("publications", Publication.objects.open(), to_attr="open_publications"),
        "topics",
    )
    for article in articles.order_by("pk").iterator(chunk_size=AT_ONCE):
        shown = next(iter(article.open_publications), None)
        yield {
            **{name: getattr(article, name) for name in names},
            "uid": str(article.uid),
            "hero": article.hero.digest if article.hero else None,
            "main_topic": article.main_topic.slug if article.main_topic else None,
            "topics": sorted(topic.slug for topic in article.topics.all()),
            "import_note": article.import_note,
            "created_at": stamp(article.created_at),
            # For a site that takes it in as a draft; one that brings its ledger back replays them from there.
            "dates": {
                "published": _day(shown.first_published_on) if shown else None,
                "updated": _day(shown.changed_on) if shown else None,
            },
            "sections": [
                {
                    **{name: getattr(row, name) for name in ("anchor", "nav_label", "heading", "body")},
                    "figure": row.figure.digest if row.figure else None,
                }
                for row in article.sections.all()
            ],
            "bylines": [{"expert": str(row.expert.uid), "role": row.role} for row in article.bylines.all()],
            "citations": [
                {"source": str(row.source.uid), "key": row.key, "locator": row.locator}
                for row in article.citations.all()
            ],
            "waivers": [
                {
                    **{name: getattr(row, name) for name in ("code", "place", "subject", "reason")},
                    "by": row.by.username,
                    "made_at": stamp(row.made_at),
                }
                for row in article.waivers.all()
            ],
        }


def _versions() -> Iterator[Fields]:
    versions = Version.objects.select_related("made_by").order_by("pk")
    versions = versions.prefetch_related(Prefetch("article", Article.objects.only("uid", "state", "latest_version")))
    for version in versions.iterator(chunk_size=AT_ONCE):
        article = version.article
        yield {
            "article": str(article.uid),
            "number": version.number,
            "digest": version.digest,
            "content": _canonical(version.content, version.document, name=f"{version} of the article {article.uid}"),
            "made_by": version.made_by.username,
            "made_at": stamp(version.made_at),
            "state": article.state if article.latest_version_id == version.pk else None,
        }


def _related() -> Iterator[Fields]:
    names = ("article__uid", "related__uid", "position", "suggested_title", "suggested_topic", "suggested_alt")
    rows = RelatedArticle.objects.order_by("pk").values(*names, "claims_review")
    for row in rows.iterator(chunk_size=AT_ONCE):
        related = row.pop("related__uid")
        yield {"article": str(row.pop("article__uid")), "related": str(related) if related else None, **row}


def _corrections() -> Iterator[Fields]:
    rows = Correction.objects.order_by("pk").values_list("article__uid", "published_on", "text")
    for uid, on, text in rows.iterator(chunk_size=AT_ONCE):
        yield {"article": str(uid), "on": _day(on), "text": text}


def _redirects() -> Iterator[Fields]:
    rows = Redirect.objects.order_by("slug").values_list("slug", "article__uid", "made_at")
    for slug, uid, made_at in rows.iterator(chunk_size=AT_ONCE):
        yield {"slug": slug, "article": str(uid), "made_at": stamp(made_at)}


def _records() -> Iterator[Fields]:
    for record in EditorialRecord.objects.select_related("actor").order_by("sequence").iterator(chunk_size=AT_ONCE):
        yield {
            "record": _canonical(record.facts, record.document, name=str(record)),
            "hash": record.record_hash,
            "signature": record.signature,
            "actor": record.actor.username,
        }


def _checkpoint() -> Iterator[Fields]:
    yield {"checkpoint": ledger.checkpoint()}


def _publications() -> Iterator[Fields]:
    days = ("first_published_on", "changed_on", "imported_updated_on", "reviewed_on", "review_due_on")
    led = {
        "article": "article__uid",
        "version": "version__number",
        "release": "release__sequence",
        "review": "review__sequence",
        "replacement": "replacement__uid",
    }
    moments = ("visible_from", "visible_until", "withdrawn_at")
    texts = ("change_note", "withdrawal_reason", "safety_notice")
    rows = Publication.objects.order_by("pk").values(*days, *moments, *texts, "safety_notice_on", *led.values())
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield {
            **{name: row[path] for name, path in led.items()},
            "article": str(row["article__uid"]),
            "replacement": str(row["replacement__uid"]) if row["replacement__uid"] else None,
            **{name: _day(row[name]) for name in (*days, "safety_notice_on")},
            **{name: stamp(row[name]) for name in moments},
            **{name: row[name] for name in texts},
        }


def _site_pages() -> Iterator[Fields]:
    rows = SitePage.objects.order_by("pk").values("slug", "language", "title", "summary", "body")
    yield from rows.iterator(chunk_size=AT_ONCE)


def _site_page_versions() -> Iterator[Fields]:
    for version in SitePageVersion.objects.select_related("made_by").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield {
            **{name: getattr(version, name) for name in ("slug", "language", "number", "digest", "change_note")},
            "content": _canonical(version.content, version.document, name=str(version)),
            "made_by": version.made_by.username if version.made_by else None,
            "made_at": stamp(version.made_at),
        }


def _features() -> Iterator[Fields]:
    rows = Feature.objects.order_by("pk").values_list("topic__slug", "article__uid", "position")
    for topic, uid, position in rows.iterator(chunk_size=AT_ONCE):
        yield {"topic": topic, "article": str(uid), "position": position}


ROWS: dict[str, Callable[[], Iterator[Fields]]] = {
    "user": _users,
    "topic": _topics,
    "figure": _figures,
    "expert": _experts,
    "source": _sources,
    "article": _articles,
    "version": _versions,
    "related": _related,
    "correction": _corrections,
    "redirect": _redirects,
    "record": _records,
    "checkpoint": _checkpoint,
    "publication": _publications,
    "site_page": _site_pages,
    "site_page_version": _site_page_versions,
    "feature": _features,
}


def _canonical(content: Fields, document: str, *, name: str) -> Fields:
    """Return the content of a frozen row, if an archive can say it without changing a byte."""
    if as_text(content) != document:
        raise EditorialError(f"{name} is not stored in canonical form: it was altered. verify_ledger tells more.")
    return content


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def stamp(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if moment else None
