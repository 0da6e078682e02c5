"""Atom feeds of articles. They say "medically reviewed" by the same standing as the pages."""

from datetime import UTC, datetime, time

from django.utils.dateformat import format as format_date
from django.utils.feedgenerator import Atom1Feed

from articles.models import Publication, ReviewState, Standing
from articles.public.delivery import absolute

NEWEST = 30


def atom_text(
    entries: list[tuple[Publication, Standing]], *, title: str, description: str, home: str, address: str
) -> str:
    feed = Atom1Feed(
        title=title, link=absolute(home), feed_url=absolute(address), description=description, language="en"
    )
    for publication, standing in entries:
        add(feed, publication, standing)
    return feed.writeString("utf-8")


def add(feed: Atom1Feed, publication: Publication, standing: Standing) -> None:
    content = publication.version.content
    feed.add_item(
        title=publication.title,
        link=absolute(publication.get_absolute_url()),
        unique_id=f"urn:uuid:{publication.article_uid}",
        description=" ".join([publication.summary, in_words(standing)]).strip(),
        author_name=", ".join(line["name"] for line in content["bylines"] if line["role"] == "author") or None,
        pubdate=datetime.combine(publication.first_published_on, time(), tzinfo=UTC),
        updateddate=updated_at(publication, standing),
        categories=[topic["name"] for topic in content["topics"]],
    )


def updated_at(publication: Publication, standing: Standing) -> datetime:
    """When the entry changed: a reader of feeds who was told of a review must be told that it lapsed."""
    if not standing.is_lapsed:
        return publication.visible_from
    return max(publication.visible_from, datetime.combine(standing.lapses_on, time(), tzinfo=UTC))


def in_words(standing: Standing) -> str:
    """The review, and where it is in its life: Medically reviewed May 4, 2025. Next review due soon, by May 4, 2026."""
    if standing.state == ReviewState.UNREVIEWED:
        return f"{standing.words}."
    due_on = format_date(standing.due_on, "F j, Y")
    if standing.is_lapsed:
        return f"{standing.words}: it was to be renewed by {due_on}."
    reviewed = f"Medically reviewed {format_date(standing.reviewed_on, 'F j, Y')}."
    match standing.state:
        case ReviewState.DUE_SOON:
            return f"{reviewed} {standing.words}, by {due_on}."
        case ReviewState.DUE:
            return f"{reviewed} {standing.words}, {due_on}."
        case ReviewState.OVERDUE:
            return f"{reviewed} {standing.words} since {due_on}."
    return reviewed
