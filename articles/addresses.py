"""The addresses of our pages, as `reverse` says them, which asks much less often than they are written."""

import re
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language

# What no slug of ours is; its place in an address is the place of every slug.
PLACE = "slug-in-its-place"
_is_slug = re.compile(r"[A-Za-z0-9_-]+").fullmatch


def address_of(view: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a view. Those that differ by one slug alone are worked out once for all slugs."""
    if len(args) == 1 and not kwargs:
        return address_with(around_slugs(view, 1), view, args[0])
    around = None if args or kwargs else around_slugs(view, 0)
    return around[0] if around else reverse(view, args=args, kwargs=kwargs)


def around_slugs(view: str, slugs: int) -> tuple[str, ...] | None:
    """What stands around so many slugs in the addresses of `view`, in the language spoken; None if it takes none."""
    return _around(view, slugs, get_language(), settings.ROOT_URLCONF, get_script_prefix())


def address_with(around: tuple[str, ...] | None, view: str, slug: Any) -> str:
    """The same as `address_of`, for whoever asked before what stands around a slug."""
    if around is not None and isinstance(slug, str) and _is_slug(slug):
        return slug.join(around)
    return reverse(view, args=[slug])


def address_if_any(view: str, *args: Any, **kwargs: Any) -> str:
    try:
        return address_of(view, *args, **kwargs)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=512)
def _around(view: str, slugs: int, language: str | None, urls: str, prefix: str) -> tuple[str, ...] | None:
    try:
        return tuple(reverse(view, args=[PLACE] * slugs).split(PLACE))
    except NoReverseMatch:
        return None
