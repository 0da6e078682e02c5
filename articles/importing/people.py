"""Who is on the page: found where introduced with full name, found again by surname."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from articles.content import names
from articles.content.attribution_verbs import VERB
from articles.importing.descriptions import Description, description_at_start, read_description
from articles.importing.page import Person

_NAME = re.compile(rf"(?<![\w’']){names.NAME}")
_HONORIFIC_BEFORE = re.compile(rf"(?<![\w’']){names.HONORIFIC}$")
# Where a description ends: another clause, another voice, the verb whose subject it belongs to.
_END_OF_DESCRIPTION = re.compile(
    rf"[;:(“”\"]| [–—-] |—|, (?:who|whose|which|he|she|they|but|in an?)\b|,? (?:and )?{VERB}|[.!?]\s*$"
)
_VERB_BEFORE = re.compile(rf"(?:\b{VERB}|\b[Aa]ccording to) $")
_VERB_AFTER = re.compile(rf",? {VERB}")
_LONGEST_DESCRIPTION = 400


@dataclass(frozen=True)
class Introduction:
    """A person named in full, with degrees or a description, between two positions of a sentence."""

    start: int
    end: int
    name: str
    degrees: tuple[str, ...]
    description: Description


def introductions_in(sentence: str) -> Iterator[Introduction]:
    """Find those whom `sentence` introduces: a full name with degrees, a title "Dr.", or a description and a verb."""
    for match in _NAME.finditer(sentence):
        name, cut = names.trim_name(match[0])
        name, degrees_within = names.split_degrees(name)
        start = match.start() + cut
        honorific = _HONORIFIC_BEFORE.search(sentence[max(0, start - 12) : start])
        start -= len(honorific[0]) if honorific else 0
        degrees, end = names.read_degrees(sentence, at=match.end())
        if not names.is_full(name) or names.is_organisation(name):
            continue
        text, end_of_text = _description_at(sentence, end)
        degrees = (*degrees_within, *degrees)
        is_voice = _VERB_BEFORE.search(sentence[max(0, start - 30) : start]) or _VERB_AFTER.match(sentence, end_of_text)
        if degrees or honorific or (text and is_voice):
            yield Introduction(
                start=start,
                end=end_of_text,
                name=name,
                degrees=degrees,
                description=read_description(text),
            )


def _description_at(sentence: str, at: int) -> tuple[str, int]:
    """Return the description that follows position `at`, and where it ends; none leaves the position."""
    match = re.compile(r", (?:who is )?").match(sentence, at)
    if match is None:
        return "", at
    stretch = sentence[match.end() : match.end() + _LONGEST_DESCRIPTION]
    # From one character before, so that a verb directly after the comma ends the description at once.
    ending = _END_OF_DESCRIPTION.search(sentence, match.end() - 1, match.end() + len(stretch))
    text = sentence[match.end() : max(match.end(), ending.start() if ending else match.end() + len(stretch))]
    text = description_at_start(text).rstrip(" ,")
    return (text, match.end() + len(text)) if text else ("", at)


class People:
    """The persons of one page, in the order in which it introduces them."""

    def __init__(self) -> None:
        self._by_key: dict[str, Person] = {}
        self._by_name: dict[str, str] = {}
        self._by_surname: dict[str, list[str]] = {}

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_key.values())

    def meet(self, name: str, *, degrees: tuple[str, ...], description: Description, number: int) -> Person:
        """Add somebody, or what is new about somebody already known by this full name."""
        key = self._by_name.get(names.comparable(name))
        known = self._by_key[key] if key else self._new(name, number)
        person = replace(
            known,
            degrees=tuple(dict.fromkeys((*known.degrees, *degrees))),
            title=known.title or description.title,
            specialties=known.specialties or description.specialties,
            affiliations=known.affiliations or description.affiliations,
        )
        self._by_key[person.key] = person
        return person

    def add_bio(self, key: str, bio: str) -> None:
        person = self._by_key[key]
        self._by_key[key] = replace(person, bio=" ".join(part for part in (person.bio, bio) if part))

    def find(self, name: str) -> Person | None:
        """Return the person of this full name."""
        key = self._by_name.get(names.comparable(name))
        return self._by_key[key] if key else None

    def name(self, key: str) -> str:
        return self._by_key[key].name

    def with_surname(self, surname: str) -> list[Person]:
        return [self._by_key[key] for key in self._by_surname.get(names.comparable(surname), [])]

    def _new(self, name: str, number: int) -> Person:
        base = names.key_of(name) or "expert"
        key, again = base, 1
        while key in self._by_key:
            again += 1
            key = f"{base}-{again}"
        self._by_name[names.comparable(name)] = key
        self._by_surname.setdefault(names.surname(name), []).append(key)
        return Person(key=key, name=name, number=number)
