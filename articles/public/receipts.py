"""The receipt of a live page: everything an outsider needs to check, without us, what was approved and is shown.

`tools/verify_receipt.py` reads it. Documents and records are given as the very text that was digested, because a hash
cannot be recomputed over a text with holes; docs/decisions/0010 says what that makes public.
"""

from typing import Any

from articles.editorial import ledger, signing
from articles.models import EditorialRecord, Publication, Version
from articles.public.delivery import absolute

FORMAT = "healthcms-receipt-1"


def receipt_of(publication: Publication) -> dict[str, Any]:
    """Return the receipt of what readers see now; docs/ledger.md names its fields."""
    review = publication.review
    was_edited = review is not None and review.content_digest != publication.version.digest
    return {
        "format": FORMAT,
        "page": absolute(publication.get_absolute_url()),
        "shown": _document(publication.version),
        "approved": _document(review.version) if was_edited and review.version else None,
        "decision": _record(review) if review else None,
        "together_with": [_record(other) for other in decided_together(review)],
        "publication": _record(publication.release),
        "public_key": signing.public_key(),
        "checkpoint": ledger.checkpoint(),
    }


def decided_together(review: EditorialRecord | None) -> list[EditorialRecord]:
    """The earlier approvals of the same words that `review` counts with, where a topic asks for two."""
    if review is None or not review.is_intact:
        return []
    named = [other["sequence"] for other in review.details.get("together_with", [])]
    return list(EditorialRecord.objects.filter(sequence__in=named).order_by("sequence")) if named else []


def _document(version: Version) -> dict[str, Any]:
    return {"version": version.number, "digest": version.digest, "document": version.document}


def _record(record: EditorialRecord) -> dict[str, Any]:
    return {"hash": record.record_hash, "document": record.document, "signature": record.signature}
