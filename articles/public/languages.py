"""The language of a page's words and of the text on it, and which way each is read.

The interface speaks the languages of `LANGUAGES`; a text may be in any. An article's page is in the article's language
where the interface speaks it, else in the site's own, and then both say which is which.
"""

from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import and_
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import ResolverMatch, get_script_prefix, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, override

RIGHT_TO_LEFT = frozenset("ar arc ckb dv fa he ks ku ms-arab ps sd syr ug ur yi".split())


def interface_for(language: str) -> str:
    """The language in which the site speaks around a text in `language`: es for es-MX, and its own for a stranger."""
    spoken = [code for code, _ in settings.LANGUAGES]
    tag = language.lower()
    while tag:
        if tag in spoken:
            return tag
        tag = tag.rpartition("-")[0]
    return settings.LANGUAGE_CODE


def of_interface() -> str:
    return get_language() or settings.LANGUAGE_CODE


def is_spoken(language: str) -> bool:
    """Whether the page that is being written is in the language of a text in `language`: es and es-MX are one."""
    return language.lower().partition("-")[0] == of_interface().partition("-")[0]


def read_here() -> Q:
    """The condition for articles that lists in the language of the interface show.

    The site's own language also shows those in a language that the interface does not speak: no list else would.
    """
    here = of_interface()
    if here != settings.LANGUAGE_CODE:
        return _in_language(here)
    others = [_in_language(code) for code, _ in settings.LANGUAGES if code != here]
    return reduce(and_, (~other for other in others), Q())


def is_read_here(language: str) -> bool:
    """The same of one language."""
    return interface_for(language) == of_interface()


def _in_language(code: str) -> Q:
    return Q(language=code) | Q(language__startswith=f"{code}-")


def direction_of(language: str) -> str:
    """Which way a text in `language` is read. The script counts first: pa-Arab is read from the right, pa is not."""
    base, *rest = language.lower().split("-")
    if {"arab", "hebr", "nkoo", "syrc", "thaa"}.intersection(rest):
        return "rtl"
    return "rtl" if base in RIGHT_TO_LEFT and "latn" not in rest else "ltr"


def name_of(language: str) -> str:
    """What a language calls itself: Español."""
    try:
        return get_language_info(language.lower())["name_local"].capitalize()
    except KeyError:
        return language


def attributes(language: str, *, around: str) -> SafeString | str:
    """` lang dir` of words in `language` among words in the language `around`; nothing where they are the same."""
    if not language or language.lower() == around.lower():
        return ""
    turn = format_html(' dir="{}"', direction_of(language)) if direction_of(language) != direction_of(around) else ""
    return format_html(' lang="{}"{}', language, turn)


def attributes_of_frame(language: str) -> SafeString | str:
    """The same of the site's own words within a text in `language`."""
    return "" if not language or is_spoken(language) else attributes(of_interface(), around=language)


@dataclass(frozen=True)
class Elsewhere:
    """The same page in one language of the interface."""

    code: str
    name: str
    path: str
    is_here: bool

    @property
    def address(self) -> str:
        return f"{settings.SITE_URL}{self.path}"


def everywhere(match: ResolverMatch | None) -> list[Elsewhere]:
    """The page that `match` leads to, in every language; for an article, which has one, the front pages."""
    if match is not None and match.namespace == "reading":
        return everywhere_at(match.view_name, **match.kwargs)
    return everywhere_at("reading:home")


def everywhere_at(view_name: str, /, **kwargs: Any) -> list[Elsewhere]:
    here, placed = of_interface(), (settings.ROOT_URLCONF, get_script_prefix())
    paths = [(code, _path_in(code, view_name, *placed, **kwargs)) for code, _ in settings.LANGUAGES]
    return [Elsewhere(code, name_of(code), path, is_here=code == here) for code, path in paths]


def is_one_of(spoken: list[Elsewhere], path: str) -> bool:
    return any(other.path == path for other in spoken)


def for_anybody(spoken: list[Elsewhere]) -> list[Elsewhere]:
    """What search engines offer to those who read none of our languages."""
    return [replace(other, code="x-default") for other in spoken if other.code == settings.LANGUAGE_CODE]


@lru_cache(maxsize=512)
def _path_in(code: str, view_name: str, urls: str, prefix: str, /, **kwargs: Any) -> str:
    """The path of a page in a language; the same as long as `urls` and `prefix` are."""
    with override(code):
        return reverse(view_name, kwargs=kwargs)
