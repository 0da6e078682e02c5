"""The one table of the API: every address, what may be asked of it and what it answers.

Addresses (`urls`), description for machines (`openapi`) and the page for people are made of it.
"""

import re
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]
# What stands for something in an address, as Django writes it: <uuid:uid>.
PLACE = re.compile(r"<(?P<kind>\w+):(?P<name>\w+)>")


def text(says: str = "", **more: Any) -> Schema:
    return {"type": "string", **({"description": says} if says else {}), **more}


def number(says: str = "") -> Schema:
    return {"type": "integer", **({"description": says} if says else {})}


def many(items: Schema, says: str = "") -> Schema:
    return {"type": "array", "items": items, **({"description": says} if says else {})}


def record(says: str = "", **properties: Schema) -> Schema:
    """An object that has all of these, and nothing else."""
    return {
        "type": "object",
        **({"description": says} if says else {}),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


DAY = text(format="date")
MOMENT = text(format="date-time")
DIGEST = text("SHA-256 of the version’s document, the one in receipt and review record.", pattern="^[0-9a-f]{64}$")
ADDRESS = text(format="uri")
NAMED = record(slug=text(), name=text(), url=ADDRESS)

REVIEW = record(
    "What may be said of the page’s medical review today; the same as on the page.",
    state=text(enum=["reviewed", "due_soon", "due", "overdue", "lapsed", "unreviewed"]),
    words=text("The same in words."),
    has_badge=text("Whether the page may be called medically reviewed today.") | {"type": "boolean"},
    reviewers=many(NAMED, "Who decided, as credited then."),
    reviewed_on=or_null(DAY),
    due_on=or_null(DAY),
    approved_digest=or_null(DIGEST | {"description": "The digest that was approved; another one after a minor edit."}),
)
SAFETY_NOTICE = or_null(
    record(
        "What stands above the text because using it as it is could do harm. It is ours, and no part of the version.",
        text=text(),
        on=DAY,
    )
)
ARTICLE = {
    "uid": text(format="uuid"),
    "slug": text(),
    "url": ADDRESS,
    "title": text(),
    "summary": text(),
    "language": text("Of the title, the summary and the text, such as en or es-MX."),
    "authors": many(NAMED),
    "topics": many(NAMED, "The main one first."),
    "first_published_on": DAY,
    "changed_on": DAY | {"description": "Last changed in substance."},
    "review": REVIEW,
    "safety_notice": SAFETY_NOTICE,
    "version": number("The number of the version shown."),
    "digest": DIGEST,
    "receipt": ADDRESS | {"description": "With it anybody can check the page without us."},
    "card": ADDRESS
    | {"description": "A picture for a link to the page, 1200 by 630 pixels; as true as today’s review."},
}
VERSION = {
    "article": text(format="uuid"),
    "number": number(),
    "digest": DIGEST,
    "published_at": MOMENT,
    "change_note": text(),
    "is_shown_now": {"type": "boolean"},
    "changed": or_null(text("What changed from the version published before it, worked out from the words.")),
}
TOPIC = {
    "slug": text(),
    "url": ADDRESS,
    "name": text(),
    "kind": text(enum=["area", "condition", "drug", "symptom"]),
    "code": text("In a public vocabulary, such as MeSH:D009103."),
    "synonyms": many(text()),
    "description": text(),
    "parent": or_null(text("The slug of the topic above.")),
    "articles": number("How many live articles the topic and those below it hold."),
}
EXPERT = {
    "uid": text(format="uuid"),
    "slug": text(),
    "url": ADDRESS,
    "name": text(),
    "degrees": many(text()),
    "title": text(),
    "bio": text(),
    "specialties": many(text()),
    "orcid": text(),
    "affiliations": many(record(role=text(), unit=text(), institution=text(), city=text(), region=text())),
}
SOURCE = {
    "source": text("The same in every article that cites it.", format="uuid"),
    "article": text("The article that cites it.", format="uuid"),
    "digest": DIGEST,
    "number": number("Its number in that article."),
    "reference": text("As printed, in AMA style."),
    "locator": text(),
    "kind": text(),
    "year": or_null(number()),
    "doi": text(),
    "pmid": text(),
    "isbn": text(),
    "url": text(),
}
CONTENT = {"type": "object", "description": "The version’s content; its canonical JSON has the digest."}
SCHEMAS = {
    "Article": record(**ARTICLE),
    "WholeArticle": record(**ARTICLE, content=CONTENT),
    "Version": record(**VERSION),
    "WholeVersion": record(**VERSION, document=text("The exact text that was digested.")),
    "Topic": record(**TOPIC),
    "Expert": record(**EXPERT),
    "Source": record(**SOURCE),
    "Error": {
        "type": "object",
        "properties": {"error": text("A sentence."), "reason": text(), "withdrawn_at": MOMENT},
        "required": ["error"],
    },
}


@dataclass(frozen=True)
class Parameter:
    name: str
    says: str
    schema: Schema = field(default_factory=text)


@dataclass(frozen=True)
class Endpoint:
    """One address. `path` is as Django writes it, below /api/v1/; `schema` names what it answers with."""

    name: str
    path: str
    says: str
    schema: str
    is_list: bool = False
    filters: tuple[Parameter, ...] = ()

    @property
    def shown(self) -> str:
        """The address as OpenAPI and people write it: articles/{uid}/."""
        return PLACE.sub(r"{\g<name>}", self.path)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        return (*self.filters, *PAGING) if self.is_list else ()


MOST = 50
PAGING = (
    Parameter("after", "Where the last answer ended: take it from `next`."),
    Parameter(
        "limit", f"How many, at most {MOST}; 20 unless told.", {"type": "integer", "minimum": 1, "maximum": MOST}
    ),
)
ENDPOINTS = (
    Endpoint(
        "articles",
        "articles/",
        "Live articles, the newest first.",
        "Article",
        is_list=True,
        filters=(
            Parameter("topic", "The slug of a topic; those below it count."),
            Parameter("expert", "The slug of somebody who wrote, edited, reviewed or is quoted."),
            Parameter("language", "Such as en."),
            Parameter("slug", "The article at this address."),
            Parameter("source", "What they cite: doi:, pmid: or url:, then the identifier, such as doi:10.1000/182."),
            Parameter("changed_since", "Changed in substance on this day or later.", DAY),
            Parameter("reviewed", "Whether the review has not lapsed.", text(enum=["yes", "no"])),
        ),
    ),
    Endpoint("article", "articles/<uuid:uid>/", "One live article with its whole content.", "WholeArticle"),
    Endpoint(
        "versions",
        "articles/<uuid:uid>/versions/",
        "Its published versions, the newest first.",
        "Version",
        is_list=True,
    ),
    Endpoint(
        "version",
        "articles/<uuid:uid>/versions/<int:number>/",
        "One published version: the very text that was digested.",
        "WholeVersion",
    ),
    Endpoint("topics", "topics/", "Topics that hold an article, by slug.", "Topic", is_list=True),
    Endpoint("topic", "topics/<slug:slug>/", "One of them.", "Topic"),
    Endpoint("experts", "experts/", "Everybody whom a page named, by slug.", "Expert", is_list=True),
    Endpoint("expert", "experts/<slug:slug>/", "One of them.", "Expert"),
    Endpoint(
        "sources",
        "sources/",
        "What live articles cite: a row for each source of each article. The limit counts articles here.",
        "Source",
        is_list=True,
        filters=(Parameter("article", "The uid of one article.", text(format="uuid")),),
    ),
)
