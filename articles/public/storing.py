"""Keep what a view rendered, with the headers it leaves with, for the readers after this one."""

from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from articles.pages import generation
from articles.pages.building import BUILDING
from articles.pages.freshness import for_caches_that_are_not_told, for_no_cache
from articles.pages.keys import LEDGER
from articles.pages.storing import Made, Rendered, store_at_once
from articles.public.delivery import PublicAnswer

# They belong to one answer, or are written anew for each encoding.
NOT_KEPT = {"content-length", "content-encoding", "etag"}


class StorePages:
    """Outside of whatever adds headers, so that it keeps those that readers get."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_plain = request.method == "GET" and not request.META.get("QUERY_STRING")
        seen = _generation() if settings.PAGES_STORED and is_plain else None
        response = self.get_response(request)
        rendered = worth_keeping(response)
        if seen is None or rendered is None:
            _say(response, for_caches_that_are_not_told)
        elif not _is_kept(request, rendered, response, seen=seen):
            # It is true now, but no decision will find it among the stored pages, to tell caches of it.
            _say(response, for_no_cache)
        return response


def _is_kept(request: HttpRequest, rendered: Rendered, response: HttpResponse, *, seen: int) -> bool:
    headers = [(name, value) for name, value in response.items() if name.lower() not in NOT_KEPT]
    made = Made(request.path_info, rendered, headers, seen)
    # Whoever has pages built keeps them as they like.
    if BUILDING in request.META:
        return request.META[BUILDING](made)
    return store_at_once(made)


def _say(response: HttpResponse, freshness: Callable[[str], str]) -> None:
    """Caches that go by address are told of stored pages alone: not of a search, or of a page that is gone."""
    if "Cache-Control" in response.headers:
        response.headers["Cache-Control"] = freshness(response.headers["Cache-Control"])


def worth_keeping(response: HttpResponse) -> Rendered | None:
    """What the view rendered, if it is for everybody and will stay as it is for a while."""
    rendered = response.rendered if isinstance(response, PublicAnswer) else None
    is_private = "no-store" in response.headers.get("Cache-Control", "") or response.cookies
    if rendered is None or response.status_code != 200 or is_private:
        return None
    # Every decision on the site makes another head of the ledger, so a page that shows it is soon no longer true.
    return None if LEDGER in rendered.keys else rendered


def _generation() -> int | None:
    """Read before anything is rendered; what is decided later is missing in the page, and is known to be."""
    try:
        return generation.current()
    except DatabaseError:
        return None
