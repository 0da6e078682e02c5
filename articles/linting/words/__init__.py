"""The word lists of the linter and what rules ask of words. A line that begins with # explains; nothing is fetched."""

import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_STOPWORDS = frozenset(
    "a about after again all also an and any are as at be because been before being between both but by can could did "
    "do does each few for from get had has have her here his how i if in into is it its just may me more most my no "
    "not of off on once one only or other our out over own same she should so some such than that the their them then "
    "there these they this those to too two under up use very was we were what when where which while who why will "
    "with without would you your drawing photo picture image view illustration".split()
)
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er", "y", "e")


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """Return the entries of words/<name>.txt."""
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@cache
def pairs_of(name: str) -> dict[str, str]:
    """Return the entries of words/<name>.txt that read `word: what belongs to it`."""
    return {word.strip(): rest.strip() for word, _, rest in (line.partition(":") for line in lines_of(name))}


def words_in(text: str) -> list[str]:
    """Return the words of `text` in small letters, without numbers."""
    return re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text.lower())


def stem_of(word: str) -> str:
    """Return what is left of `word` without its ending: enough to see that "joints" is about a joint."""
    word = word.removesuffix("’s").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word.removesuffix(ending)
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
    return word


def stems_in(text: str) -> set[str]:
    """Return the stems of the words of `text` that carry meaning."""
    parts = [part for word in words_in(text) for part in word.split("-")]
    return {stem_of(word) for word in parts if word not in _STOPWORDS and len(word) > 1}
