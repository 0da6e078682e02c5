"""JSON-LD of pages that list others: what the page says, in its order, and the way down to it."""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.models import Topic
from articles.public import schema_org
from articles.public.crumbs import Crumb
from articles.public.delivery import absolute
from articles.public.schema_org import Thing, filled
from articles.public.structured_data import script_text


def collection(
    *,
    name: str,
    address: str,
    items: Iterable[tuple[str, str]],
    way: Sequence[Crumb],
    description: str = "",
    about: Thing | None = None,
) -> SafeString:
    """Return the CollectionPage at `address`: `items` are the names and addresses on it, `way` the steps above it."""
    listed = schema_org.listed(list(items))
    page = {
        "@context": schema_org.URL,
        "@type": "CollectionPage",
        "@id": absolute(address),
        "url": absolute(address),
        "name": name,
        "inLanguage": get_language() or settings.LANGUAGE_CODE,
        "isPartOf": {
            "@type": "WebSite",
            "@id": absolute("/#website"),
            "name": settings.SITE_NAME,
            "url": absolute("/"),
        },
        "description": description,
        "about": about,
        "mainEntity": listed if listed["itemListElement"] else None,
        "breadcrumb": schema_org.breadcrumb([*way, (name, address)]),
    }
    return script_text(filled(page))


def hub(topic: Topic) -> Thing:
    """What the hub of `topic` is about: the topic with its other names and its codes."""
    named = {"slug": topic.slug, "name": topic.name, "kind": topic.kind, "code": topic.code}
    return filled({**schema_org.topic(named), "alternateName": topic.synonyms, "description": topic.description})
