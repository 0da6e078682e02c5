"""Take in the articles of an archive as the writers left them, and what hangs on an article."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from articles.archive.evidence import FIGURE, SOURCE, moment
from articles.archive.job import Job, found, new_lines
from articles.archive.lines import BadArchive, Line
from articles.archive.people import day
from articles.content.html import sanitise
from articles.editorial.drafts import with_anchors
from articles.models import (
    Article,
    Byline,
    Citation,
    Correction,
    Feature,
    Figure,
    Redirect,
    RelatedArticle,
    Section,
    Source,
    Topic,
    Waiver,
)
from experts.models import Expert

_AS_THEY_ARE = ("uid", "slug", "language", "title", "summary", "key_points", "funding", "ai_use", "import_note")


def article_keys(uids: Iterable[str | None]) -> dict[str, int]:
    wanted = {uid for uid in uids if uid}
    return {str(uid): key for uid, key in Article.objects.filter(uid__in=wanted).values_list("uid", "pk")}


def take_articles(lines: Sequence[Line], job: Job) -> int:
    """Make those that are not here, each with its parts; one that is here may have been worked on, and stays."""
    fresh = new_lines(lines, lambda line: line.fields["uid"], article_keys(line.fields["uid"] for line in lines))
    _require_free_addresses(fresh)
    known = _Known(fresh, job)
    articles = Article.objects.bulk_create(_article(line, known, job) for line in fresh)
    pairs = [(article, line) for article, line in zip(articles, fresh, strict=True)]
    through = Article.topics.through
    through.objects.bulk_create(
        through(article_id=article.pk, topic_id=found(known.topics, slug, line=line, what="topic"))
        for article, line in pairs
        for slug in dict.fromkeys(line.fields["topics"])
    )
    Section.objects.bulk_create(section for article, line in pairs for section in _sections(article, line, known, job))
    Byline.objects.bulk_create(
        Byline(
            article=article,
            expert_id=found(known.experts, row["expert"], line=line, what="expert"),
            role=row["role"],
            position=position,
        )
        for article, line in pairs
        for position, row in enumerate(line.fields["bylines"])
    )
    Citation.objects.bulk_create(
        Citation(
            article=article,
            source_id=found(known.sources, row["source"], line=line, what="source"),
            key=row["key"],
            locator=row["locator"],
            position=position,
        )
        for article, line in pairs
        for position, row in enumerate(line.fields["citations"])
    )
    if not job.is_foreign:
        Waiver.objects.bulk_create(
            Waiver(
                article=article,
                by_id=found(known.users, row["by"], line=line, what="user"),
                made_at=moment(row["made_at"]),
                **{name: row[name] for name in ("code", "place", "subject", "reason")},
            )
            for article, line in pairs
            for row in line.fields["waivers"]
        )
    return len(fresh)


def take_related(lines: Sequence[Line], job: Job) -> int:
    keys = article_keys(line.fields[name] for line in lines for name in ("article", "related"))

    def row_of(line: Line) -> RelatedArticle:
        fields = line.fields
        leads_nowhere = fields["related"] not in keys and job.is_foreign and fields["suggested_title"]
        related = None if leads_nowhere else found(keys, fields["related"], line=line, what="article")
        own = {name: value for name, value in fields.items() if name not in ("article", "related")}
        article = found(keys, fields["article"], line=line, what="article")
        return RelatedArticle(article_id=article, related_id=related, **own)

    def key(row: RelatedArticle) -> tuple[Any, ...]:
        return (row.article_id, row.related_id or (row.position, row.suggested_title))

    rows = {key(row): row for row in map(row_of, lines)}
    for row in RelatedArticle.objects.filter(article__in=keys.values()):
        rows.pop(key(row), None)
    return len(RelatedArticle.objects.bulk_create(rows.values()))


def take_corrections(lines: Sequence[Line], job: Job) -> int:
    keys = article_keys(line.fields["article"] for line in lines)
    here = Correction.objects.filter(article__in=keys.values()).values_list("article", "published_on", "text")

    def key(line: Line) -> tuple[Any, ...]:
        article = found(keys, line.fields["article"], line=line, what="article")
        return (article, day(line.fields["on"]), line.fields["text"])

    fresh = new_lines(lines, key, here)
    Correction.objects.bulk_create(
        Correction(article_id=article, published_on=on, text=text) for article, on, text in map(key, fresh)
    )
    return len(fresh)


def take_redirects(lines: Sequence[Line], job: Job) -> int:
    keys = article_keys(line.fields["article"] for line in lines)
    here = dict(
        Redirect.objects.filter(slug__in=[line.fields["slug"] for line in lines]).values_list("slug", "article__uid")
    )
    for line in lines:
        owner = here.get(line.fields["slug"])
        if owner and str(owner) != line.fields["article"]:
            raise BadArchive(f"Line {line.number}: the old address “{line.fields['slug']}” leads elsewhere already.")
    fresh = new_lines(lines, lambda line: line.fields["slug"], here)
    redirects = Redirect.objects.bulk_create(
        Redirect(slug=line.fields["slug"], article_id=found(keys, line.fields["article"], line=line, what="article"))
        for line in fresh
    )
    dated = [(row, line.fields["made_at"]) for row, line in zip(redirects, fresh, strict=True)]
    for row, made_at in dated:
        row.made_at = moment(made_at) or row.made_at
    Redirect.objects.bulk_update([row for row, _ in dated], ["made_at"])
    return len(fresh)


def take_features(lines: Sequence[Line], job: Job) -> int:
    keys = article_keys(line.fields["article"] for line in lines)
    topics = _topic_keys(line.fields["topic"] for line in lines)
    here = Feature.objects.filter(article__in=keys.values()).values_list("topic", "article")

    def key(line: Line) -> tuple[Any, ...]:
        return (
            found(topics, line.fields["topic"], line=line, what="topic"),
            found(keys, line.fields["article"], line=line, what="article"),
        )

    fresh = new_lines(lines, key, here)
    Feature.objects.bulk_create(
        Feature(topic_id=topic, article_id=article, position=line.fields["position"])
        for line in fresh
        for topic, article in [key(line)]
    )
    return len(fresh)


class _Known:
    """What a batch of articles leads to, fetched once for all of them."""

    def __init__(self, lines: Sequence[Line], job: Job) -> None:
        fields = [line.fields for line in lines]
        self.topics = _topic_keys(slug for each in fields for slug in (each["main_topic"], *each["topics"]))
        experts = {row["expert"] for each in fields for row in each["bylines"]}
        self.experts = {str(uid): key for uid, key in Expert.objects.filter(uid__in=experts).values_list("uid", "pk")}
        sources = {row["source"] for each in fields for row in each["citations"]}
        self.sources = {str(uid): key for uid, key in Source.objects.filter(uid__in=sources).values_list("uid", "pk")}
        self.sources |= {name: key for (what, name), key in job.known_as.items() if what == SOURCE and name in sources}
        figures = {digest for each in fields for digest in (each["hero"], *(row["figure"] for row in each["sections"]))}
        self.figures = dict(Figure.objects.filter(digest__in=figures - {None}).values_list("digest", "pk"))
        self.figures |= {name: key for (what, name), key in job.known_as.items() if what == FIGURE and name in figures}
        self.users = job.users(row["by"] for each in fields for row in each["waivers"])


def _article(line: Line, known: _Known, job: Job) -> Article:
    fields = line.fields
    return Article(
        lede=_body(fields["lede"], job),
        emergency=_body(fields["emergency"], job),
        hero_id=found(known.figures, fields["hero"], line=line, what="picture"),
        main_topic_id=found(known.topics, fields["main_topic"], line=line, what="topic"),
        created_at=moment(fields["created_at"]) or timezone.now(),
        **{name: fields[name] for name in _AS_THEY_ARE},
    )


def _sections(article: Article, line: Line, known: _Known, job: Job) -> list[Section]:
    sections = [
        Section(
            article=article,
            position=position,
            anchor=row["anchor"],
            nav_label=row["nav_label"],
            heading=row["heading"],
            body=_body(row["body"], job),
            figure_id=found(known.figures, row["figure"], line=line, what="picture"),
        )
        for position, row in enumerate(line.fields["sections"])
    ]
    if job.is_foreign:
        with_anchors(sections)
    return sections


def _body(html: str, job: Job) -> str:
    """What came from elsewhere is made safe at the door; what was ours is what it was."""
    return sanitise(html) if job.is_foreign else html


def _topic_keys(slugs: Iterable[str | None]) -> dict[str | None, int | None]:
    wanted = {slug for slug in slugs if slug}
    return {None: None, **dict(Topic.objects.filter(slug__in=wanted).values_list("slug", "pk"))}


def _require_free_addresses(lines: Sequence[Line]) -> None:
    slugs = {line.fields["slug"]: line for line in lines}
    taken = Article.objects.filter(slug__in=slugs).values_list("slug", "title")
    once = Redirect.objects.filter(slug__in=slugs).values_list("slug", "article__uid", "article__title")
    elsewhere = [(slug, title) for slug, uid, title in once if str(uid) != slugs[slug].fields["uid"]]
    for slug, title in sorted([*taken, *elsewhere]):
        raise BadArchive(
            f"Line {slugs[slug].number}: the address “{slug}” belongs to “{title}” here; give this article another one."
        )
