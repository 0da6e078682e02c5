"""Doses, an institution's word, recommendations and numbers: what a reader may act on or doubt needs a source.

The unit is the sentence; a marker covers whatever stands before it in its paragraph or list item, and one anywhere in
a table covers the table. Words that are tied to an expert are that expert's and need no other source.
"""

import re
from collections.abc import Iterator
from functools import cache

from articles.content.attribution_verbs import PLURAL_VERB, VERB
from articles.linting.finding import Severity
from articles.linting.page import Page
from articles.linting.rule import Check, Hit, rule
from articles.linting.surroundings import Surroundings
from articles.linting.words import lines_of

_WORD = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|seventy|"
    "eighty|ninety|hundred|thousand|million|billion"
)
# Bounded: a paste of ten thousand digits must not keep the desk waiting.
_DIGITS = r"\d[\d.,]{0,15}"
_NUMBER = rf"(?:{_DIGITS}|(?:{_WORD})(?:-(?:{_WORD}))?)"
_UNIT = (
    "percent|minutes?|hours?|days?|weeks?|months?|years?|decades?|pounds?|lbs?|ounces?|kilograms?|kilos?|kg|grams?|miles?|"
    "kilometers?|steps|calories|degrees|people|persons|adults|women|men|children|patients|cases|deaths|studies|trials|"
    "times|mg/dL|mmHg|million|billion|liters?|cups?|servings?"
)
_COMPARED = (
    r"at least|at most|up to|more than|less than|fewer than|no more than|about|around|nearly|almost|over|under|between|"
    r"an estimated|roughly|approximately|as (?:many|much|few|little) as"
)
_DOSE = re.compile(
    rf"\b{_DIGITS}[ -]?(?:mg|mcg|µg|μg|micrograms?|milligrams?|mL|ml|milliliters?|IU|units)\b(?!/d[lL])"
    rf"|\b{_NUMBER} (?:tablets?|pills?|capsules?|drops|puffs|doses) "
    rf"(?:a|an|per|each|every|once|twice|(?:{_WORD}) times)\b",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    rf"\b{_DIGITS} ?%|\b{_DIGITS}(?: |-)(?:(?:to|and|or) {_DIGITS} )?(?:more |extra |other )?(?:{_UNIT})\b"
    rf"|\b(?:{_COMPARED}) {_NUMBER}(?: (?:to|and|or) {_NUMBER})?(?: (?:more|extra|other))? (?:{_UNIT})\b"
    rf"|\b{_NUMBER} (?:in|out of|of every) (?:every )?{_NUMBER}\b"
    r"|\b\d{1,3}(?:,\d{3}){1,4}\b"
    r"|\b(?:majority|half|one third|a third|two thirds|a quarter|three quarters) of (?:all |the )?"
    r"(?:people|patients|adults|those|women|men|children|cases|us)\b",
    re.IGNORECASE,
)
_AGE = re.compile(r"\b\d{1,3}[ -]years?(?:[ -]olds?\b| of age\b)")
_WHO_RECOMMENDS = (
    r"experts?|doctors|physicians|neurologists|rheumatologists|specialists|researchers|scientists|dietitians"
)
_RECOMMENDATION = re.compile(
    rf"\b(?:{_WHO_RECOMMENDS}|guidelines?)(?: \w+){{0,4}} "
    r"(?:recommend|advise|suggest|encourage|urge|warn|caution|agree|found)s?\b"
    r"|\b(?:is|are) (?:\w+ly )?(?:recommended|advised)\b"
    r"|\b(?:studies|research|trials|evidence|a study|a trial)(?: \w+){0,3} "
    r"(?:shows?|suggests?|finds?|found|showed|suggested|indicates?|proves?|proved|supports?|supported)\b"
    rf"|\baccording to (?:\w+ )?(?:research|studies|a study|guidelines?|{_WHO_RECOMMENDS})\b",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rf"\b(?:{VERB}|{PLURAL_VERB}|[Aa]ccording to\b|approved\b|approves\b|found\b|finds\b|calls\b|defines\b)"
)


@cache
def _institution() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(lines_of("institutions")) + r")(?!\w)")


def claim_in(sentence: str) -> tuple[str, re.Match[str]] | None:
    """Return the gravest kind of claim in `sentence` and its words; one sentence is one claim."""
    dose = _DOSE.search(sentence)
    if dose:
        return "uncited-dose", dose
    institution = _institution().search(sentence)
    if institution and _SAYS.search(sentence):
        return "uncited-institution", institution
    recommendation = _RECOMMENDATION.search(sentence)
    if recommendation:
        return "uncited-recommendation", recommendation
    number = _NUMERIC.search(_AGE.sub(lambda age: " " * len(age[0]), sentence))
    return ("uncited-number", number) if number else None


def _check(code: str, says: str) -> Check:
    def check(page: Page, _: Surroundings) -> Iterator[Hit]:
        for part in page.body:
            for block in part.blocks:
                if block.is_heading:
                    continue
                for sentence in block.sentences:
                    claim = claim_in(sentence.of(block.own_voice))
                    if claim is None or claim[0] != code:
                        continue
                    if not page.is_cited(block, at=sentence.start + claim[1].end()):
                        message = says.format(words=claim[1][0].strip())
                        yield Hit(part.place, sentence.of(block.text), message)

    return check


_CITE = "Cite the source right after the claim, or write the sentence without it."

uncited_dose = rule(
    "uncited-dose",
    Severity.ERROR,
    finds="an amount of a medicine without a source",
    unless="the words are tied to an expert",
    hint="Cite the label or a guideline right after the dose, or leave the dose to the doctor.",
)(_check("uncited-dose", "A reader may take “{words}” as it stands here, and no source says so."))

uncited_institution = rule(
    "uncited-institution",
    Severity.WARNING,
    finds="what an institution says, without the place where it says so",
    unless="the words are tied to an expert",
    hint="Cite the page or guideline of the institution right after the claim.",
)(_check("uncited-institution", "{words} is named as the authority, but nothing shows where it says so."))

uncited_recommendation = rule(
    "uncited-recommendation",
    Severity.WARNING,
    finds="what “experts”, “studies” or “guidelines” say or advise, without a source",
    unless="the words are tied to an expert",
    hint=_CITE,
)(_check("uncited-recommendation", "“{words}”: a reader cannot find out who says so."))

uncited_number = rule(
    "uncited-number",
    Severity.WARNING,
    finds="a measured or compared number without a source: a percentage, an amount with its unit, one in ten",
    unless="it is a date, an age, a telephone number or a plain count (“two halves”), or tied to an expert",
    hint=_CITE,
)(_check("uncited-number", "“{words}” stands without a source."))
