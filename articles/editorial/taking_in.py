"""Take in what this site decided before: versions, the ledger and publications, as they were. Nothing is decided here.

Whoever moves a site, or brings one back, has its archive and its signing key. Only that key makes a record ours, and
only a record makes a version a publication or gives it a badge: an archive can bring back, and cannot invent.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from articles.content.digest import sha256
from articles.editorial import ledger, release_many, signing
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, LedgerHead, Publication, State, Version
from articles.models.record import RELEASES

# What can bring a version before readers.


class NotOurs(EditorialError):
    """Carries the row that is refused, so that a line can be named."""

    def __init__(self, sentence: str, row: Any) -> None:
        super().__init__(sentence)
        self.row = row


@transaction.atomic
def take_in_versions(arrivals: Sequence[tuple[Version, State | None]]) -> None:
    """Store versions; the newest one of each article comes with the state in which the article stands."""
    for version, _ in arrivals:
        if not version.is_intact:
            raise NotOurs(f"Version {version.number} does not have its digest; it was changed.", version)
        if version.content.get("article") != str(version.article.uid):
            raise NotOurs(f"Version {version.number} is the content of another article.", version)
    Version.objects.bulk_create([version for version, _ in arrivals])
    articles = []
    for version, state in arrivals:
        if state:
            version.article.latest_version, version.article.state = version, state
            articles.append(version.article)
    Article.objects.bulk_update(articles, ["latest_version", "state"])


@transaction.atomic
def take_in_records(records: Sequence[EditorialRecord]) -> None:
    """Add `records` to the ledger, with the hashes and signatures they have. They must go on where it ends."""
    LedgerHead.objects.get_or_create(pk=1)
    head = LedgerHead.objects.select_for_update().get(pk=1)
    key = signing.public_key()
    for record in records:
        _require_next(record, head)
        _require_signature(record, key=key)
        _require_its_columns(record)
        head.sequence, head.record_hash = record.sequence, record.record_hash
    EditorialRecord.objects.bulk_create(records)
    head.save(update_fields=["sequence", "record_hash"])


@transaction.atomic
def take_in_publications(publications: Sequence[Publication]) -> None:
    """Bring back `publications`, each on the record that released its version and the review it rests on."""
    for publication in publications:
        facts = publication.release.facts
        is_released = facts["event"] in RELEASES and facts["digest"] == publication.version.digest
        if not is_released or publication.release.article_id != publication.article.pk:
            raise NotOurs(f"Record {publication.release.sequence} did not release this version.", publication)
        if publication.review and publication.review.article_id != publication.article.pk:
            raise NotOurs(f"Record {publication.review.sequence} is about another article.", publication)
    release_many.store(publications)


def _require_next(record: EditorialRecord, head: LedgerHead) -> None:
    facts = record.facts
    if record.sequence != head.sequence + 1 or facts["previous"] != head.record_hash:
        raise NotOurs(
            f"Record {record.sequence} does not go on where the ledger of this site ends (record {head.sequence}). "
            "A ledger can be brought back into a site without one, and nowhere else.",
            record,
        )
    if sha256(record.document) != record.record_hash:
        raise NotOurs(f"Record {record.sequence} was altered: its text does not have its hash.", record)


def _require_signature(record: EditorialRecord, *, key: str) -> None:
    text = ledger.checkpoint_text(sequence=record.sequence, head=record.record_hash, at=record.facts["at"])
    if not signing.is_signed(text, record.signature, key=key):
        raise NotOurs(f"Record {record.sequence} is not signed with this site's key.", record)


def _require_its_columns(record: EditorialRecord) -> None:
    facts, version = record.facts, record.version
    said = (facts["sequence"], facts["event"], facts["article"], facts["version"], facts["digest"])
    numbered = (version.number, version.digest) if version else (None, None)
    if said != (record.sequence, record.event, str(record.article.uid), *numbered):
        raise NotOurs(f"Record {record.sequence} is about another version than the one in the archive.", record)
