"""What else a thing is called: "heart attack" asks for "myocardial infarction", too, and the other way round."""

from collections.abc import Iterable

from articles.content.search_words import words_of
from articles.models import Topic
from articles.search.likeness import bare
from articles.search.question import Part, Question, Words

MOST_OTHER_NAMES = 8


def names_of(topic: Topic) -> list[str]:
    return [topic.name, *[name for name in topic.synonyms if isinstance(name, str)]]


def with_other_names(question: Question, topics: Iterable[Topic]) -> Question:
    """Return `question` with each name of a topic in it open to the topic's other names. The longest name counts."""
    if not question:
        return question
    known = _known(topics)
    longest = max((len(name) for name in known), default=0)
    parts, place = [], 0
    while place < len(question.parts):
        for size in range(min(longest, len(question.parts) - place), 0, -1):
            slice_ = question.parts[place : place + size]
            words = tuple(word for part in slice_ for word in part.words)
            others = _others(words, known) if _may_be_a_name(slice_) else ()
            if others:
                parts.append(Part(words, is_quoted=slice_[0].is_quoted, other_names=others))
                place += size
                break
        else:
            parts.append(question.parts[place])
            place += 1
    return Question(tuple(parts))


def spoken_other_names(question: Question, topics: Iterable[Topic]) -> list[str]:
    """Return the other names that `question` is open to, as the topics spell them."""
    others = {name for part in question.parts for name in part.other_names}
    return [name for topic in topics for name in names_of(topic) if tuple(words_of(name)) in others]


def _may_be_a_name(parts: tuple[Part, ...]) -> bool:
    """A quotation is a name by itself or not at all; a word that is still being typed is none."""
    return len(parts) == 1 or not any(part.is_quoted or part.is_beginning for part in parts)


def _known(topics: Iterable[Topic]) -> dict[Words, list[Words]]:
    known: dict[Words, list[Words]] = {}
    for topic in topics:
        names = [words for words in (tuple(words_of(name)) for name in names_of(topic)) if words]
        for name in names:
            known.setdefault(_key(name), []).extend(names)
    return known


def _others(words: Words, known: dict[Words, list[Words]]) -> tuple[Words, ...]:
    own = _key(words)
    others = dict.fromkeys(name for name in known.get(own, ()) if _key(name) != own)
    return tuple(others)[:MOST_OTHER_NAMES]


def _key(words: Words) -> Words:
    return tuple(bare(word) for word in words)
