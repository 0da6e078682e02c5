"""What changed between two version documents, and whether the change is provably immaterial.

Only what can be *proved* counts as immaterial: the same words in the same order, in other letter case, spacing or
quotation marks. One changed letter proves nothing ("abduction", "adduction"), nor does a comma ("No, stop.").
"""

import re
from collections.abc import Iterator
from typing import Any

from articles.content.hub_links import unlinked

# Where a reader's words stand in a version document; every other field is compared exactly.
TEXT_FIELDS = frozenset({"title", "summary", "lede", "html", "heading", "nav_label", "caption", "key_points"})

# The same mark in another shape.
_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\xa0": " ", "…": "...", "\u2011": "-", "–": "-"})
_TOKEN = re.compile(r"<[^>]*>|\w+|[^\w\s]")
# Shorter words can mean another thing in other letters: mg and Mg, US and us.
_SHORTEST_CASELESS_WORD = 4


def changed_paths(old: Any, new: Any, *, path: str = "") -> list[str]:
    """Return the dotted paths at which two version documents differ, e.g. `sections.2.html`."""
    if type(old) is type(new) and isinstance(old, dict):
        paths: list[str] = []
        for key in sorted(old.keys() | new.keys()):
            paths += changed_paths(old.get(key), new.get(key), path=f"{path}.{key}" if path else key)
        return paths
    if type(old) is type(new) and isinstance(old, list) and len(old) == len(new):
        return [
            found
            for index, (was, now) in enumerate(zip(old, new, strict=True))
            for found in changed_paths(was, now, path=f"{path}.{index}")
        ]
    return [] if old == new else [path]


def material_paths(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Return the paths whose change cannot be proved immaterial; an empty list is the proof."""
    return [path for path in changed_paths(old, new) if not _same_words(path, old, new)]


def _same_words(path: str, old: dict[str, Any], new: dict[str, Any]) -> bool:
    was, now = _at(old, path), _at(new, path)
    in_text = any(step in TEXT_FIELDS for step in path.split("."))
    if not in_text or not isinstance(was, str) or not isinstance(now, str):
        return False
    # A hub that came since leads from other words and changes none.
    return list(_words(unlinked(was))) == list(_words(unlinked(now)))


def _words(text: str) -> Iterator[str]:
    """Yield tags, words and marks as they matter: spaces do not, letter case only in short words."""
    for token in _TOKEN.findall(text.translate(_TYPOGRAPHIC)):
        caseless = token.isalpha() and len(token) >= _SHORTEST_CASELESS_WORD
        yield token.casefold() if caseless else token


def _at(document: Any, path: str) -> Any:
    for step in path.split("."):
        document = document[int(step)] if isinstance(document, list) else document.get(step)
    return document
