"""What to read next: the neighbors the editor chose, then the nearest ones. One query, and live pages only.

Which ones are near was worked out when they were released: see docs/related.md.
"""

from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from articles.models import Article, Kinship, Publication, Standing
from articles.models.publication import PublicationQuerySet

CARDS = 4


def related_to(publication: Publication) -> list[tuple[Publication, Standing]]:
    """Return up to four other live pages, each with its own standing: nobody's word for a badge is taken."""
    chosen = publication.version.content["related"]
    chosen_first = Case(
        *[When(article_uid=uid, then=Value(place)) for place, uid in enumerate(chosen)],
        default=Value(len(chosen)),
        output_field=IntegerField(),
    )
    near = Kinship.objects.filter(article=publication.article_id).values("other")
    found = (
        _by_nearness(publication.article_id)
        .with_standing()
        .filter(Q(article_uid__in=chosen) | Q(article__in=near))
        .annotate(place=chosen_first)
        .order_by("place", "-nearness", "-changed_on", "-pk")[:CARDS]
    )
    return with_standings(found)


def computed_for(article: Article) -> PublicationQuerySet:
    """The live pages that fill what the editor of `article` leaves free, the nearest first, with their `reasons`."""
    near = Kinship.objects.filter(article=article).values("other")
    chosen = article.related_articles.filter(related__isnull=False).values("related")
    found = _by_nearness(article.pk).filter(article__in=near).exclude(article__in=chosen)
    return found.order_by("-nearness", "-changed_on", "-pk")


def with_standings(publications) -> list[tuple[Publication, Standing]]:
    return [(publication, publication.standing()) for publication in publications]


def _by_nearness(article: int) -> PublicationQuerySet:
    """All other live pages, saying how near each is to `article` and why."""
    kinship = Kinship.objects.filter(article=article, other=OuterRef("article"))
    return (
        Publication.objects.live()
        .exclude(article=article)
        .annotate(nearness=Coalesce(Subquery(kinship.values("score")), 0), reasons=Subquery(kinship.values("reasons")))
    )
