"""What a version says of a field of the article's form, to tell who changed it since."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from articles.editorial.restoring import draft_html
from articles.models import Section

Content = dict[str, Any]
UNKNOWN = "\0"  # No typed text is this.


def _picture(shown: Content | None) -> str:
    return shown["digest"] if shown else ""


_OF_THE_ARTICLE: dict[str, Callable[[Content], Any]] = {
    "title": lambda content: content["title"],
    "slug": lambda content: content["slug"],
    "summary": lambda content: content["summary"],
    "language": lambda content: content["language"],
    "key_points": lambda content: content["key_points"],
    "lede": lambda content: draft_html(content["lede"]),
    "emergency": lambda content: draft_html(content["emergency"]),
    "funding": lambda content: content["disclosures"]["funding"],
    "ai_use": lambda content: content["disclosures"]["ai_use"],
    "hero": lambda content: _picture(content["hero"]),
    "main_topic": lambda content: content["topics"][0]["slug"] if content["topics"] else "",
    "topics": lambda content: sorted(topic["slug"] for topic in content["topics"][1:]),
}
_OF_A_SECTION: dict[str, Callable[[Content], Any]] = {
    "nav_label": lambda section: section["nav_label"],
    "heading": lambda section: section["heading"],
    "body": lambda section: draft_html(section["html"]),
    "figure": lambda section: _picture(section["figure"]),
}


def value_in(content: Content, name: str, row: Model | None) -> Any:
    """Return what the version's `content` says of the field, or UNKNOWN where a version does not tell."""
    if row is None:
        return _OF_THE_ARTICLE[name](content) if name in _OF_THE_ARTICLE else UNKNOWN
    if not isinstance(row, Section) or name not in _OF_A_SECTION:
        return UNKNOWN
    section = next((section for section in content["sections"] if section["id"] == row.anchor), None)
    return _OF_A_SECTION[name](section) if section else UNKNOWN
