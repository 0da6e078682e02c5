"""The kinds of lines of an archive, in the order in which they come, and the fields of each.

From this table the importer checks a line, and docs/archive.schema.json is made from it (`python -m
articles.archive.schema`). A topic's and a source's own kind is called `type`, as `kind` is the line's.
"""

from collections.abc import Mapping

from articles.archive.fields import (
    Content,
    Day,
    Digest,
    Field,
    ListOf,
    Moment,
    Named,
    Number,
    OneOf,
    Part,
    Slug,
    Text,
    Uid,
    YesOrNo,
)
from articles.models import BylineRole, SourceKind, SourceStatus, State
from articles.models.topic import LONGEST_REVIEW_INTERVAL_MONTHS, TopicKind

FORMAT = "healthcms-archive-1"

_SMALL = 2**15 - 1
_LARGE = 2**63 - 1


def words(most: int = 0) -> Text:
    """Text that may be left out."""
    return Text(most, default="")


def texts() -> ListOf:
    return ListOf(Text(), default=[])


AFFILIATION: dict[str, Field] = {
    "role": words(160),
    "unit": words(200),
    "institution": Text(200),
    "city": words(80),
    "region": words(80),
    "since": Day(default=None, may_be_null=True),
    "until": Day(default=None, may_be_null=True),
}
CREDENTIAL: dict[str, Field] = {
    "kind": Text(80),
    "issuer": Text(160),
    "number": words(60),
    "verified_on": Day(default=None, may_be_null=True),
    "expires_on": Day(default=None, may_be_null=True),
}
SECTION: dict[str, Field] = {
    "anchor": Slug(60, default=""),
    "nav_label": words(40),
    "heading": words(160),
    "body": words(),
    "figure": Digest(default=None, may_be_null=True),
}
BYLINE: dict[str, Field] = {"expert": Uid(), "role": OneOf(tuple(BylineRole.values))}
CITATION: dict[str, Field] = {"source": Uid(), "key": Slug(40, 1), "locator": words(60)}
WAIVER: dict[str, Field] = {
    "code": Text(40),
    "place": words(60),
    "subject": words(300),
    "reason": Text(least=1),
    "by": Text(150),
    "made_at": Moment(),
}
DATES: dict[str, Field] = {
    "published": Day(default=None, may_be_null=True),
    "updated": Day(default=None, may_be_null=True),
}

KINDS: Mapping[str, Mapping[str, Field]] = {
    "user": {
        "username": Text(150, least=1),
        "first_name": words(150),
        "last_name": words(150),
        "roles": texts(),
    },
    "topic": {
        "slug": Slug(80, 1),
        "name": Text(80, 1),
        "parent": Slug(80, default=None, may_be_null=True),
        "type": OneOf(tuple(TopicKind.values), default=TopicKind.AREA.value),
        "synonyms": texts(),
        "code": words(40),
        "description": words(),
        "months_between_reviews": Number(1, LONGEST_REVIEW_INTERVAL_MONTHS, default=24),
        "specialties": texts(),
        "reviewers_needed": Number(1, 2, default=1),
    },
    "media": {
        "name": Text(120, 1),
        "digest": Digest(),
        "size": Number(0, _LARGE),
        "base64": Text(default=None, may_be_null=True),
    },
    "figure": {
        "digest": Digest(),
        "name": Text(120),
        "src": Text(120, 1),
        "width": Number(1),
        "height": Number(1),
        "renditions": ListOf(Content(), default=[]),
        "alt": words(300),
        "is_decorative": YesOrNo(default=False),
        "caption": words(300),
        "credit": words(160),
        "license": words(80),
        "focal": ListOf(Number(0, 100), default=[50, 50]),
        "added_by": Text(150, default=None, may_be_null=True),
        "added_at": Moment(default=None, may_be_null=True),
    },
    "expert": {
        "uid": Uid(),
        "user": Text(150, default=None, may_be_null=True),
        "slug": Slug(120, 1),
        "name": Text(120, 1),
        "degrees": texts(),
        "title": words(160),
        "specialties": texts(),
        "bio": words(),
        "portrait": Content(default=None, may_be_null=True),
        "orcid": words(19),
        "npi": words(10),
        "is_verified": YesOrNo(default=False),
        "affiliations": ListOf(Part(AFFILIATION), default=[]),
        "credentials": ListOf(Part(CREDENTIAL), default=[]),
        "disclosures": ListOf(Part({"statement": Text(), "declared_on": Day()}), default=[]),
    },
    "source": {
        "uid": Uid(),
        "type": OneOf(tuple(SourceKind.values), default=SourceKind.REVIEW.value),
        "authors": ListOf(Named(("family", "given", "suffix", "literal")), default=[]),
        "title": Text(400, 1),
        "container": words(200),
        "publisher": words(160),
        "edition": words(40),
        "year": Number(0, _SMALL, default=None, may_be_null=True),
        "month": Number(0, 12, default=None, may_be_null=True),
        "day": Number(0, 31, default=None, may_be_null=True),
        "volume": words(20),
        "issue": words(20),
        "pages": words(40),
        "doi": words(160),
        "pmid": words(10),
        "isbn": words(17),
        "url": words(500),
        "accessed_on": Day(default=None, may_be_null=True),
        "status": OneOf(tuple(SourceStatus.values), default=SourceStatus.UNKNOWN.value),
        "last_checked_at": Moment(default=None, may_be_null=True),
    },
    "article": {
        "uid": Uid(),
        "slug": Slug(120, 1),
        "language": Text(12, default="en"),
        "title": Text(160, 1),
        "summary": words(300),
        "lede": words(),
        "key_points": texts(),
        "emergency": words(),
        "hero": Digest(default=None, may_be_null=True),
        "main_topic": Slug(80, default=None, may_be_null=True),
        "topics": ListOf(Slug(80, 1), default=[]),
        "funding": words(),
        "ai_use": words(),
        "import_note": words(),
        "created_at": Moment(default=None, may_be_null=True),
        "dates": Part(DATES, default={}),
        "sections": ListOf(Part(SECTION), default=[]),
        "bylines": ListOf(Part(BYLINE), default=[]),
        "citations": ListOf(Part(CITATION), default=[]),
        "waivers": ListOf(Part(WAIVER), default=[]),
    },
    "version": {
        "article": Uid(),
        "number": Number(1),
        "digest": Digest(),
        "content": Content(),
        "made_by": Text(150),
        "made_at": Moment(),
        # Of the latest version of its article: where that stands.
        "state": OneOf(tuple(State.values), default=None, may_be_null=True),
    },
    "related": {
        "article": Uid(),
        "related": Uid(default=None, may_be_null=True),
        "position": Number(0, _SMALL, default=0),
        "suggested_title": words(200),
        "suggested_topic": words(80),
        "suggested_alt": words(300),
        "claims_review": YesOrNo(default=False),
    },
    "correction": {"article": Uid(), "on": Day(), "text": Text(0, 1)},
    "redirect": {"slug": Slug(120, 1), "article": Uid(), "made_at": Moment(default=None, may_be_null=True)},
    "record": {"record": Content(), "hash": Digest(), "signature": Text(88), "actor": Text(150)},
    "checkpoint": {"checkpoint": Content()},
    "publication": {
        "article": Uid(),
        "version": Number(1),
        "release": Number(1, _LARGE),
        "review": Number(1, _LARGE, default=None, may_be_null=True),
        "first_published_on": Day(),
        "changed_on": Day(),
        "imported_updated_on": Day(default=None, may_be_null=True),
        "reviewed_on": Day(default=None, may_be_null=True),
        "review_due_on": Day(default=None, may_be_null=True),
        "visible_from": Moment(),
        "visible_until": Moment(default=None, may_be_null=True),
        "change_note": words(),
        "withdrawn_at": Moment(default=None, may_be_null=True),
        "withdrawal_reason": words(),
        "replacement": Uid(default=None, may_be_null=True),
        "safety_notice": words(),
        "safety_notice_on": Day(default=None, may_be_null=True),
    },
    "site_page": {
        "slug": Slug(60, 1),
        "language": Text(12, default="en"),
        "title": Text(120),
        "summary": words(300),
        "body": words(),
    },
    "site_page_version": {
        "slug": Slug(60, 1),
        "language": Text(12),
        "number": Number(1),
        "digest": Digest(),
        "content": Content(),
        "change_note": words(300),
        "made_by": Text(150, default=None, may_be_null=True),
        "made_at": Moment(),
    },
    "feature": {"topic": Slug(80, default=None, may_be_null=True), "article": Uid(), "position": Number(0, _SMALL)},
}
ORDER = tuple(KINDS)

# What an archive of somebody else can bring: words for drafts, and what they stand on. No decision of theirs is ours.
FOREIGN = frozenset({"topic", "media", "figure", "expert", "source", "article", "related", "correction", "redirect"})

COUNTS = {kind: Number(0, _LARGE, default=0) for kind in ORDER}
HEADER: dict[str, Field] = {
    "format": OneOf((FORMAT,)),
    "site": Text(default=""),
    "exported_at": Moment(default=None, may_be_null=True),
    # The key that signs the ledger within; null: there is none.
    "public_key": Text(default=None, may_be_null=True),
    # The hash of the first entry of that ledger: two ledgers that begin alike are one.
    "first_record": Digest(default=None, may_be_null=True),
    "counts": Part(COUNTS, default={}),
}
TRAILER: dict[str, Field] = {"counts": Part(COUNTS), "sha256": Digest()}
