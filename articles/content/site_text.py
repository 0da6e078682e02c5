"""The text of a page about the site: an article's allow-list, plus headings, less what cites or quotes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from articles.content.html import ALLOWED, guard_for, quick_text, sanitise

if TYPE_CHECKING:
    from nh3 import Cleaner

# An article keeps its headings in fields of their own; here they stand in the text and carry their ids.
SITE_TEXT: dict[str, tuple[str, ...]] = {
    "h2": ("id",),
    **{tag: tuple(name for name in names if name != "data-cite") for tag, names in ALLOWED.items() if tag != "span"},
    "blockquote": (),
}
_HEADING = re.compile(r'<h2 id="(?P<id>[^"]+)">(?P<heading>.*?)</h2>', re.DOTALL)


@dataclass(frozen=True)
class Part:
    """What stands under one heading; `heading` and `html` are final."""

    id: str
    heading: str
    html: str

    @property
    def label(self) -> str:
        """The heading in plain words, for the list of what is on the page."""
        return " ".join(quick_text(self.heading).split())


@cache
def _guard() -> "Cleaner":
    return guard_for(SITE_TEXT, {})


def sanitise_text(html: str) -> str:
    """Return `html` with nothing in it but what a page about the site may hold. Idempotent."""
    return sanitise(html, guard=_guard())


def beginning(html: str) -> str:
    """Return what stands before the first heading of a final text."""
    first = _HEADING.search(html)
    return html[: first.start()] if first else html


def parts_of(html: str) -> Iterator[Part]:
    """Yield the parts of a final text, heading by heading."""
    found = list(_HEADING.finditer(html))
    for heading, following in zip_longest(found, found[1:]):
        end = following.start() if following else len(html)
        yield Part(heading["id"], heading["heading"], html[heading.end() : end].strip())


def comparable(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return a frozen page in the shape of an article's version, so that `compare` can read it part by part."""
    sections = [{"id": part.id, "heading": part.label, "html": part.html} for part in parts_of(content["html"])]
    shape = {"title": content["title"], "summary": content["summary"], "lede": beginning(content["html"])}
    return {**shape, "sections": sections}
