"""What to read next: the neighbours the editor chose, then the newest pages of the same topics. One query."""

from django.db.models import Case, IntegerField, Q, Value, When

from articles.models import Publication, Standing

CARDS = 4


def related_to(publication: Publication) -> list[tuple[Publication, Standing]]:
    """Return up to four other live pages, each with its own standing: nobody's word for a badge is taken."""
    chosen = publication.version.content["related"]
    in_topic = Publication.topics.through.objects
    own_topics = in_topic.filter(publication=publication).values("topic")
    neighbours = in_topic.filter(topic__in=own_topics).values("publication")
    chosen_first = Case(
        *[When(article_uid=uid, then=Value(place)) for place, uid in enumerate(chosen)],
        default=Value(len(chosen)),
        output_field=IntegerField(),
    )
    found = (
        Publication.objects.live()
        .with_standing()
        .exclude(article=publication.article_id)
        .filter(Q(article_uid__in=chosen) | Q(pk__in=neighbours))
        .annotate(rank=chosen_first)
        .order_by("rank", "-changed_on", "-pk")[:CARDS]
    )
    return with_standings(found)


def with_standings(publications) -> list[tuple[Publication, Standing]]:
    return [(publication, publication.standing()) for publication in publications]
