"""Many live pages at the price of one: articles of their own that show one and the same version."""

from datetime import date

from articles.editorial import listing
from articles.models import Article, Publication


def copies_of(first: Publication, days: dict[str, date]) -> list[Publication]:
    """Make a live page for each slug, last changed and reviewed on its day. The last one is the newest of its day."""
    articles = Article.objects.bulk_create(Article(slug=slug, title=slug) for slug in days)
    shared = ("version", "review", "release", "language", "card", "review_due_on", "first_published_on", "visible_from")
    copies = Publication.objects.bulk_create(
        Publication(
            article=article,
            article_uid=article.uid,
            slug=article.slug,
            title=article.title,
            changed_on=days[article.slug],
            reviewed_on=days[article.slug],
            **{name: getattr(first, name) for name in shared},
        )
        for article in articles
    )
    through = Publication.topics.through
    topics = list(first.topics.all())
    through.objects.bulk_create(through(publication=copy, topic=topic) for copy in copies for topic in topics)
    listing.list_new(copies)
    return copies
