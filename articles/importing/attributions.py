"""Attributions: a verb of saying next to a person ("says Dr. Roe", "Roe explains", "he says")."""

import re
from dataclasses import dataclass, replace

from articles.content import names
from articles.content.attribution_verbs import PLURAL_VERB, VERB
from articles.content.sentences import Span, sentences_in
from articles.importing.people import Introduction, People, introductions_in
from articles.importing.report import Report

_VERB = re.compile(rf"\b(?:{VERB}|[Aa]ccording to\b|{PLURAL_VERB})")
_SUBJECT_AFTER = re.compile(rf" (?P<subject>(?P<honorific>{names.HONORIFIC})?(?P<name>{names.NAME})|he\b|she\b)")
_SUBJECT_BEFORE = re.compile(
    rf"(?:(?<=^)|(?<=[\s“”\"(—]))"
    rf"(?P<subject>(?P<honorific>{names.HONORIFIC})?(?P<name>{names.NAME})|[Hh]e|[Ss]he|they) $"
)
_PRONOUNS = frozenset({"he", "she", "they"})
_LONGEST_SUBJECT = 90


@dataclass(frozen=True)
class Attribution:
    """A verb of saying and the expert it belongs to, between two positions of a paragraph."""

    span: Span
    expert: str
    verb_comes_first: bool
    is_for_quotations_only: bool


class AttributionFinder:
    """Finds the attributions of one paragraph after the other and remembers who spoke last, for "he says"."""

    def __init__(self, people: People, report: Report) -> None:
        self._people = people
        self._report = report
        self._last_speaker = ""

    def find(self, voice: str, *, number: int) -> list[Attribution]:
        """Return the attributions in `voice`, a paragraph whose quoted words are blacked out."""
        introductions = [
            replace(found, start=sentence.start + found.start, end=sentence.start + found.end)
            for sentence in sentences_in(voice)
            for found in introductions_in(sentence.of(voice))
        ]
        attributions: list[Attribution] = []
        free_from = 0
        for verb in _VERB.finditer(voice):
            if verb.start() < free_from:
                continue  # a verb within a description that was already read
            said = self._speaker(voice, verb, introductions, number)
            if said is None:
                continue
            self._last_speaker, span = said
            attributions.append(
                Attribution(
                    span,
                    expert=self._last_speaker,
                    verb_comes_first=span.start == verb.start(),
                    is_for_quotations_only=_is_plural(verb),
                )
            )
            free_from = span.end
        return attributions

    def _speaker(
        self, voice: str, verb: re.Match[str], introductions: list[Introduction], number: int
    ) -> tuple[str, Span] | None:
        """Return who speaks and where the attribution stands.

        A name before the verb is looked for first, then one after it, and only then a pronoun.
        """
        here = max(0, verb.start() - _LONGEST_SUBJECT)
        before = _SUBJECT_BEFORE.search(voice[here : verb.start()])
        after = _SUBJECT_AFTER.match(voice, verb.end(), verb.end() + _LONGEST_SUBJECT)
        ends_before = Span(here + before.start("subject"), verb.end()) if before else None
        if _is_plural(verb):
            return self._pronoun("they", ends_before, number) if before and before["subject"] == "they" else None
        for found in introductions:
            if found.end < verb.start() and voice[found.end : verb.start()] in {" ", ", "}:
                return self._introduced(found, Span(found.start, verb.end()))
        if before and ends_before and before["name"] and (resolved := self._resolve(before, number)):
            return resolved.expert, Span(ends_before.start + resolved.skipped, verb.end())
        for found in introductions:
            if found.start == verb.end() + 1:
                return self._introduced(found, Span(verb.start(), found.end))
        if after and after["name"] and (resolved := self._resolve(after, number)):
            return resolved.expert, Span(verb.start(), after.end())
        if after and after["subject"] in _PRONOUNS:
            return self._pronoun(after["subject"], Span(verb.start(), after.end()), number)
        if before and before["subject"].lower() in _PRONOUNS:
            return self._pronoun(before["subject"], ends_before, number)
        for subject in (before, after):
            if subject and subject["honorific"]:
                self._report.doubt(number, f"{subject['subject']} is never named in full; nothing was marked.")
        return None

    def _introduced(self, found: Introduction, span: Span) -> tuple[str, Span] | None:
        person = self._people.find(found.name)
        return (person.key, span) if person else None

    def _pronoun(self, pronoun: str, span: Span | None, number: int) -> tuple[str, Span] | None:
        if span is None or not self._last_speaker:
            return None
        name = self._people.name(self._last_speaker)
        self._report.doubt(number, f"“{pronoun}” was read as {name}, who spoke last.")
        return self._last_speaker, span

    def _resolve(self, subject: re.Match[str], number: int) -> "_Resolved | None":
        """Return the person whom "Dr. Roe", "Roe" or "Ana Roe" means; one introduced with another first name is not."""
        name, skipped = names.trim_name(subject["name"])
        known = self._people.find(name)
        if known:
            return _Resolved(known.key, skipped)
        if not names.is_surname(name) and not subject["honorific"]:
            return None
        namesakes = [person.key for person in self._people.with_surname(name.split(" ")[-1])]
        if not namesakes:
            return None
        expert = self._last_speaker if self._last_speaker in namesakes else namesakes[0]
        if len(namesakes) > 1:
            self._report.doubt(number, f"{name} could be several people; it was read as {self._people.name(expert)}.")
        return _Resolved(expert, skipped)


@dataclass(frozen=True)
class _Resolved:
    expert: str
    skipped: int  # characters at the beginning of the match that are no part of the name


def _is_plural(verb: re.Match[str]) -> bool:
    return re.fullmatch(PLURAL_VERB, verb[0]) is not None
