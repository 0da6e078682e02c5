"""Whether one version says something else than another: computed from both, never anybody's word.

Immaterial is only what is proved to be so, as for a minor edit (`diff`): the same words in another letter case, spacing
or quotation mark, and what is beside the text, such as an address. Everything else is material, and named: what can
alter what a reader does first.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from articles.content.beside import ADDRESS, FIGURES, FORM, PEOPLE, PLACE, SECTION
from articles.content.diff import material_paths
from articles.content.hub_links import unlinked_content
from articles.content.passages import PICTURE
from articles.content.review_changes import CONTEXT, LINK, QUOTE, WORDS, Change, review_changes
from articles.content.safety import ADVICE, DOSE, NEGATION, NUMBER, SOURCE, WARNING, alarms_in
from articles.content.unseen import RAISED
from articles.content.wording import Hunk, Word, aligned, words_of

DRUG, COMPARISON = "Medicine", "Comparison"
# Each with what readers are told of it, in the order in which they are told.
SAID = {
    DOSE: "a dose",
    DRUG: "the name of a medicine",
    NEGATION: "a negation",
    WARNING: "a warning",
    NUMBER: "a number",
    COMPARISON: "a comparison",
    ADVICE: "a recommendation",
    QUOTE: "a quote",
    SOURCE: "a source",
    "Corrections": "the list of corrections",
    "Disclosures": "a disclosure",
    FIGURES: "a picture",
}
# Told only where nothing above is: a changed number changes the wording, too.
ELSE = {
    WORDS: "the wording",
    CONTEXT: "what a sentence stands with",
    LINK: "a link",
    PEOPLE: "who stands behind the page",
    PLACE: "the order",
    SECTION: "a section’s name",
    FORM: "the form of the text",
}
OTHER = "something beside the text"

# Where the page stands and what it leads to; what a reviewer was told of the linter.
_BESIDE = ("slug", "topics", "related", "waivers")
_FILES = ("src", "width", "height", "focal", "renditions")
_COMPARISONS = frozenset(
    "more less fewer greater lesser higher lower larger smaller bigger longer shorter stronger weaker better worse "
    "above below over under most least maximum minimum than increase increases increased decrease decreases decreased "
    "rise rises fall falls raise raises raised reduce reduces reduced double doubles halve halves before after until "
    "within up down exceed exceeds half twice times equal between rarely sometimes often usually always "
    "common uncommon rare".split()
)
_SIGNS = frozenset("<>≤≥=±≈")
_EDGES = ".,;:!?()[]{}“”\"'‘’…"
_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\u2011": "-", "–": "-", "…": "..."})

Drugs = Callable[[str], Iterable[str]]


@dataclass(frozen=True)
class Materiality:
    """What is told of a change: `is_material` and in `reasons` the kinds of change behind it, the gravest first."""

    reasons: tuple[str, ...] = ()

    @property
    def is_material(self) -> bool:
        return bool(self.reasons)

    @property
    def words(self) -> str:
        """One line for readers: Material change: a dose and a source changed."""
        if not self.reasons:
            return "No change in substance"
        said = [SAID.get(reason) or ELSE.get(reason) or OTHER for reason in self.reasons]
        listed = " and ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
        return f"Material change: {listed} changed"


def materiality(old: dict[str, Any], new: dict[str, Any], *, drugs: Drugs = lambda text: ()) -> Materiality:
    """Judge the change from the document `old` to `new`; `drugs` returns the medicines that a text names."""
    kinds = set(chain.from_iterable(_kinds(change, drugs) for change in review_changes(_read(old), _read(new))))
    if kinds & SAID.keys():
        return Materiality(tuple(kind for kind in SAID if kind in kinds))
    if not material_paths(_read(old), _read(new)):
        return Materiality()
    return Materiality(tuple(kind for kind in ELSE if kind in kinds)[:1] or (OTHER,))


def _read(content: dict[str, Any]) -> dict[str, Any]:
    """Return what readers take in: not where the page stands or leads, nor in which sizes a picture is kept."""
    content = unlinked_content(content)
    read = {key: value for key, value in content.items() if key not in _BESIDE}
    read["hero"] = _seen(content.get("hero"))
    read["sections"] = [
        {**section, "figure": _seen(section.get("figure"))} for section in content.get("sections") or []
    ]
    # The reviewer is whoever decided; a byline that names one is shown to nobody.
    read["bylines"] = [
        {key: value for key, value in line.items() if key not in ("portrait", "slug")}
        for line in content.get("bylines") or []
        if line.get("role") != "medical_reviewer"
    ]
    return read


def _seen(figure: dict[str, Any] | None) -> dict[str, Any] | None:
    return {key: value for key, value in figure.items() if key not in _FILES} if figure else None


def _kinds(change: Change, drugs: Drugs) -> Iterator[str]:
    """Yield what a change can alter."""
    passage = change.passage or change.old
    if passage is None or passage.kind == PICTURE:
        yield from (kind for kind in change.kinds if kind not in (ADDRESS, WORDS))
        return
    was, now = (words_of(side.html) if side else [] for side in (change.old, change.passage))
    differing = [hunk for hunk in aligned(was, now) if not hunk.is_same]
    hunks = [hunk for hunk in differing if not _looks_alike(was, now, hunk)]
    yield from (alarm.kind for alarm in alarms_in(was, now, hunks))
    yield from _by_words(was, now, hunks, drugs)
    if hunks and any(side.voice for side in (change.old, change.passage) if side):
        yield QUOTE
    # What no letter shows: a link that leads elsewhere, a quote that became somebody else's, 10⁶ that became 106.
    noted = {note.kind for note in change.notes}
    if RAISED in noted:
        yield NUMBER
    yield from (kind for kind in (QUOTE, LINK, SOURCE, CONTEXT, FORM, PLACE) if kind in noted)
    if differing:
        yield WORDS


def _by_words(old: Sequence[Word], new: Sequence[Word], hunks: Sequence[Hunk], drugs: Drugs) -> Iterator[str]:
    """Yield what the changed words are beyond `safety`: a name of a medicine, a comparison, somebody's own words."""
    for hunk in hunks:
        changed = [*(old[index] for index in hunk.old), *(new[index] for index in hunk.new)]
        bare = [word.text.strip(_EDGES).casefold() for word in changed]
        if any(word in _COMPARISONS or _SIGNS.intersection(word) for word in bare):
            yield COMPARISON
        if any(value for word in changed for value, _ in word.voice):
            yield QUOTE
        # With a word on each side: half of a name may have changed.
        if set(drugs(_around(old, hunk.old))) != set(drugs(_around(new, hunk.new))):
            yield DRUG


def _around(words: Sequence[Word], span: range) -> str:
    return " ".join(word.text for word in words[max(span.start - 1, 0) : span.stop + 1])


def _looks_alike(old: Sequence[Word], new: Sequence[Word], hunk: Hunk) -> bool:
    """Whether the words differ in nothing but capitals, the shape of a mark and the space before it."""
    was, now = (
        [words[index].text.translate(_TYPOGRAPHIC).casefold() for index in span]
        for words, span in ((old, hunk.old), (new, hunk.new))
    )
    return "".join(was) == "".join(now) and _bare(was) == _bare(now)


def _bare(texts: Iterable[str]) -> list[str]:
    return [bare for text in texts if (bare := text.strip(_EDGES))]
