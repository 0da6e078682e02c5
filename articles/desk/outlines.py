"""What the queue needs of each text: its title, and how much there is to read. Found once, as no version changes."""

from collections.abc import Iterable
from typing import NamedTuple

from django.core.cache import cache

from articles.content.passages import passages_in
from articles.models import Version

A_WEEK = 7 * 24 * 60 * 60


class Weighed(NamedTuple):
    """Of a passage no more than by what it is signed, and how many words it has."""

    key: str
    words: int


class Outline(NamedTuple):
    title: str
    passages: tuple[Weighed, ...]


def outlines_of(versions: Iterable[Version]) -> dict[str, Outline]:
    """By the digest of each. Texts are fetched, all in one query, only where nobody asked before."""
    names = {f"outline:{version.digest}": version for version in versions}
    known = cache.get_many(names)
    new = [version.pk for name, version in names.items() if name not in known]
    if new:
        made = {f"outline:{version.digest}": _outline(version) for version in Version.objects.filter(pk__in=new)}
        cache.set_many(made, A_WEEK)
        known |= made
    return {version.digest: known[name] for name, version in names.items()}


def _outline(version: Version) -> Outline:
    weighed = (Weighed(passage.key, passage.words) for passage in passages_in(version.content))
    return Outline(version.content["title"], tuple(weighed))
