"""Words that belong to somebody are tied to that person, and one person is called one thing."""

import re
from collections.abc import Iterator
from functools import cache

from articles.content import names
from articles.content.attribution_verbs import VERB
from articles.content.sentences import quotations_in
from articles.linting.finding import Severity
from articles.linting.page import Block, Page
from articles.linting.rule import Hit, rule
from articles.linting.surroundings import Surroundings

_PERSON = rf"(?P<honorific>{names.HONORIFIC})?(?P<name>{names.NAME})"
_SAYS_WHO = re.compile(rf"\b(?:{VERB}|[Aa]ccording to) {_PERSON}")
_WHO_SAYS = re.compile(rf"{_PERSON},? {VERB}")
# Shorter words in quotation marks are a term, not a quote.
_FEWEST_QUOTED_WORDS = 6


@rule(
    "untied-attribution",
    Severity.WARNING,
    finds="a sentence that gives the word to a person (“says Dr. Roe”) and is tied to nobody; a long quote likewise",
    unless="any words of the sentence are tied to an expert",
    hint="Mark the words with the Quote button and choose the expert who said them.",
)
def untied_attribution(page: Page, _: Surroundings) -> Iterator[Hit]:
    surnames = _surnames(page)
    for block in page.blocks:
        if block.is_heading or block.tag == "blockquote":
            continue
        for sentence in block.sentences:
            if block.is_tied(sentence):
                continue
            words = sentence.of(block.text)
            speaker = _speaker(words, surnames)
            if speaker:
                yield Hit(
                    block.place,
                    words,
                    f"{speaker} is given the word, but the words are tied to no expert of the byline.",
                )
            elif any(len(quote.of(words).split()) >= _FEWEST_QUOTED_WORDS for quote in quotations_in(words)):
                yield Hit(block.place, words, "Somebody is quoted here, and the quote is tied to no expert.")


@rule(
    "wavering-attribution",
    Severity.WARNING,
    finds="one person called “Dr. Roe” here and “Roe” there",
    unless="the name is given in full",
    hint="Call each person the same throughout: “Dr.” and the surname after the first mention.",
)
def wavering_attribution(page: Page, _: Surroundings) -> Iterator[Hit]:
    for surname in sorted(_surnames(page)):
        bare: list[tuple[Block, str]] = []
        titled: list[tuple[Block, str]] = []
        for block in page.blocks:
            for match in _mentions(surname).finditer(block.text):
                if match["honorific"]:
                    titled.append((block, match[0]))
                elif not match["given"]:
                    bare.append((block, match[0]))
        if bare and titled:
            # The rarer form is the slip.
            block, words = min(titled, bare, key=len)[0]
            counts = f"{_times(len(titled))} with a title and {_times(len(bare))} without"
            yield Hit(block.place, words, f"{surname} is mentioned {counts}.")


@cache
def _mentions(surname: str) -> re.Pattern[str]:
    # A capitalised word or an initial before the surname is the given name: a full name is no slip.
    return re.compile(
        rf"(?P<honorific>\b(?:Dr|Prof|Professor)\.? (?:[A-Z][\w’'-]+ )?)?"
        rf"(?P<given>\b(?:[A-Z][\w’'-]+|[A-Z]\.)(?: [A-Z]\.)? )?\b{re.escape(surname)}\b(?!’s (?:disease|syndrome))"
    )


def _surnames(page: Page) -> set[str]:
    """Those on the byline, and whoever the text calls “Dr.” or “Prof.”."""
    known = {byline["name"].split()[-1] for byline in page.content["bylines"] if byline["name"].split()}
    titled = re.compile(rf"\b{names.HONORIFIC}(?P<name>{names.NAME})")
    for block in page.blocks:
        known.update(match["name"].split()[-1] for match in titled.finditer(block.text))
    return {surname for surname in known if len(surname) > 1}


def _speaker(sentence: str, surnames: set[str]) -> str:
    for match in [*_SAYS_WHO.finditer(sentence), *_WHO_SAYS.finditer(sentence)]:
        name, _ = names.trim_name(match["name"])
        if names.is_organisation(name):
            continue
        rest = sentence[match.end("name") :]
        is_introduced = names.is_full(name) and bool(names.read_degrees(rest, at=0)[0])
        if match["honorific"] or name.split()[-1] in surnames or is_introduced:
            return (match["honorific"] or "") + name
    return ""


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
