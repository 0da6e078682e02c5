"""Replay the ledger against the database: every hash, signature, digest and date must still be what was recorded."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from articles.content.digest import canonical, sha256
from articles.editorial import clocks, ledger, signing
from articles.models import EditorialRecord, Event, LedgerHead, Publication, Version, triggers
from articles.models.record import WARNINGS

# So many publications are in memory at a time, with the records of their articles.
AT_ONCE = 100
Progress = Callable[[str, int], None]


def faults(*, on_progress: Progress = lambda what, done: None) -> Iterator[str]:
    """Yield a sentence for everything that is wrong, the first bad entry first; nothing yielded means all is well."""
    yield from _chain(on_progress)
    yield from _versions(on_progress)
    yield from _publications(on_progress)
    missing = set(triggers.expected()) - set(triggers.installed(connection))
    if missing:
        yield f"The database does not protect frozen rows: {', '.join(sorted(missing))} is missing."


def _chain(on_progress: Progress) -> Iterator[str]:
    previous, sequence = ledger.NO_RECORD, 0
    key = signing.public_key()
    records = EditorialRecord.objects.select_related("article", "version", "actor").order_by("sequence")
    for record in records.iterator(chunk_size=500):
        sequence += 1
        on_progress("records", sequence)
        if record.sequence != sequence:
            yield f"Record {sequence} is missing: the next one is record {record.sequence}."
            sequence = record.sequence
        yield from _record(record, previous=previous, key=key)
        previous = record.record_hash
    head = LedgerHead.objects.filter(pk=1).first() or LedgerHead()
    if (head.sequence, head.record_hash) != (sequence, previous):
        yield f"The ledger ends at record {sequence}, but its head says {head.sequence}: entries were cut off or added."


def _record(record: EditorialRecord, *, previous: str, key: str) -> Iterator[str]:
    facts, name = record.facts, f"Record {record.sequence}"
    if not record.is_intact or canonical(facts) != record.document:
        yield f"{name} was altered: its text does not have its hash."
    if facts["previous"] != previous or record.previous_hash != previous:
        yield f"{name} does not follow the record before it."
    text = ledger.checkpoint_text(sequence=record.sequence, head=record.record_hash, at=facts["at"])
    if not signing.is_signed(text, record.signature, key=key):
        yield f"{name} is not signed with this site's key."
    columns = {
        "sequence": record.sequence,
        "event": record.event,
        "article": str(record.article.uid),
        "version": record.version.number if record.version else None,
        "digest": record.content_digest or None,
    }
    for field, value in columns.items():
        if facts[field] != value:
            yield f"{name} says “{facts[field]}” as {field}, but its row says “{value}”."
    if record.version and record.version.digest != facts["digest"]:
        yield f"{name} is about version {facts['version']}, whose digest was changed since."


def _versions(on_progress: Progress) -> Iterator[str]:
    for done, version in enumerate(
        Version.objects.select_related("article").order_by("pk").iterator(chunk_size=200), 1
    ):
        on_progress("versions", done)
        if not version.is_intact:
            records = EditorialRecord.objects.filter(version=version).values_list("sequence", flat=True)
            named = f" (records {', '.join(map(str, records))})" if records else ""
            yield (
                f"Version {version.number} of “{version.article.title}” was altered: "
                f"its content does not have its digest{named}."
            )


def _publications(on_progress: Progress) -> Iterator[str]:
    """The dates on every current publication must be those that the ledger gives."""
    done, last = 0, 0
    opened = Publication.objects.open().order_by("pk").with_standing()
    while batch := list(opened.filter(pk__gt=last)[:AT_ONCE]):
        by_article: dict[int, list[EditorialRecord]] = defaultdict(list)
        articles = [publication.article_id for publication in batch]
        for record in EditorialRecord.objects.filter(article__in=articles).order_by("sequence"):
            by_article[record.article_id].append(record)
        for publication in batch:
            done, last = done + 1, publication.pk
            on_progress("publications", done)
            yield from _publication(publication, by_article[publication.article_id])


def _publication(publication: Publication, records: list[EditorialRecord]) -> Iterator[str]:
    name = f"The publication of “{publication.title}”"
    told = clocks.replay(records)
    for field, value in vars(told).items():
        if getattr(publication, field) != value:
            yield f"{name} says {getattr(publication, field)} as {field}, but the ledger says {value}."
    if publication.safety_notice != _notice_in(records):
        yield f"{name} shows another safety notice than the ledger says."
    if publication.release.facts["digest"] != publication.version.digest:
        yield f"{name} shows another version than the one released by record {publication.release.sequence}."
    if publication.review and not publication.review.is_whole:
        yield f"{name} rests on record {publication.review.sequence}, the first of two reviews: the second is missing."
    content: dict[str, Any] = publication.version.content
    for field in ("slug", "title", "summary", "language"):
        if getattr(publication, field) != content[field]:
            yield f"{name} has another {field} than its version."
    if sha256(canonical(content)) != publication.version.actual_digest:
        yield f"{name} shows content that is not in canonical form."


def _notice_in(records: list[EditorialRecord]) -> str:
    """The safety notice that stands after `records`, one article's in order."""
    last = next((record for record in reversed(records) if record.facts["event"] in WARNINGS), None)
    return last.note if last and last.facts["event"] == Event.READERS_WARNED else ""
