"""What to read next: the neighbors the editor chose, then the nearest ones. One query, and live pages only.

Which ones are near was worked out when they were released: see docs/related.md.
"""

from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Case, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article, Kinship, Publication, Standing
from articles.models.prepared import Prepared
from articles.models.publication import PublicationQuerySet

CARDS = 4


def related_to(publication: Publication) -> list[tuple[Publication, Standing]]:
    """Return up to four other live pages, each with its own standing: nobody's word for a badge is taken."""
    chosen = {f"chosen_{place}": UUID(uid) for place, uid in enumerate(publication.version.content["related"])}
    return with_standings(_related(len(chosen))(article=publication.article_id, now=timezone.now(), **chosen))


@lru_cache(maxsize=32)
def _related(count: int) -> Prepared[Publication]:
    """The question of an article whose editor chose so many neighbors."""
    places = {f"chosen_{place}": UUID(int=place + 1) for place in range(count)}

    def build(article: int, now: datetime, **chosen: UUID) -> PublicationQuerySet:
        chosen_first = Case(
            *[When(article_uid=uid, then=Value(place)) for place, uid in enumerate(chosen.values())],
            default=Value(count),
            output_field=IntegerField(),
        )
        near = Kinship.objects.filter(article=article).values("other")
        return (
            _by_nearness(article, now=now)
            .with_standing()
            .filter(Q(article_uid__in=chosen.values()) | Q(article__in=near))
            .annotate(place=chosen_first)
            .order_by("place", "-nearness", "-changed_on", "-pk")[:CARDS]
        )

    return Prepared(Publication, build, {"article": -1, "now": datetime(1, 1, 1, tzinfo=UTC), **places})


def computed_for(article: Article) -> PublicationQuerySet:
    """The live pages that fill what the editor of `article` leaves free, the nearest first, with their `reasons`."""
    near = Kinship.objects.filter(article=article).values("other")
    chosen = article.related_articles.filter(related__isnull=False).values("related")
    found = _by_nearness(article.pk).filter(article__in=near).exclude(article__in=chosen)
    return found.order_by("-nearness", "-changed_on", "-pk")


def with_standings(publications) -> list[tuple[Publication, Standing]]:
    return [(publication, publication.standing()) for publication in publications]


def _by_nearness(article: int, *, now: datetime | None = None) -> PublicationQuerySet:
    """All other live pages, saying how near each is to `article` and why."""
    kinship = Kinship.objects.filter(article=article, other=OuterRef("article"))
    return (
        Publication.objects.live(now)
        .exclude(article=article)
        .annotate(nearness=Coalesce(Subquery(kinship.values("score")), 0), reasons=Subquery(kinship.values("reasons")))
    )
