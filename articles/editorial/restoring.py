"""Bring an old version's words back: into the draft, and from there into a new version.

Nothing old becomes current as it stood: people are credited as they are today, and corrections only ever grow.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.html import parse, sanitise, serialise
from articles.editorial import drafts
from articles.editorial.drafting import EDITABLE, save_draft
from articles.editorial.gate import require_role, require_same_content, require_state
from articles.editorial.roles import Role
from articles.editorial.steps import lock
from articles.errors import EditorialError
from articles.models import Article, Figure, Source, Topic, Version
from experts.models import Expert

FIELDS = ("title", "summary", "key_points", "language")
LARGEST = 2**15 - 1


@dataclass(frozen=True)
class Restored:
    """The new version, and a sentence for each thing that could not come back."""

    version: Version
    missed: list[str] = field(default_factory=list)


@transaction.atomic
def restore(article: Article, *, version: Version, by: Any, now: datetime | None = None) -> Restored:
    """Write the words of `version` into the draft and save that as a new version; nothing that came since is lost.

    Waivers stay as they are: a reason given for other words is given again by a person. Citations that the old text
    does not use stay in the list of citations.
    """
    now = now or timezone.now()
    article = lock(article)
    require_role(by, Role.WRITER, Role.EDITOR)
    require_state(article, *EDITABLE)
    _require_own(article, version)
    # Whatever the draft holds now is kept in a version of its own, however it came there.
    save_draft(article, by=by, now=now)
    content, missed = version.content, list[str]()
    _restore_fields(article, content, missed)
    _restore_sections(article, content, missed)
    _restore_bylines(article, content, missed)
    _restore_citations(article, content, missed)
    _restore_related(article, content, missed)
    return Restored(save_draft(article, by=by, now=now), missed)


def draft_html(html: str) -> str:
    """Return final HTML as a writer would have it: markers without numbers, quotes without the name under them."""
    if not html.strip():
        return ""
    root = parse(html)
    for marker in root.xpath(".//sup[@data-cite]"):
        for child in list(marker):
            marker.remove(child)
        marker.text = None
    for figure in root.xpath(".//figure[@data-expert]"):
        quote = figure.find("blockquote")
        if quote is not None:
            quote.set("data-expert", figure.get("data-expert"))
            quote.tail = figure.tail
            figure.getparent().replace(figure, quote)
    return sanitise(serialise(root))


def _require_own(article: Article, version: Version) -> None:
    if version.article_id != article.pk:
        raise EditorialError(f"{version} is a version of another article.")
    require_same_content(version, version.digest)


def _restore_fields(article: Article, content: dict[str, Any], missed: list[str]) -> None:
    for name in FIELDS:
        setattr(article, name, content[name])
    article.lede = draft_html(content["lede"])
    article.emergency = draft_html(content["emergency"])
    article.funding = content["disclosures"]["funding"]
    article.ai_use = content["disclosures"]["ai_use"]
    article.hero = _figure(content["hero"], missed)
    article.slug = _slug(article, content["slug"], missed)
    topics = _found(Topic, "slug", [topic["slug"] for topic in content["topics"]])
    for topic in content["topics"]:
        if topic["slug"] not in topics:
            missed.append(f"The topic “{topic['name']}” does not exist any more.")
    there = [topics[topic["slug"]] for topic in content["topics"] if topic["slug"] in topics]
    article.main_topic = there[0] if there else None
    article.save(
        update_fields=[*FIELDS, "lede", "emergency", "funding", "ai_use", "hero", "slug", "main_topic"],
    )
    article.topics.set(there[1:])


def _slug(article: Article, slug: str, missed: list[str]) -> str:
    is_taken = Article.objects.filter(slug=slug).exclude(pk=article.pk).exists() or drafts.slug_owner(article, slug)
    if not is_taken:
        return slug
    missed.append(f"The address “{slug}” belongs to another article now, so “{article.slug}” stays.")
    return str(article.slug)


def _figure(shown: dict[str, Any] | None, missed: list[str]) -> Figure | None:
    """Return the library's picture with exactly these bytes. Its words are the library's: they are not written back."""
    if shown is None:
        return None
    figure = Figure.objects.filter(digest=shown["digest"]).first()
    if figure is None:
        missed.append(f"The picture “{shown['alt'] or shown['caption']}” is not in the library any more.")
    elif figure.as_shown() != shown:
        missed.append(f"The picture “{figure}” has other words, or sizes, in the library by now; those are used.")
    return figure


def _restore_sections(article: Article, content: dict[str, Any], missed: list[str]) -> None:
    """Each section keeps its row as long as its id is there, so that what points at it goes on pointing at it."""
    rows = {row.anchor: row for row in article.sections.all() if row.anchor}
    wanted = [section["id"] for section in content["sections"]]
    article.sections.exclude(anchor__in=wanted).delete()
    article.sections.filter(anchor="").delete()
    for position, section in enumerate(content["sections"]):
        row = rows.get(section["id"]) or article.sections.model(article=article, anchor=section["id"])
        row.position = position
        row.nav_label, row.heading = section["nav_label"], section["heading"]
        row.body = draft_html(section["html"])
        row.figure = _figure(section["figure"], missed)
        row.save()


def _restore_bylines(article: Article, content: dict[str, Any], missed: list[str]) -> None:
    experts = _found(Expert, "uid", [line["expert"] for line in content["bylines"]])
    article.bylines.all().delete()
    for position, line in enumerate(content["bylines"]):
        expert = experts.get(line["expert"])
        if expert is None:
            missed.append(f"{line['name']} is not among the experts any more.")
            continue
        article.bylines.create(expert=expert, role=line["role"], position=position)


def _restore_citations(article: Article, content: dict[str, Any], missed: list[str]) -> None:
    sources = _found(Source, "uid", [reference["source"] for reference in content["references"]])
    restored = []
    for reference in content["references"]:
        source = sources.get(reference["source"])
        if source is None:
            missed.append(f"The source of “{reference['key']}” is not in the library any more.")
            continue
        restored.append((reference["key"], source, reference["locator"]))
    keys = {key for key, _, _ in restored}
    uses = {(source.pk, locator) for _, source, locator in restored}
    kept = [row for row in article.citations.all() if row.key not in keys and (row.source_id, row.locator) not in uses]
    article.citations.exclude(pk__in=[row.pk for row in kept]).delete()
    for position, (key, source, locator) in enumerate(restored):
        article.citations.create(key=key, source=source, locator=locator, position=position)
    for position, row in enumerate(kept, start=len(restored)):
        row.position = min(position, LARGEST)
        row.save(update_fields=["position"])


def _restore_related(article: Article, content: dict[str, Any], missed: list[str]) -> None:
    """Suggestions of an import stay: they never were part of a version."""
    neighbours = _found(Article, "uid", content["related"])
    article.related_articles.filter(related__isnull=False).delete()
    for position, uid in enumerate(content["related"]):
        if uid not in neighbours:
            missed.append("A related article does not exist any more.")
            continue
        article.related_articles.create(related=neighbours[uid], position=position)


def _found(model: Any, name: str, values: list[str]) -> dict[str, Any]:
    """Return the rows that are still there, by what a version calls them."""
    return {str(getattr(row, name)): row for row in model.objects.filter(**{f"{name}__in": values})}
