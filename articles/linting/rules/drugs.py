"""A medicine that a page names needs a source where it is named: readers come for the name and read no further."""

import re
from collections.abc import Iterator
from functools import cache

from articles.linting.finding import Severity
from articles.linting.page import Page, Part
from articles.linting.rule import Hit, rule
from articles.linting.surroundings import Surroundings
from articles.linting.words import pairs_of


@cache
def _names() -> dict[str, str]:
    """Every name in small letters, with the generic name it stands for."""
    names = {}
    for generic, brands in pairs_of("drugs").items():
        for name in [generic, *_split(brands)]:
            names[name.lower()] = generic
    return names


@cache
def _pattern() -> re.Pattern[str]:
    """Generic names in any letters, brands as they are written: "Soma" is a medicine, "soma" is not."""
    generics = "|".join(map(re.escape, pairs_of("drugs")))
    brands = "|".join(re.escape(brand) for brands in pairs_of("drugs").values() for brand in _split(brands))
    return re.compile(rf"\b(?:(?i:{generics})|{brands})\b")


def _split(brands: str) -> list[str]:
    return [brand.strip() for brand in brands.split(",") if brand.strip()]


def drugs_in(text: str) -> dict[str, str]:
    """Return the medicines that `text` names: the generic name, and the first spelling used."""
    found: dict[str, str] = {}
    for match in _pattern().finditer(text):
        found.setdefault(_names()[match[0].lower()], match[0])
    return found


@rule(
    "drug-without-source",
    Severity.WARNING,
    finds="a medicine in a section without a source for it",
    unless="a marker follows it in a paragraph of the section, a source cited in the section has it in its title, or "
    "it is the lede or the last section and the medicine has its source in another one",
    hint="Cite a source where the section first says something of this medicine.",
)
def drug_without_source(page: Page, _: Surroundings) -> Iterator[Hit]:
    references = {row["key"]: " ".join(drugs_in(row["html"])) for row in page.content["references"]}
    sourced = {part.place: _sourced_in(page, part, references) for part in page.body}
    anywhere = set().union(*sourced.values())
    for part in page.body:
        is_summary = part is page.lede or part is page.sections[-1]
        named: dict[str, str] = {}
        for block in part.blocks:
            if not block.is_heading:
                named = {**drugs_in(block.text), **named}
        for generic, words in named.items():
            if generic not in (anywhere if is_summary else sourced[part.place]):
                yield Hit(part.place, words, f"{words} is named in {part.name} without a source there.")


def _sourced_in(page: Page, part: Part, references: dict[str, str]) -> set[str]:
    sourced: set[str] = set()
    for block in part.blocks:
        for match in _pattern().finditer(block.text):
            if page.is_cited(block, at=match.end()):
                sourced.add(_names()[match[0].lower()])
        for _, key in block.markers:
            sourced.update(drugs_in(references.get(key, "")))
    return sourced
