"""What else a thing is called: "heart attack" asks for "myocardial infarction", too, and the other way round."""

from collections.abc import Iterable
from sys import intern
from typing import Any, Generic, Protocol, TypeVar

from articles.content.search_words import words_of
from articles.search.likeness import bare
from articles.search.question import Part, Question, Words

MOST_OTHER_NAMES = 8


class Named(Protocol):
    """A topic, or as much of one as has names."""

    name: Any
    synonyms: Any


SomeTopic = TypeVar("SomeTopic", bound=Named)


def names_of(topic: Named) -> list[str]:
    return [topic.name, *[name for name in topic.synonyms if isinstance(name, str)]]


class Names(Generic[SomeTopic]):
    """What all topics are called, laid out once for many questions."""

    def __init__(self, topics: Iterable[SomeTopic]) -> None:
        # How names are spelled, each with its place among all of them.
        self._begun: list[tuple[str, str]] = []
        self._spelled: dict[Words, tuple[int, ...]] = {}
        # By the words of a name without their endings, all names of its topics.
        self._known: dict[Words, tuple[Words, ...]] = {}
        # By each word of a name, the topics that have it in one of their names, and all words of that name.
        self._named: dict[str, list[tuple[SomeTopic, Words]]] = {}
        for topic in topics:
            self._learn(topic)
        self._longest = max((len(name) for name in self._known), default=0)

    def opened(self, question: Question) -> Question:
        """Return `question` with each name of a topic in it open to its other names. The longest name counts."""
        parts, place = [], 0
        while place < len(question.parts):
            for size in range(min(self._longest, len(question.parts) - place), 0, -1):
                slice_ = question.parts[place : place + size]
                words = tuple(word for part in slice_ for word in part.words)
                others = self._others(words) if _may_be_a_name(slice_) else ()
                if others:
                    parts.append(Part(words, is_quoted=slice_[0].is_quoted, other_names=others))
                    place += size
                    break
            else:
                parts.append(question.parts[place])
                place += 1
        return Question(tuple(parts))

    def spoken(self, question: Question) -> list[str]:
        """Return the other names that `question` is open to, as the topics spell them."""
        others = {name for part in question.parts for name in part.other_names}
        places = sorted(place for words in others for place in self._spelled[words])
        return [self._begun[place][0] for place in places]

    def sharing(self, question: Question) -> list[SomeTopic]:
        """Topics with a name that has a word that was asked for; those whose names have most of them first."""
        asked = {bare(word) for word in question.words}
        shared: dict[SomeTopic, int] = {}
        for word in asked:
            for topic, name in self._named.get(word, ()):
                shared[topic] = max(shared.get(topic, 0), len(asked.intersection(name)))
        return sorted(shared, key=lambda topic: (-shared[topic], topic.name))

    def beginning(self, typed: str) -> list[str]:
        """Return the names in which a word begins as what was typed does, the shortest first."""
        start = " " + " ".join(typed.casefold().split())
        found = {text for text, folded in self._begun if start in folded}
        return sorted(found, key=lambda text: (len(text), text))

    def _learn(self, topic: SomeTopic) -> None:
        # Names have most of their words from each other: each is kept once.
        spoken = [(tuple(map(intern, words_of(text))), text) for text in names_of(topic)]
        for words, text in spoken:
            self._spelled[words] = (*self._spelled.get(words, ()), len(self._begun))
            self._begun.append((text, f" {text.casefold()}"))
        names = tuple(words for words, _ in spoken if words)
        for name in names:
            key = _key(name)
            # Most names are those of one topic, and then all of them have the same tuple.
            self._known[key] = self._known.get(key, ()) + names
            called = topic, key
            for word in set(key):
                self._named.setdefault(word, []).append(called)

    def _others(self, words: Words) -> tuple[Words, ...]:
        own = _key(words)
        others = dict.fromkeys(name for name in self._known.get(own, ()) if _key(name) != own)
        return tuple(others)[:MOST_OTHER_NAMES]


def _may_be_a_name(parts: tuple[Part, ...]) -> bool:
    """A quotation is a name by itself or not at all; a word that is still being typed is none."""
    return len(parts) == 1 or not any(part.is_quoted or part.is_beginning for part in parts)


def _key(words: Words) -> Words:
    return tuple(intern(bare(word)) for word in words)
