"""What a page says that its language alone decides: texts, translations, addresses without arguments."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf
from django.utils.translation import get_language, gettext, override, pgettext

Piece = str | Callable[[], Any]


class Constants:
    """One list of texts for each language, worked out when the page is first asked for in it."""

    def __init__(self, pieces: list[list[Piece]]) -> None:
        self.pieces = pieces
        self.tables: dict[tuple[Any, ...], list[Any]] = {}

    def __call__(self) -> list[Any]:
        # The language; and what else addresses depend on, which is the same as long as a process lives.
        static = settings.STATIC_URL, settings.STORAGES["staticfiles"]["BACKEND"]
        key = (get_language(), get_urlconf() or settings.ROOT_URLCONF, get_script_prefix(), *static)
        table = self.tables.get(key)
        if table is None:
            table = self.tables[key] = [_joined(pieces) for pieces in self.pieces]
        return table


def _joined(pieces: list[Piece]) -> Any:
    said = [piece if isinstance(piece, str) else piece() for piece in pieces]
    # One alone may be more than text: text that is known to be safe, or whether a language is read from the right.
    return said[0] if len(said) == 1 else "".join(said)


def words(singular: str, named: list[str], meant: str | None) -> Piece:
    """The translation with places for names; where a translator broke one of them, the words of the template."""

    def said() -> str:
        return pgettext(meant, singular) if meant else gettext(singular)

    def piece() -> str:
        found = said()
        try:
            found % dict.fromkeys(named, "")
        except (KeyError, ValueError):
            with override(None):
                return said()
        return found

    return piece


def told_the_language(told: Callable[..., Any]) -> Callable[[Any], Any]:
    """A filter or tag that says a value in a language, `spoken`: that of the page.

    A template that is written out asks once which one that is, and tells it; to ask takes longer than most answers.
    """

    def asking(value: Any) -> Any:
        return told(value, spoken=get_language())

    update_wrapper(asking, told)
    # Django would look at the arguments of that one.
    vars(asking).pop("__wrapped__")
    vars(asking)["told"] = told
    return asking
