"""From an address to the article that stands there now: the page, a 410 with the reason, a redirect, or a 404."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import Publication, Redirect
from articles.models.prepared import Prepared
from articles.pages.freshness import FRESH_SECONDS
from articles.public.delivery import page
from articles.public.languages import interface_for

PublicationView = Callable[..., HttpResponse]
AT_SLUG = Prepared(
    Publication,
    lambda slug, now: Publication.objects.in_public(now).with_standing().filter(slug=slug)[:1],
    {"slug": "a-slug", "now": datetime(1, 1, 1, tzinfo=UTC)},
)


def with_publication(view: PublicationView) -> Callable[..., HttpResponse]:
    """Give `view` the publication that readers may see at this slug, or answer in its place.

    What else the address names, such as a day, is handed on; a redirect keeps it.
    """

    @with_publication_even_withdrawn
    @wraps(view)
    def answer(request: HttpRequest, publication: Publication, **named: Any) -> HttpResponse:
        return gone(request, publication) if publication.is_withdrawn else view(request, publication, **named)

    return answer


def with_publication_even_withdrawn(view: PublicationView) -> Callable[..., HttpResponse]:
    """The same for a view that has something to say of a withdrawn publication, too.

    Whatever the site says around an article, it says in the article's language, if it can.
    """

    @wraps(view)
    def answer(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
        found = AT_SLUG(slug=slug, now=timezone.now())
        if not found:
            return moved(request, slug, **named)
        publication = found[0]
        with translation.override(interface_for(publication.language)):
            return view(request, publication, **named)

    return answer


def moved(request: HttpRequest, slug: str, **named: Any) -> HttpResponse:
    """Lead from an old slug to the article's present one in one step, or raise 404. Asked only on a miss."""
    articles = Redirect.objects.filter(slug=slug).values("article")
    target = Publication.objects.in_public().filter(article__in=articles).first()
    asked = request.resolver_match
    if target is None or asked is None:
        raise Http404
    address = reverse(asked.view_name, kwargs={"slug": target.slug, **named})
    # What a reader posted goes along: browsers would turn it into a question for the empty form.
    response = HttpResponsePermanentRedirect(address, preserve_request=request.method == "POST")
    # A slug may return to its article one day: browsers must not remember the way for ever.
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response


def gone(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Say that the article was withdrawn, why, and what to read instead."""
    replacement = (
        Publication.objects.live().with_standing().filter(article=publication.replacement_id).first()
        if publication.replacement_id
        else None
    )
    context = {
        "publication": publication,
        "replacement": replacement,
        "replacement_standing": replacement.standing() if replacement else None,
        "now": timezone.now(),
    }
    return page(request, "410.html", context, status=410, modified=publication.withdrawn_at, keys=keys_of(publication))


def changed_at(publication: Publication) -> datetime:
    """When something about this publication was last decided: it came out, or its review was renewed."""
    return max(publication.visible_from, publication.review.at if publication.review else publication.visible_from)


def keys_of(publication: Publication) -> list[str]:
    """The surrogate keys of whatever shows this publication."""
    content = publication.version.content
    return [
        f"article:{content['article']}",
        *[f"topic:{topic['slug']}" for topic in content["topics"]],
        *[f"expert:{line['slug']}" for line in content["bylines"]],
    ]
