"""Render a page by its written-out template; by Django's engine where there is none."""

from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import get_template, render_to_string

from articles.templating.expressions import NotKnown
from articles.templating.writing import Render, written_out


def render(name: str, values: dict[str, Any]) -> str:
    """Return the page `name` with these values.

    While somebody develops, Django renders: it reads a changed template again, and shows the line of a mistake.
    """
    page = None if settings.DEBUG else _page(name)
    return page(values) if page else render_to_string(name, values)


@cache
def _page(name: str) -> Render | None:
    try:
        return written_out(get_template(name).template)  # type: ignore[attr-defined]
    except NotKnown:
        return None
