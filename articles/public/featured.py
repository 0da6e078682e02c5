"""What an editor put first, on the hub of a topic or on the front page: whatever of it is live at this moment."""

from django.db.models import OuterRef, QuerySet, Subquery

from articles.models import Feature, Publication, Topic
from articles.public import languages


def featured_on(topic: Topic | None) -> QuerySet[Publication]:
    """The live pages in the editor's order; without a topic, those of the front page."""
    chosen = Feature.objects.filter(topic=topic)
    place = chosen.filter(article=OuterRef("article")).values("position")
    live = Publication.objects.live().filter(languages.read_here(), article__in=chosen.values("article"))
    return live.annotate(place=Subquery(place)).with_standing().order_by("place", "pk")
