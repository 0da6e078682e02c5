"""Atom feeds of articles (RFC 4287). They say "medically reviewed" by the same standing as the pages."""

from datetime import UTC, date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from articles.models import Publication, ReviewState, Standing
from articles.public import languages
from articles.public.delivery import absolute

NEWEST = 30


class ArticleFeed(Atom1Feed):
    """Atom as Django writes it, with each entry's own language, all of its authors, and a summary that is no HTML."""

    def item_attributes(self, item):
        return {"xml:lang": item["language"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name, address in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        # In a summary of type html, “<” in “< 5 mg” would begin an element.
        handler.addQuickElement("summary", item["summary"], {"type": "text"})


def atom_text(
    entries: list[tuple[Publication, Standing]], *, title: str, description: str, home: str, address: str
) -> str:
    feed = ArticleFeed(
        title=title,
        link=absolute(home),
        feed_url=absolute(address),
        description=description,
        language="en",
        # Whoever publishes an entry that names no author: every entry must have one.
        author_name=settings.SITE_NAME,
        author_link=absolute("/"),
    )
    for publication, standing in entries:
        add(feed, publication, standing)
    return feed.writeString("utf-8")


def add(feed: ArticleFeed, publication: Publication, standing: Standing) -> None:
    feed.add_item(
        title=publication.title,
        link=absolute(publication.get_absolute_url()),
        unique_id=f"urn:uuid:{publication.article_uid}",
        description=None,
        pubdate=datetime.combine(publication.first_published_on, time(), tzinfo=UTC),
        updateddate=updated_at(publication, standing),
        categories=[topic["name"] for topic in publication.version.content["topics"]],
        language=publication.language,
        authors=authors_of(publication),
        summary=told(publication, standing),
    )


def authors_of(publication: Publication) -> list[tuple[str, str]]:
    """The names of the authors, and the addresses of their profiles."""
    lines = publication.version.content["bylines"]
    return [
        (line["name"], absolute(reverse("reading:expert", args=[line["slug"]])))
        for line in lines
        if line["role"] == "author"
    ]


def updated_at(publication: Publication, standing: Standing) -> datetime:
    """When the entry changed: a reader of feeds who was told of a review must be told that it lapsed."""
    days = [publication.safety_notice_on, standing.lapses_on if standing.is_lapsed else None]
    moments = [datetime.combine(day, time(), tzinfo=UTC) for day in days if day]
    return max(publication.visible_from, *moments) if moments else publication.visible_from


def told(publication: Publication, standing: Standing) -> str:
    """What a feed says of a page, in the page's language if we speak it: the warning first, then summary and review."""
    with override(languages.interface_for(publication.language)):
        warning = ""
        if publication.safety_notice:
            named = {"day": _day(publication.safety_notice_on), "text": publication.safety_notice}
            warning = gettext("Safety notice of %(day)s: %(text)s") % named
        return " ".join(f"{warning} {publication.summary} {in_words(standing)}".split())


def in_words(standing: Standing) -> str:
    """The review, and where it is in its life: Medically reviewed May 4, 2025. Next review due soon, by May 4, 2026."""
    words = gettext(standing.words)
    if standing.state == ReviewState.UNREVIEWED:
        return f"{words}."
    due = {"words": words, "day": _day(standing.due_on)}
    if standing.is_lapsed:
        return gettext("%(words)s: it was to be renewed by %(day)s.") % due
    reviewed = gettext("Medically reviewed %(day)s.") % {"day": _day(standing.reviewed_on)}
    match standing.state:
        case ReviewState.DUE_SOON:
            return " ".join([reviewed, gettext("%(words)s, by %(day)s.") % due])
        case ReviewState.DUE:
            return f"{reviewed} {words}, {due['day']}."
        case ReviewState.OVERDUE:
            return " ".join([reviewed, gettext("%(words)s since %(day)s.") % due])
    return reviewed


def _day(day: date | None) -> str:
    return date_format(day, "F j, Y" if languages.is_spoken("en") else "DATE_FORMAT")
