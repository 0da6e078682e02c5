"""Plain words and right letters. All of it is advice: a hard text may be a true one.

It knows English alone, and keeps silent about a text in another language.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from articles.content.readability import reading_of
from articles.linting.finding import Severity
from articles.linting.page import Page
from articles.linting.rule import Hit, rule
from articles.linting.surroundings import Surroundings
from articles.linting.words import lines_of, pairs_of

# The AMA and the NIH ask for the sixth to eighth grade; the estimate errs by about one.
HARDEST_GRADE = 9
LONG_SENTENCES_SHOWN = 5
FEWEST_WORDS_OF_A_LONG_SENTENCE = 20
PLAIN_WORDS_SHOWN = 8
# Shorter words have too many neighbours.
_SHORTEST_CHECKED = 6
_LONGEST_CHECKED = 24
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_INFLECTIONS = ("s", "es", "d", "ed", "r", "er", "ers", "ing", "ly", "ness", "’s", "ful", "less", "able", "y")
_WORD = re.compile(r"(?<![\w’'./@-])[a-z]+(?![\w’'/@-]|\.\w)")


@rule(
    "reading-grade",
    Severity.ADVICE,
    finds=f"a text for readers beyond grade {HARDEST_GRADE} (Flesch-Kincaid; tables and citations apart)",
    hint="Split the longest sentences and change the words listed below.",
)
def reading_grade(page: Page, _: Surroundings) -> Iterator[Hit]:
    grade = _grade(page)
    if grade > HARDEST_GRADE:
        yield Hit(
            "", f"grade {grade:.0f}", f"The text reads at about grade {grade:g}; patients are served by grade 6 to 8."
        )


@rule(
    "long-sentence",
    Severity.ADVICE,
    finds=f"the {LONG_SENTENCES_SHOWN} longest sentences of a text that is too hard",
    unless=f"the sentence has fewer than {FEWEST_WORDS_OF_A_LONG_SENTENCE} words",
    hint="Say it in two sentences.",
)
def long_sentence(page: Page, _: Surroundings) -> Iterator[Hit]:
    if _grade(page) <= HARDEST_GRADE:
        return
    counted = [(len(words.split()), place, words) for place, words in _prose(page)]
    for count, place, words in sorted(counted, key=lambda row: -row[0])[:LONG_SENTENCES_SHOWN]:
        if count >= FEWEST_WORDS_OF_A_LONG_SENTENCE:
            yield Hit(place, words, f"A sentence of {count} words.")


@rule(
    "plain-word",
    Severity.ADVICE,
    finds=f"words with a plainer neighbour in a text that is too hard, the {PLAIN_WORDS_SHOWN} most frequent",
    hint="Use the plainer word.",
)
def plain_word(page: Page, _: Surroundings) -> Iterator[Hit]:
    if _grade(page) <= HARDEST_GRADE:
        return
    plainer = pairs_of("plain_words")
    pattern = re.compile(r"\b(?:" + "|".join(sorted(plainer, key=len, reverse=True)) + r")\b", re.IGNORECASE)
    places: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for place, sentence in _prose(page):
        for match in pattern.finditer(sentence):
            word = match[0].lower()
            counts[word] += 1
            places.setdefault(word, place)
    for word, count in counts.most_common(PLAIN_WORDS_SHOWN):
        times = "" if count == 1 else f", {count} times here"
        yield Hit(places[word], word, f"“{word}”{times}, has a plainer neighbour.", hint=f"Try: {plainer[word]}.")


@rule(
    "typo",
    Severity.ADVICE,
    finds="a word that is often misspelled like this, or one that stands here once and is one letter from a known word",
    unless="it is in the word lists, a name or a medicine",
    hint="Check the spelling.",
)
def typo(page: Page, _: Surroundings) -> Iterator[Hit]:
    if not page.is_english:
        return
    counts: Counter[str] = Counter()
    places: dict[str, str] = {}
    for place, text in _texts(page):
        for word in _WORD.findall(text):
            counts[word] += 1
            places.setdefault(word, place)
    misspellings = pairs_of("misspellings")
    for word, count in counts.items():
        meant = misspellings.get(word) or (_neighbour(word, counts) if count == 1 else "")
        if meant:
            yield Hit(places[word], word, f"“{word}” may be a slip for “{meant}”.", hint=f"If so, write “{meant}”.")


def _neighbour(word: str, counts: Counter[str]) -> str:
    """Return the known word, or the word of this page, that `word` misses by one letter within; or nothing."""
    if not _SHORTEST_CHECKED <= len(word) <= _LONGEST_CHECKED or _is_known(word):
        return ""
    found = [
        other
        for other in _one_letter_away(word)
        # Its first and last letters stand: the others are plurals, endings and other words.
        if other != word and (other in counts or other in _known()) and other[0] == word[0] and other[-1] == word[-1]
    ]
    return max(found, key=lambda other: (counts[other], other), default="")


def _one_letter_away(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(1, len(word))]
    return {
        *(left + right[1:] for left, right in cuts),
        *(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
        *(left + letter + right[1:] for left, right in cuts for letter in _LETTERS if letter != right[0]),
        *(left + letter + right for left, right in cuts for letter in _LETTERS),
    }


@cache
def _known() -> frozenset[str]:
    generics = " ".join(pairs_of("drugs"))
    glossary = " ".join(f"{word} {plain}" for word, plain in pairs_of("plain_words").items())
    meant = " ".join(pairs_of("misspellings").values())
    return frozenset([*lines_of("known_words"), *re.findall(r"[a-z]+", f"{generics} {glossary} {meant}")])


def _is_known(word: str) -> bool:
    known = _known()
    if word in known:
        return True
    for ending in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        if stem in known or stem + "e" in known or (stem[-1] == stem[-2] and stem[:-1] in known):
            return True
        if stem[-1] == "i" and stem[:-1] + "y" in known:
            return True
    return any(word.startswith(prefix) and word.removeprefix(prefix) in known for prefix in ("un", "re", "non", "over"))


def _prose(page: Page) -> Iterator[tuple[str, str]]:
    """Yield the sentences of the text with their places; no tables, no headings, no citations."""
    for part in page.parts:
        for block in part.blocks:
            if block.is_prose and block.table is None:
                for sentence in block.sentences:
                    yield block.place, sentence.of(block.text)


def _texts(page: Page) -> Iterator[tuple[str, str]]:
    content = page.content
    yield "title", content["title"]
    yield "summary", content["summary"]
    for point in content["key_points"]:
        yield "key_points", point
    for block in page.blocks:
        yield block.place, block.text
    for section in content["sections"]:
        yield section["id"], section["heading"]


def _grade(page: Page) -> float:
    """The grade of the text; in a language that no formula here is made for, none."""
    if not page.is_english:
        return 0
    return reading_of([sentence for _, sentence in _prose(page)]).grade
