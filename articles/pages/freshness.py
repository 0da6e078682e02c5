"""For how long a copy of a page may be shown, in seconds."""

import re

from django.conf import settings

FRESH_SECONDS = 60
STALE_SECONDS = 30
_FOR_CACHES = re.compile(r", s-maxage=(\d+)")
_BEYOND = re.compile(r", stale-while-revalidate=\d+")


def freshness(seconds_left: float) -> str:
    """Return a Cache-Control for a page that the clock leaves alone for `seconds_left`: no copy outlives its badge."""
    left = max(0, int(seconds_left))
    fresh = min(FRESH_SECONDS, left)
    shared = min(settings.SHARED_CACHE_SECONDS, left)
    # Counted from whichever is later.
    stale = min(STALE_SECONDS, left - max(fresh, shared))
    for_caches = f", s-maxage={shared}" if shared > fresh else ""
    return f"public, max-age={fresh}{for_caches}, stale-while-revalidate={stale}"


def for_caches_that_are_not_told(written: str) -> str:
    """The Cache-Control `written`, for an answer of which no cache would be told that it is no longer true.

    It may show a withdrawn article, or say that one is gone which comes back: nobody shows it beyond its minute.
    """
    return _BEYOND.sub("", _FOR_CACHES.sub("", written))


def for_no_cache(written: str) -> str:
    """The Cache-Control `written`, for a page of which caches are told, but would not be of this one."""
    return _BEYOND.sub("", _FOR_CACHES.sub(", s-maxage=0", written)) if _FOR_CACHES.search(written) else written


def is_for_no_cache(written: str) -> bool:
    found = _FOR_CACHES.search(written)
    return found is not None and int(found[1]) == 0


def calm_seconds() -> int:
    """So far from its end a page says the same of its freshness to everybody."""
    return max(FRESH_SECONDS, settings.SHARED_CACHE_SECONDS) + STALE_SECONDS
