"""For how long a copy of a page may be shown, in seconds."""

from django.conf import settings

FRESH_SECONDS = 60
STALE_SECONDS = 30


def freshness(seconds_left: float) -> str:
    """Return a Cache-Control for a page that the clock leaves alone for `seconds_left`: no copy outlives its badge."""
    left = max(0, int(seconds_left))
    fresh = min(FRESH_SECONDS, left)
    stale = min(STALE_SECONDS, left - fresh)
    shared = min(settings.SHARED_CACHE_SECONDS, left)
    for_caches = f", s-maxage={shared}" if shared > fresh else ""
    return f"public, max-age={fresh}{for_caches}, stale-while-revalidate={stale}"


def calm_seconds() -> int:
    """So far from its end a page says the same of its freshness to everybody."""
    return max(FRESH_SECONDS + STALE_SECONDS, settings.SHARED_CACHE_SECONDS)
