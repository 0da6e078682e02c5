"""Changes that can alter what a reader does: a dose, a “not”, a warning, a number, a source, an advice. Read first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from articles.content.wording import Hunk, Word

# In the order in which they should be read.
DOSE, NEGATION, WARNING, NUMBER, SOURCE, ADVICE = (
    "Dose", "Negation", "Warning", "Number", "Source", "Recommendation"
)  # fmt: skip
ORDER = (DOSE, NEGATION, WARNING, NUMBER, SOURCE, ADVICE)

_NEGATIONS = frozenset("not no never without cannot none neither nor nobody nothing non hardly instead except".split())
_WARNINGS = frozenset(
    "avoid avoids avoided avoiding contraindicated contraindication contraindications stop stops stopped stopping "
    "must only danger dangerous emergency urgent urgently immediately overdose toxic allergic allergy warning "
    "pregnant pregnancy breastfeeding maximum minimum most least more less fewer above below over under call 911 "
    "safe unsafe harmful fatal death severe interact interacts interaction interactions".split()
)
_DOSE_UNITS = frozenset(
    "mg g kg mcg µg μg ug ng ml dl l cc iu unit units mg/kg mg/ml mcg/kg mg/dl mmol mmol/l mmol/mol mol mmhg % percent "
    "tablet tablets pill pills capsule capsules drop drops puff puffs patch patches dose doses spoon spoons teaspoon "
    "teaspoons tablespoon tablespoons times time milligram milligrams gram grams microgram micrograms milliliter "
    "milliliters millilitre millilitres liter liters litre litres °c °f degrees mg/day g/day".split()
)
_OFTEN = frozenset("once twice thrice daily weekly monthly hourly nightly".split())
_NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand million half third quarter double twofold".split()
)
_ADVICE = frozenset(
    "should shouldn't shouldn’t ought recommend recommends recommended recommending recommendation recommendations "
    "advise advises advised advice advisable suggest suggests suggested consult consults consulting talk tell ask "
    "doctor doctors physician physicians pharmacist clinician specialist".split()
)
_GLUED_DOSE = re.compile(r"[\d.,]+(mg|g|kg|mcg|µg|μg|ug|ng|ml|dl|l|iu|%|mmol|°c|°f)\b.*|[\d.,]+%", re.IGNORECASE)
_EDGES = ".,;:!?()[]{}“”\"'‘’…"

_AROUND = 5
_LONG = 24


@dataclass(frozen=True)
class Alarm:
    kind: str
    html: str


def alarms_in(old: Sequence[Word], new: Sequence[Word], hunks: Sequence[Hunk]) -> list[Alarm]:
    """Return one alarm for each changed place that holds such a word, with the words around it."""
    found = []
    for hunk in hunks:
        if hunk.is_same:
            continue
        if len(hunk.old) <= _LONG and len(hunk.new) <= _LONG:
            kinds = {*_kinds(old, hunk.old), *_kinds(new, hunk.new)}
            if kinds:
                found.append(Alarm(min(kinds, key=ORDER.index), _snippet(old, new, hunk)))
            continue
        # A whole paragraph: each sentence of it for itself, or the second dose would hide behind the first.
        for words, span, tag in ((old, hunk.old, "del"), (new, hunk.new, "ins")):
            for sentence in _sentences(words, span):
                kinds = set(_kinds(words, sentence))
                if kinds:
                    marked = f"<{tag}>{_joined(words, sentence)}</{tag}>"
                    found.append(Alarm(min(kinds, key=ORDER.index), marked))
    return found


def _kinds(words: Sequence[Word], span: range) -> Iterator[str]:
    """Yield what the words in `span` can alter; a neighbour counts for a dose: in “5 mg” either half may change."""
    for index in range(max(span.start - 1, 0), span.stop):
        if span and _is_dose(words, index, span):
            yield DOSE
    for index in span:
        word = words[index]
        bare = _bare(word)
        if word.is_marker and word.text.startswith("["):
            yield SOURCE
        elif bare in _OFTEN:
            yield DOSE
        elif bare in _NEGATIONS or bare.endswith(("n't", "n’t")) or bare.startswith("non-"):
            yield NEGATION
        elif bare in _WARNINGS:
            yield WARNING
        elif _is_number(bare):
            yield NUMBER
        elif bare in _ADVICE:
            yield ADVICE


def _is_dose(words: Sequence[Word], index: int, span: range) -> bool:
    bare = _bare(words[index])
    if index in span and _GLUED_DOSE.fullmatch(bare):
        return True
    after = index + 1
    if not _is_number(bare) or after >= len(words) or _bare(words[after]) not in _DOSE_UNITS:
        return False
    return index in span or after in span


def _is_number(bare: str) -> bool:
    return any(char.isdigit() for char in bare) or bare in _NUMBER_WORDS


def _bare(word: Word) -> str:
    return word.text.strip(_EDGES).casefold()


def _sentences(words: Sequence[Word], span: range) -> Iterator[range]:
    start = span.start
    for index in span:
        is_last = index + 1 == span.stop
        # A block begins a sentence too: headings and list items often end without a full stop.
        if is_last or words[index].text.rstrip("”’\")'").endswith((".", "!", "?")) or words[index + 1].opens:
            yield range(start, index + 1)
            start = index + 1


def _snippet(old: Sequence[Word], new: Sequence[Word], hunk: Hunk) -> str:
    before = range(max(hunk.new.start - _AROUND, 0), hunk.new.start)
    after = range(hunk.new.stop, min(hunk.new.stop + _AROUND, len(new)))
    parts = [
        _joined(new, before),
        f"<del>{_joined(old, hunk.old)}</del>" if hunk.old else "",
        f"<ins>{_joined(new, hunk.new)}</ins>" if hunk.new else "",
        _joined(new, after),
    ]
    opening = "… " if before.start > 0 else ""
    closing = " …" if after.stop < len(new) else ""
    return opening + " ".join(part for part in parts if part) + closing


def _joined(words: Sequence[Word], span: range) -> str:
    return escape(" ".join(words[index].text for index in span))
