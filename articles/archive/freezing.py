"""Fetch the parts of many drafts at once, to freeze each of them without another query."""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from articles.editorial.snapshot import Parts
from articles.models import Article

_LEADING_TO = (
    "bylines__expert__affiliations",
    "bylines__expert__credentials",
    "bylines__expert__disclosures",
    "citations__source",
    "sections__figure",
    "topics__parent__parent__parent",
    "waivers__by",
    "corrections",
    "related_articles__related",
)


def drafts_with_parts(uids: Iterable[str]) -> list[tuple[Article, Parts]]:
    """Those of the articles that were never frozen, oldest first, each with its parts."""
    articles = list(
        Article.objects.filter(uid__in=list(uids), latest_version__isnull=True)
        .select_related("hero", "main_topic__parent__parent__parent")
        .order_by("pk")
    )
    prefetch_related_objects(articles, *_LEADING_TO)
    return [(article, _parts_of(article)) for article in articles]


def _parts_of(article: Article) -> Parts:
    return Parts(
        bylines=article.bylines.all(),
        citations=article.citations.all(),
        sections=article.sections.all(),
        topics=article.all_topics(),
        waivers=article.waivers.all(),
        corrections=article.corrections.all(),
        related=[str(row.related.uid) for row in article.related_articles.all() if row.related],
    )
