"""What a reader typed, as words to look for. Whatever was typed, this is what is asked: it cannot fail."""

import re
from dataclasses import dataclass

from articles.content.search_words import words_of

MOST_CHARACTERS = 300
MOST_WORDS = 12

Words = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """Something that a page must hold: all these words, in one place if they were quoted, or another name for them."""

    words: Words
    is_quoted: bool = False
    is_beginning: bool = False
    other_names: tuple[Words, ...] = ()

    @property
    def is_asked_by_a_name(self) -> bool:
        """Whether another name finds whatever these words find: whoever has "asthma" has "asthma disease", too."""
        # Words that need not stand together say nothing of names of several words, which must.
        return any(_is_within(name, self.words) for name in self.other_names if self.is_quoted or len(name) == 1)

    @property
    def names_to_ask(self) -> tuple[Words, ...]:
        """The other names that find something which nothing shorter finds."""
        shorter = (self.words, *self.other_names)
        return tuple(name for name in self.other_names if not any(_is_within(words, name) for words in shorter))


@dataclass(frozen=True)
class Question:
    """A page that answers it holds every part."""

    parts: tuple[Part, ...]

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def words(self) -> list[str]:
        return [word for part in self.parts for word in part.words]


def asked(text: str) -> Question:
    """Return what `text` asks for; words in double quotes stand together."""
    parts: list[Part] = []
    for quoted, bare in re.findall(r'"([^"]*)"|([^"]+)', _shortened(text)):
        if quoted:
            parts.append(Part(tuple(words_of(quoted)), is_quoted=True))
        else:
            parts.extend(Part((word,)) for word in words_of(bare))
    return Question(_at_most([part for part in parts if part.words]))


def begun(text: str) -> Question:
    """Return what `text` asks for while its last word is still being typed."""
    words = words_of(_shortened(text))[:MOST_WORDS]
    if not words:
        return Question(())
    is_beginning = text[-1:].isalnum()
    return Question((*[Part((word,)) for word in words[:-1]], Part((words[-1],), is_beginning=is_beginning)))


def was_shortened(text: str) -> bool:
    return len(text) > MOST_CHARACTERS or len(words_of(_shortened(text))) > MOST_WORDS


def _shortened(text: str) -> str:
    return re.sub("[“”„«»]", '"', text[:MOST_CHARACTERS])


def _is_within(words: Words, name: Words) -> bool:
    """Whether all `words` stand together in a longer name."""
    starts = range(len(name) - len(words) + 1)
    return len(words) < len(name) and any(name[start : start + len(words)] == words for start in starts)


def _at_most(parts: list[Part]) -> tuple[Part, ...]:
    kept: list[Part] = []
    left = MOST_WORDS
    for part in parts:
        words = part.words[:left]
        if words:
            kept.append(Part(words, is_quoted=part.is_quoted))
        left -= len(words)
    return tuple(kept)
