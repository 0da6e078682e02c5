"""The words for those who cannot see a picture: they say what it shows, once, and have to do with the page."""

import re
from collections.abc import Iterator
from typing import Any

from articles.linting.finding import Severity
from articles.linting.page import Page
from articles.linting.rule import Hit, rule
from articles.linting.surroundings import Surroundings
from articles.linting.words import stems_in

_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?)\b|^(?:IMG|DSC|DSCN|PXL|image|photo)[-_ ]?\d+|^\w+_\w+$", re.I
)
_IMAGE_OF = re.compile(r"^(?:an? |the )?(?:image|picture|photo|photograph|graphic|pic) (?:of|showing|shows)\b", re.I)


def _figures(page: Page) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield place, picture and the words it belongs to; a decorative picture has no alt text to judge."""
    content = page.content
    topics = [topic["name"] for topic in content["topics"]]
    about = " ".join([content["title"], content["summary"], content["slug"].replace("-", " "), *topics])
    if content["hero"] and content["hero"]["alt"]:
        yield "hero", content["hero"], about
    for part in page.sections:
        if part.figure and part.figure["alt"]:
            yield part.place, part.figure, f"{about} {part.heading} {' '.join(block.text for block in part.blocks)}"


@rule(
    "alt-file-name",
    Severity.ERROR,
    finds="a file name as alternative text",
    hint="Say what the picture shows, as you would on the telephone.",
)
def alt_file_name(page: Page, _: Surroundings) -> Iterator[Hit]:
    for place, figure, _about in _figures(page):
        if _FILE_NAME.search(figure["alt"].strip()):
            yield Hit(place, figure["alt"], "The alternative text is the name of a file; read aloud, it says nothing.")


@rule(
    "alt-image-of",
    Severity.WARNING,
    finds="alternative text that begins with “image of” or “photo of”",
    unless="it says how the picture was made (“Drawing of”), which may matter",
    hint="Begin with what it shows.",
)
def alt_image_of(page: Page, _: Surroundings) -> Iterator[Hit]:
    for place, figure, _about in _figures(page):
        if _IMAGE_OF.search(figure["alt"].strip()):
            yield Hit(place, figure["alt"], "A screen reader says “image” by itself; here it is said twice.")


@rule(
    "alt-duplicate",
    Severity.WARNING,
    finds="two pictures with the same alternative text, or alternative text that repeats its caption",
    hint="Say of each picture what only this one shows; what the caption says is read out anyway.",
)
def alt_duplicate(page: Page, _: Surroundings) -> Iterator[Hit]:
    seen: dict[str, str] = {}
    for place, figure, _about in _figures(page):
        alt = _plain(figure["alt"])
        if alt == _plain(figure["caption"]):
            yield Hit(place, figure["alt"], "The alternative text repeats the caption.")
        elif seen.get(alt, figure["digest"]) != figure["digest"]:
            yield Hit(place, figure["alt"], "Another picture of this page has the same alternative text.")
        seen.setdefault(alt, figure["digest"])


@rule(
    "alt-misfit",
    Severity.ADVICE,
    finds="alternative text that shares no word with what the picture stands beside; on imported cards, too",
    unless="the picture is decorative",
    hint="Check that this is the right picture, and say what it shows of the subject.",
)
def alt_misfit(page: Page, surroundings: Surroundings) -> Iterator[Hit]:
    for place, figure, about in _figures(page):
        if not stems_in(figure["alt"]) & stems_in(f"{about} {figure['caption']}"):
            yield Hit(place, figure["alt"], "The alternative text has no word in common with the page.")
    for card in surroundings.suggestions:
        if card.alt and not stems_in(card.alt) & stems_in(card.title):
            yield Hit("related", card.alt, f"The picture does not seem to belong to “{card.title}”.")


def _plain(words: str) -> str:
    return " ".join(words.split()).rstrip(".").casefold()
