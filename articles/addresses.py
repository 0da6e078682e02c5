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
    if not kwargs and (not args or (len(args) == 1 and isinstance(args[0], str) and _is_slug(args[0]))):
        around = _around(view, len(args), get_language(), settings.ROOT_URLCONF, get_script_prefix())
        if around is not None:
            return args[0].join(around) if args else around[0]
    return reverse(view, args=args, kwargs=kwargs)


def address_if_any(view: str, *args: Any, **kwargs: Any) -> str:
    try:
        return address_of(view, *args, **kwargs)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=512)
def _around(view: str, slugs: int, language: str | None, urls: str, prefix: str) -> tuple[str, ...] | None:
    """What stands before and after the slug in the addresses of `view`, in a language; None if it takes none."""
    try:
        return tuple(reverse(view, args=[PLACE] * slugs).split(PLACE))
    except NoReverseMatch:
        return None
