"""Headings in order, tables with headers, links that arrive: what a screen reader and a print-out depend on."""

import re
from collections.abc import Iterator

from articles.linting.finding import Severity
from articles.linting.page import Page
from articles.linting.rule import Hit, rule
from articles.linting.surroundings import Surroundings

_BARE_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>()“”]+[^\s<>()“”.,;:!?]", re.IGNORECASE)
# Addresses on this site that are made of rows; the others are pages of the site's own.
_KNOWABLE = re.compile(r"^/(?:articles|topics|experts)/[^/?#]+/?$")


@rule(
    "heading-order",
    Severity.ERROR,
    finds="a heading of the fourth level without one of the third above it in its section",
    hint="Make it a heading of the third level.",
)
def heading_order(page: Page, _: Surroundings) -> Iterator[Hit]:
    for part in page.parts:
        if all(block.tag != "h4" for block in part.blocks):
            continue
        for block in part.blocks:
            if block.tag == "h3":
                break
            if block.tag == "h4":
                yield Hit(part.place, block.text, "The heading skips a level, so nobody can tell what it belongs to.")


@rule(
    "table-header",
    Severity.ERROR,
    finds="a table without a header row or column",
    hint="Make the first row a header row, in the table’s properties.",
)
def table_header(page: Page, _: Surroundings) -> Iterator[Hit]:
    for part in page.parts:
        for table in part.root.iter("table"):
            if next(table.iter("th"), None) is None:
                words = next((cell.text_content() for cell in table.iter("td")), "")
                yield Hit(part.place, words, "The table has no headers: read aloud, its cells are mere numbers.")


@rule(
    "bare-url",
    Severity.WARNING,
    finds="a web address written out in the text",
    hint="Put the link on the words it belongs to, or cite the page as a source.",
)
def bare_url(page: Page, _: Surroundings) -> Iterator[Hit]:
    texts = [(block.place, block.text) for block in page.blocks]
    texts += [("summary", page.content["summary"]), *(("key_points", point) for point in page.content["key_points"])]
    for place, text in texts:
        for match in _BARE_URL.finditer(text):
            yield Hit(place, match[0], "A web address in the text is hard to read and harder to hear.")


@rule(
    "broken-link",
    Severity.ERROR,
    finds="a link to an article, topic or expert that does not exist here, or to a section that the page lacks",
    hint="Choose the page anew, or take the link away.",
)
def broken_link(page: Page, surroundings: Surroundings) -> Iterator[Hit]:
    anchors = {f"#{part.place}" for part in page.sections}
    for place, href in links_of(page):
        path = href.split("?")[0].split("#")[0]
        is_lost = (
            path not in surroundings.addresses if _KNOWABLE.match(path) else href[:1] == "#" and href not in anchors
        )
        if is_lost:
            yield Hit(place, href, f"The link to {href} leads nowhere.")


def links_of(page: Page) -> Iterator[tuple[str, str]]:
    """Yield every link of the text with its place."""
    for part in page.parts:
        for link in part.root.iter("a"):
            if link.getparent().tag != "figcaption":
                yield part.place, link.get("href", "")


def knowable_links(page: Page) -> set[str]:
    """The paths that the page links to and that name an article, a topic or an expert of this site."""
    paths = {href.split("?")[0].split("#")[0] for _, href in links_of(page)}
    return {path for path in paths if _KNOWABLE.match(path)}
