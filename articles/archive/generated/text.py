"""Text that reads like a page about health, is about nothing, and has its words as often as real text has."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random

from articles.archive.generated import words

MANY = 64
_BEFORE_A_VOWEL = re.compile(r"\ba (?=[aeiou])")


def zipf(count: int) -> list[float]:
    """Cumulative weights by which the second word comes half as often as the first, the third a third as often."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))


_LISTS = {
    "t": words.TERMS,
    "n": words.THINGS,
    "m": words.THINGS,
    "q": words.QUALITIES,
    "r": words.QUALITIES,
    "d": words.DOINGS,
    "w": words.TIMES,
    "p": words.WHO,
    "k": tuple(map(str, range(2, 61))),
}
_WEIGHTS = {slot: zipf(len(choices)) for slot, choices in _LISTS.items()}


class Author:
    """Writes one page: the same `random` writes the same page."""

    def __init__(self, random: Random, *, about: str) -> None:
        self.random = random
        self._drawing = _Drawing({slot: self._draw(slot) for slot in _LISTS}, about)

    def sentence(self, templates: Sequence[str] = words.SENTENCES) -> str:
        template = self.random.choice(templates)
        text = _BEFORE_A_VOWEL.sub("an ", template.format_map(self._drawing))
        return text[0].upper() + text[1:]

    def paragraph(self, sentences: int) -> list[str]:
        return [self.sentence() for _ in range(sentences)]

    def _draw(self, slot: str) -> Iterator[str]:
        """The words of one list, as often as they should come; drawn many at a time, which is far quicker."""
        while True:
            yield from self.random.choices(_LISTS[slot], cum_weights=_WEIGHTS[slot], k=MANY)


class _Drawing(dict[str, str]):
    """Every slot of a template is a new word; every second term is what the page is about."""

    def __init__(self, drawn: dict[str, Iterator[str]], about: str) -> None:
        super().__init__()
        self._drawn, self._about = drawn, about

    def __missing__(self, slot: str) -> str:
        word = next(self._drawn[slot])
        return self._about if slot == "t" and len(word) % 2 else word
