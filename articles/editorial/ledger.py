"""The ledger: every editorial decision of the site in one hash chain, each entry signed.

An entry is canonical JSON; its hash covers the hash before it. The signature covers (sequence, hash, time): an outsider
who kept one of them can tell any later rewriting or truncation. `tools/verify_ledger.py` does that without this code.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.digest import canonical, sha256
from articles.editorial import signing
from articles.editorial.roles import roles_of
from articles.models import Article, EditorialRecord, Event, LedgerHead, Version
from experts.models import Expert

FORMAT = "healthcms-ledger-1"
NO_RECORD = "0" * 64


@dataclass(frozen=True)
class Entry:
    """What is decided, before it has its place in the chain."""

    event: Event
    article: Article
    version: Version | None = None
    note: str = ""
    details: dict[str, Any] | None = None


def append(
    event: Event,
    *,
    article: Article,
    by: Any,
    version: Version | None = None,
    note: str = "",
    details: dict[str, Any] | None = None,
    roles: list[str] | None = None,
    now: datetime | None = None,
) -> EditorialRecord:
    """Add one entry at the head of the chain and return it. Writers wait for each other on the head's row.

    `roles` are those of `by`, for a verb that asked for them a moment ago.
    A verb that also changes what readers see comes here first: so all take the head before they take the number of the
    stored pages (`articles/pages/dropping.py`), and no two of them wait for each other.
    """
    return append_many([Entry(event, article, version, note, details)], by=by, roles=roles, now=now)[0]


@transaction.atomic(savepoint=False)
def append_many(
    entries: Sequence[Entry], *, by: Any, roles: list[str] | None = None, now: datetime | None = None
) -> list[EditorialRecord]:
    """Add `entries` in their order, all by the same person at the same moment."""
    now = now or timezone.now()
    head, _ = LedgerHead.objects.select_for_update().get_or_create(pk=1)
    actor, at = actor_of(by, on=now.date(), roles=roles), stamp(now)
    records = []
    for entry in entries:
        document = canonical(
            {
                "schema": 1,
                "sequence": head.sequence + 1,
                "previous": head.record_hash,
                "event": str(entry.event),
                "article": str(entry.article.uid),
                "version": entry.version.number if entry.version else None,
                "digest": entry.version.digest if entry.version else None,
                "actor": actor,
                "note": entry.note,
                "details": entry.details or {},
                "at": at,
            }
        )
        record_hash = sha256(document)
        records.append(
            EditorialRecord(
                sequence=head.sequence + 1,
                event=entry.event,
                article=entry.article,
                version=entry.version,
                content_digest=entry.version.digest if entry.version else "",
                actor=by,
                at=now,
                document=document,
                previous_hash=head.record_hash,
                record_hash=record_hash,
                signature=signing.sign(checkpoint_text(sequence=head.sequence + 1, head=record_hash, at=at)),
            )
        )
        head.sequence, head.record_hash = head.sequence + 1, record_hash
    EditorialRecord.objects.bulk_create(records)
    head.save(update_fields=["sequence", "record_hash"])
    return records


def checkpoint_text(*, sequence: int, head: str, at: str) -> str:
    """Return exactly the text that a checkpoint's signature covers."""
    return canonical({"format": FORMAT, "sequence": sequence, "head": head, "at": at})


def checkpoint() -> dict[str, Any]:
    """Return the signed head of the ledger, for an outsider to keep. An empty ledger has sequence 0."""
    newest = EditorialRecord.objects.order_by("-sequence").first()
    if newest is None:
        at = "1970-01-01T00:00:00.000000Z"
        signature = signing.sign(checkpoint_text(sequence=0, head=NO_RECORD, at=at))
        return _checkpoint(sequence=0, head=NO_RECORD, at=at, signature=signature)
    return checkpoint_at(newest)


def first_hash() -> str | None:
    """The hash of the first entry: by it a ledger is told from another one. None: there is none yet."""
    return EditorialRecord.objects.filter(sequence=1).values_list("record_hash", flat=True).first()


def checkpoint_at(record: EditorialRecord) -> dict[str, Any]:
    """Return the signed checkpoint that was true when `record` was the newest entry."""
    return _checkpoint(
        sequence=record.sequence, head=record.record_hash, at=record.facts["at"], signature=record.signature
    )


def export_lines() -> Iterator[str]:
    """Yield the ledger as canonical JSON lines: a header, one line per entry, the closing checkpoint."""
    yield canonical({"format": FORMAT, "public_key": signing.public_key()})
    for record in EditorialRecord.objects.order_by("sequence").iterator(chunk_size=500):
        yield canonical({"hash": record.record_hash, "record": record.facts, "signature": record.signature})
    yield canonical({"checkpoint": checkpoint()})


def _checkpoint(*, sequence: int, head: str, at: str, signature: str) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "sequence": sequence,
        "head": head,
        "at": at,
        "public_key": signing.public_key(),
        "signature": signature,
    }


def actor_of(user: Any, *, on: Any, roles: list[str] | None = None) -> dict[str, Any]:
    """Who acts, with roles and credentials as they stand on the day: later changes to the person change nothing."""
    expert = Expert.objects.with_profile().filter(user=user).first()
    return {
        "name": str(user),
        "roles": roles_of(user) if roles is None else roles,
        "credit": expert.as_credited(on=on) if expert else None,
    }


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
