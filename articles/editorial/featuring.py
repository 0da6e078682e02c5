"""An editor chooses what stands first on a topic's hub, or on the front page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.editorial.gate import require_role
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Article, Feature, Publication, Topic
from articles.pages import dropping, keys

# More than these are no choice any more.
MOST = 6


@transaction.atomic
def feature(topic: Topic | None, *, articles: Sequence[Article], by: Any, now: datetime | None = None) -> list[Feature]:
    """Put exactly these articles first on the hub of `topic`, in this order; without a topic, on the front page.

    What was withdrawn after it was featured may keep its place: readers do not see it, and it may come back.
    """
    now = now or timezone.now()
    # Two editors at a time: the second one's list is the one that stays, whole.
    # A topic but for its key, as whoever publishes in it refers to it.
    topics = Topic.objects.select_for_update(no_key=True)
    list(topics.filter(pk=topic.pk) if topic else Feature.objects.select_for_update())
    require_role(by, Role.EDITOR)
    before = {row.article_id: row for row in Feature.objects.filter(topic=topic)}
    _require_each_once(articles)
    _require_few(articles)
    _require_live([article for article in articles if article.pk not in before], now=now)
    kept = {article.pk for article in articles}
    Feature.objects.filter(topic=topic).exclude(article__in=kept).delete()
    featured = [
        Feature.objects.update_or_create(topic=topic, article=article, defaults={"position": position})[0]
        for position, article in enumerate(articles, start=1)
    ]
    dropping.drop([keys.of_hub(topic.slug) if topic else keys.FRONT_PAGE])
    return featured


def _require_each_once(articles: Sequence[Article]) -> None:
    for place, article in enumerate(articles):
        if article in articles[:place]:
            raise EditorialError(f"“{article}” is on the list twice; leave it where it should stand.")


def _require_few(articles: Sequence[Article]) -> None:
    if len(articles) > MOST:
        raise EditorialError(f"At most {MOST} articles can stand first; these are {len(articles)}.")


def _require_live(articles: Sequence[Article], *, now: datetime) -> None:
    """Refuse what readers could not open."""
    live = set(Publication.objects.live(now).filter(article__in=articles).values_list("article", flat=True))
    for article in articles:
        if article.pk not in live:
            raise EditorialError(f"“{article}” is not live, so readers could not open it. Publish it first.")
