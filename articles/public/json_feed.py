"""A feed as JSON Feed 1.1. It says what the Atom feed says, entry by entry."""

import json
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from articles.models import Publication, Standing
from articles.public.delivery import absolute
from articles.public.feeds import authors_of, told, updated_at

VERSION = "https://jsonfeed.org/version/1.1"


def feed_text(
    entries: list[tuple[Publication, Standing]], *, title: str, description: str, home: str, address: str
) -> str:
    feed = {
        "version": VERSION,
        "title": title,
        "description": description,
        "home_page_url": absolute(home),
        "feed_url": absolute(address),
        "language": "en",
        "authors": [{"name": settings.SITE_NAME, "url": absolute("/")}],
        "items": [item(publication, standing) for publication, standing in entries],
    }
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


def item(publication: Publication, standing: Standing) -> dict[str, Any]:
    content = publication.version.content
    first = datetime.combine(publication.first_published_on, time(), tzinfo=UTC)
    row = {
        "id": f"urn:uuid:{publication.article_uid}",
        "url": absolute(publication.get_absolute_url()),
        "title": publication.title,
        "content_text": told(publication, standing),
        "image": absolute(default_storage.url(content["hero"]["src"])) if content["hero"] else "",
        "date_published": first.isoformat(),
        "date_modified": updated_at(publication, standing).isoformat(timespec="seconds"),
        "authors": [{"name": name, "url": address} for name, address in authors_of(publication)],
        "tags": [topic["name"] for topic in content["topics"]],
        "language": publication.language,
    }
    return {name: value for name, value in row.items() if value}
