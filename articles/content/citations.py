"""Number the citations of an article by first use, and write the numbers into its final HTML."""

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from articles.content.html import one_element, parse, serialise

if TYPE_CHECKING:
    from lxml.html import HtmlElement


@dataclass
class Numbering:
    """Which key has which number, and how often each is mentioned. Numbers run from 1 by first use."""

    known: frozenset[str]
    mentions: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def number(self, key: str) -> int:
        """Return the number of `key`, counting from 1 in the order of first mention."""
        return list(self.mentions).index(key) + 1

    def apply(self, html: str) -> str:
        """Return `html` with each marker turned into a numbered button that opens its source in place.

        A marker whose key is unknown is removed and remembered in `unknown`: a reader must never meet a number
        without a source. Parts must be applied in reading order.
        """
        if "data-cite" not in html:
            return html
        root = parse(html)
        for marker in root.xpath(".//sup[@data-cite]"):
            key = marker.get("data-cite")
            if key not in self.known:
                self.unknown.append(key)
                marker.drop_tree()
                continue
            self.mentions[key] = self.mentions.get(key, 0) + 1
            _fill(marker, key=key, number=self.number(key), mention=self.mentions[key])
        return serialise(root)


def keys_in(html: str) -> list[str]:
    """Return the citation keys that `html` mentions, in order, with repetitions."""
    if "data-cite" not in html:
        return []
    return parse(html).xpath(".//sup/@data-cite")


def _fill(marker: "HtmlElement", *, key: str, number: int, mention: int) -> None:
    tail = marker.tail
    filled = one_element(
        f'<sup class="cite" data-cite="{escape(key)}"><button type="button" id="cite-{number}-{mention}" '
        f'popovertarget="source-{number}" aria-label="Source {number}"><span>{number}</span></button></sup>'
    )
    marker.getparent().replace(marker, filled)
    filled.tail = tail
