"""Addresses whose code is loaded when somebody first asks for one of them.

Both desks take megabytes, and most workers answer readers alone for as long as they live. `manage.py check` and the
tests load everything, so what is wrong in there is found before anybody asks.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class _Later(URLResolver):
    """What Django has for an included module, which it loads when it looks into it; the addresses around it do not."""

    # No namespace stands within this one, so whoever gathers all addresses of the site needs nothing of the module.
    namespace_dict = app_dict = _NOTHING  # type: ignore[assignment]

    def _populate(self) -> None:
        pass

    @property
    def reverse_dict(self) -> Any:
        super()._populate()
        return super().reverse_dict


def later(route: str, module: str, *, namespace: str) -> URLResolver:
    """Like `path(route, include(module))`, but for when it loads the module."""
    return _Later(RoutePattern(route), module, app_name=namespace, namespace=namespace)
