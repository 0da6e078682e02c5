"""Freeze a draft: write everything a reader sees into one document, in its final form."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Model, Q, TextField, prefetch_related_objects
from django.db.models.functions import Cast

from articles.content.citations import Numbering
from articles.content.html import one_element, parse, sanitise, serialise
from articles.content.hub_links import Hubs, hubs_of, linked
from articles.evidence.ama import reference_html
from articles.models import Article, Byline, Citation, Correction, Figure, RelatedArticle, Section, Topic, Waiver
from articles.models.topic import ABOVE, TopicKind

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SCHEMA = 1


@dataclass
class Snapshot:
    """The document, and what in the draft could not be carried into it."""

    content: dict[str, Any]
    unknown_citations: list[str] = field(default_factory=list)
    unknown_experts: list[str] = field(default_factory=list)


@dataclass
class Parts:
    """The rows that a draft is made of, each in its order, with what they lead to."""

    bylines: Collection[Byline]
    citations: Collection[Citation]
    sections: Collection[Section]
    topics: Collection[Topic]
    waivers: Collection[Waiver]
    corrections: Collection[Correction]
    related: Collection[str]


def freeze(article: Article, *, on: date) -> Snapshot:
    """Return the draft of `article` as one JSON document (docs/content.md), with credits as they stand on the day `on`.

    HTML is sanitised here once more, whatever wrote it; nothing is cleaned, numbered or formatted at read time.
    """
    return compose(article, parts_of(article), on=on, hubs=hubs_known())


def parts_of(article: Article, *, at_hand: Mapping[type[Model], Collection[Any]] | None = None) -> Parts:
    """Fetch the rows of the draft, but for kinds of which all are `at_hand`, in their order and as they are stored."""
    rows: dict[type[Model], Collection[Any]] = {
        Byline: article.bylines.select_related("expert"),
        Citation: article.citations.select_related("source"),
        Section: article.sections.select_related("figure"),
        RelatedArticle: article.related_articles.select_related("related").only("position", "related__uid"),
        **(at_hand or {}),
    }
    bylines = list(rows[Byline])
    prefetch_related_objects(bylines, "expert__affiliations", "expert__credentials", "expert__disclosures")
    return Parts(
        bylines=bylines,
        citations=list(rows[Citation]),
        sections=list(rows[Section]),
        topics=list(rows[Topic] if Topic in rows else _topics_of(article)),
        waivers=article.waivers.select_related("by"),
        corrections=article.corrections.all(),
        related=[str(row.related.uid) for row in rows[RelatedArticle] if row.related_id],
    )


def _topics_of(article: Article) -> list[Topic]:
    """As `Article.all_topics`, with those above them, in one query."""
    topics = Topic.objects.filter(Q(pk=article.main_topic_id) | Q(pk__in=article.topics.values("pk")))
    # By Python: databases differ in how they order letters, and one text has one digest.
    return sorted(topics.select_related(ABOVE), key=lambda topic: (topic.pk != article.main_topic_id, topic.name))


def compose(article: Article, parts: Parts, *, on: date, hubs: Hubs) -> Snapshot:
    """As `freeze`, of parts that were fetched already: for whoever freezes many drafts at once."""
    bylines = [{"role": byline.role, **byline.expert.as_credited(on=on)} for byline in parts.bylines]
    citations = {citation.key: citation for citation in parts.citations}
    numbering = Numbering(known=frozenset(citations))
    quotes = _Quotes({byline["expert"]: byline for byline in bylines})

    def final(html: str) -> str:
        return numbering.apply(quotes.apply(sanitise(html)))

    # In reading order, as citations are numbered by first use, and hubs are linked at the first mention.
    texts = [final(article.lede), *(final(section.body) for section in parts.sections)]
    emergency = final(article.emergency)
    # Not in the emergency box: nothing there may lead away.
    lede, *bodies = linked(texts, hubs, base=_hubs_in(article.language))
    sections = [
        {
            "id": section.anchor,
            "nav_label": section.nav_label.strip(),
            "heading": section.heading.strip(),
            "html": html,
            "figure": _figure(section.figure),
        }
        for section, html in zip(parts.sections, bodies, strict=True)
    ]

    content = {
        "schema": SCHEMA,
        "article": str(article.uid),
        "language": article.language,
        "slug": article.slug,
        "title": article.title.strip(),
        "summary": article.summary.strip(),
        "lede": lede,
        "key_points": [point.strip() for point in article.key_points if point.strip()],
        "hero": _figure(article.hero),
        "sections": sections,
        "emergency": emergency,
        "bylines": bylines,
        "references": [
            _reference(citations[key], number=numbering.number(key), mentions=mentions)
            for key, mentions in numbering.mentions.items()
        ],
        "topics": [topic.as_shown() for topic in parts.topics],
        "disclosures": {"funding": article.funding.strip(), "ai_use": article.ai_use.strip()},
        "waivers": [waiver.as_shown() for waiver in parts.waivers],
        "corrections": [correction.as_shown() for correction in parts.corrections],
        "related": list(parts.related),
    }
    return Snapshot(content=content, unknown_citations=numbering.unknown, unknown_experts=quotes.unknown)


def hubs_known() -> Hubs:
    """The names of every condition, drug and symptom that has a hub. One query."""
    named = Topic.objects.filter(kind__in=(TopicKind.CONDITION, TopicKind.DRUG, TopicKind.SYMPTOM))
    as_stored = Cast("synonyms", TextField())
    return _hubs_of(tuple(named.order_by("pk").values_list("slug", "name", as_stored)))


@lru_cache(maxsize=1)
def _hubs_of(rows: tuple[tuple[str, str, str], ...]) -> Hubs:
    """To take in thousands of hubs takes longer than to freeze a draft, and mostly they are those of the last time."""
    return hubs_of((slug, name, json.loads(synonyms)) for slug, name, synonyms in rows)


def _hubs_in(language: str) -> str:
    """Where the hubs are for readers of `language`: in English where the interface does not speak it."""
    is_other = language != settings.LANGUAGE_CODE and language in dict(settings.LANGUAGES)
    return f"/{language}/topics/" if is_other else "/topics/"


@dataclass
class _Quotes:
    """Ties quoted words to the people on the byline; a set-off quote gets its speaker's name under it."""

    bylines: dict[str, dict[str, Any]]
    unknown: list[str] = field(default_factory=list)

    def apply(self, html: str) -> str:
        if "data-expert" not in html:
            return html
        root = parse(html)
        for element in root.xpath(".//*[@data-expert]"):
            byline = self.bylines.get(element.get("data-expert"))
            if byline is None:
                self.unknown.append(element.get("data-expert"))
                del element.attrib["data-expert"]
            elif element.tag == "blockquote":
                _set_off(element, byline)
        return serialise(root)


def _set_off(blockquote: "HtmlElement", byline: dict[str, Any]) -> None:
    name = ", ".join([byline["name"], *byline["degrees"]])
    place = byline["affiliations"][0] if byline["affiliations"] else {}
    where = ", ".join(part for part in [place.get(key, "") for key in _PLACE] if part)
    about = ", ".join(part for part in [byline["title"], where] if part)
    figure = one_element(
        f'<figure class="quote" data-expert="{escape(byline["expert"])}"><figcaption>'
        f'<a href="/experts/{escape(byline["slug"])}/">{escape(name)}</a><br>{escape(about)}</figcaption></figure>'
    )
    figure.tail, blockquote.tail = blockquote.tail, None
    blockquote.getparent().replace(blockquote, figure)
    del blockquote.attrib["data-expert"]
    figure.insert(0, blockquote)


_PLACE = ("unit", "institution", "city", "region")


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    return figure.as_shown() if figure else None


def _reference(citation: Any, *, number: int, mentions: int) -> dict[str, Any]:
    source = citation.source
    return {
        "number": number,
        "key": citation.key,
        "source": str(source.uid),
        "kind": source.kind,
        "kind_label": source.get_kind_display(),
        "html": reference_html(source),
        "locator": citation.locator,
        "doi": source.doi,
        "pmid": source.pmid,
        "isbn": source.isbn,
        "url": source.url,
        "year": source.year,
        "mentions": mentions,
    }
