"""The Atom feed of articles. It says "medically reviewed" by the same standing as the page."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.dateformat import format as format_date
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from articles.models import Publication, Standing
from articles.public.delivery import absolute, answer
from articles.public.related import with_standings

NEWEST = 30


@require_safe
def articles_feed(request: HttpRequest) -> HttpResponse:
    newest = with_standings(Publication.objects.live().with_standing().newest_first()[:NEWEST])
    feed = Atom1Feed(
        title=f"{settings.SITE_NAME}: articles",
        link=absolute("/articles/"),
        feed_url=absolute(request.path),
        description="New and changed health articles.",
        language="en",
    )
    for publication, standing in newest:
        add(feed, publication, standing)
    modified = max((publication.visible_from for publication, _ in newest), default=None)
    return answer(
        request,
        feed.writeString("utf-8"),
        content_type="application/atom+xml; charset=utf-8",
        modified=modified,
        keys=["articles"],
    )


def add(feed: Atom1Feed, publication: Publication, standing: Standing) -> None:
    content = publication.version.content
    feed.add_item(
        title=publication.title,
        link=absolute(publication.get_absolute_url()),
        unique_id=f"urn:uuid:{publication.article_uid}",
        description=" ".join([publication.summary, in_words(standing)]).strip(),
        author_name=", ".join(line["name"] for line in content["bylines"] if line["role"] == "author") or None,
        pubdate=datetime.combine(publication.first_published_on, time(), tzinfo=UTC),
        updateddate=publication.visible_from,
        categories=[topic["name"] for topic in content["topics"]],
    )


def in_words(standing: Standing) -> str:
    if standing.has_badge:
        return f"Medically reviewed {format_date(standing.reviewed_on, 'F j, Y')}."
    return "Overdue for medical review." if standing.is_overdue else "Not medically reviewed."
