"""The words of a text, each with what a reader meets besides its letters: form, link, voice, line breaks.

A comparison of letters alone would miss a link that leads elsewhere, a quote that became somebody else's, and 10⁶ that
became 106.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from articles.content.html import BLOCKS, parse

BREAKING = BLOCKS | {"figure", "figcaption", "thead", "tbody"}
VOICES = ("quote", "paraphrase")
# What stands for a table cell without words, so that an emptied cell is a change.
EMPTY_CELL = "∅"

Runs = tuple[tuple[Any, int], ...]


@dataclass(frozen=True)
class Word:
    """Letters up to the next space. `form`, `link` and `voice` are given run by run, as half a word can be bold."""

    text: str
    form: Runs = ()
    link: Runs = ()
    voice: Runs = ()
    opens: tuple[str, ...] = ()
    is_marker: bool = False

    @property
    def counts(self) -> bool:
        """Whether a person would call it a word: neither a citation marker nor a lonely dash."""
        return not self.is_marker and any(char.isalnum() for char in self.text)


@dataclass(frozen=True)
class Hunk:
    """A stretch that is the same in both texts, or that changed: from here to there in the old and in the new words."""

    is_same: bool
    old: range
    new: range


def words_of(html: str) -> list[Word]:
    """Return the words of sanitised HTML. A citation marker is a word that names its key: `[foley2013]`."""
    if not html.strip():
        return []
    reader = _Reader()
    reader.read_inside(parse(html), Dress())
    reader.end_word()
    return reader.words


def words_in(text: str) -> list[Word]:
    """Return the words of plain text."""
    return [Word(text) for text in text.split()]


def aligned(old: Sequence[Word], new: Sequence[Word]) -> list[Hunk]:
    """Return what stayed and what changed, by letters, in order and without gaps.

    Sentences are laid side by side first, then the words of those that changed: the common words of a long text
    (“the”, “of”) would otherwise all be tried against each other.
    """
    hunks: list[Hunk] = []
    was, now = _sentences(old), _sentences(new)
    for tag, i1, i2, j1, j2 in _opcodes([_texts(old, span) for span in was], [_texts(new, span) for span in now]):
        before, after = _from_to(was, i1, i2, len(old)), _from_to(now, j1, j2, len(new))
        if tag == "equal":
            hunks.append(Hunk(True, before, after))
            continue
        for inner, k1, k2, m1, m2 in _opcodes(_texts(old, before), _texts(new, after)):
            left = range(before.start + k1, before.start + k2)
            hunks.append(Hunk(inner == "equal", left, range(after.start + m1, after.start + m2)))
    return _merged(hunks)


# Above this many pairs of words, words that stand in every sentence no longer anchor the comparison.
_MANY_PAIRS = 250_000


def _opcodes(old: Sequence[Any], new: Sequence[Any]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > _MANY_PAIRS).get_opcodes()


def _texts(words: Sequence[Word], span: range) -> tuple[str, ...]:
    return tuple(words[index].text for index in span)


def _sentences(words: Sequence[Word]) -> list[range]:
    """Cut at full stops and where a block begins: headings and list items often end without a stop."""
    cuts = [0]
    for index, word in enumerate(words[1:], start=1):
        if word.opens or words[index - 1].text.endswith((".", "!", "?")):
            cuts.append(index)
    return [range(start, end) for start, end in zip(cuts, [*cuts[1:], len(words)], strict=True) if end > start]


def _from_to(sentences: Sequence[range], first: int, last: int, end: int) -> range:
    """Return the words of some sentences in a row; of none, the empty place where they would begin."""
    start = sentences[first].start if first < len(sentences) else end
    return range(start, sentences[last - 1].stop if last > first else start)


def _merged(hunks: list[Hunk]) -> list[Hunk]:
    merged: list[Hunk] = []
    for hunk in hunks:
        last = merged[-1] if merged else None
        if last and last.is_same == hunk.is_same:
            old, new = range(last.old.start, hunk.old.stop), range(last.new.start, hunk.new.stop)
            merged[-1] = Hunk(hunk.is_same, old, new)
        else:
            merged.append(hunk)
    return merged


def counted(old: Sequence[Word], new: Sequence[Word], hunks: Sequence[Hunk]) -> tuple[int, int]:
    """Return how many words were added and how many removed."""
    changed = [hunk for hunk in hunks if not hunk.is_same]
    added = sum(new[index].counts for hunk in changed for index in hunk.new)
    removed = sum(old[index].counts for hunk in changed for index in hunk.old)
    return added, removed


@dataclass(frozen=True)
class Dress:
    """What the letters at one place wear: the elements around them, the link and the voice they belong to."""

    form: tuple[str, ...] = ()
    link: tuple[str, str] | None = None
    voice: tuple[str, str] | None = None

    def within(self, element: Any) -> "Dress":
        tag, link, voice, form = element.tag, self.link, self.voice, self.form
        name = next((name for name in VOICES if name in (element.get("class") or "").split()), "")
        if tag == "a" and element.get("class") != "hub":
            link = (element.get("href") or "", element.get("title") or "")
        if element.get("data-expert"):
            voice = (name or "quote", element.get("data-expert"))
        elif name:
            voice = (name, "")
        if tag not in ("a", "span"):
            kept = [f"{key}={value}" for key, value in sorted(element.items()) if key in ("start", "scope", *_SPANS)]
            form = (*form, " ".join([tag, *kept]))
        return Dress(form, link, voice)


_SPANS = ("colspan", "rowspan")


class _Reader:
    """Reads a tree from left to right and cuts it into words at spaces and at blocks."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.letters: list[tuple[str, Dress]] = []
        self.opens: list[str] = []

    def read(self, element: Any, around: Dress) -> None:
        if not isinstance(element.tag, str):
            return
        is_block = element.tag in BREAKING
        if is_block:
            self.end_word()
            self.opens.append(element.tag)
        if element.tag == "sup" and element.get("data-cite"):
            self.end_word()
            self.letters = [(char, around) for char in f"[{element.get('data-cite')}]"]
            self.end_word(is_marker=True)
            return
        before = len(self.words)
        self.read_inside(element, around.within(element))
        if is_block:
            self.end_word()
        if element.tag in ("td", "th") and len(self.words) == before:
            self.letters = [(EMPTY_CELL, around.within(element))]
            self.end_word(is_marker=True)

    def read_inside(self, element: Any, dress: Dress) -> None:
        self.read_text(element.text, dress)
        for child in element:
            self.read(child, dress)
            self.read_text(child.tail, dress)

    def read_text(self, text: str | None, dress: Dress) -> None:
        for char in text or "":
            if char.isspace():
                self.end_word()
            else:
                self.letters.append((char, dress))

    def end_word(self, *, is_marker: bool = False) -> None:
        if not self.letters:
            return
        dresses = [dress for _, dress in self.letters]
        self.words.append(
            Word(
                text="".join(char for char, _ in self.letters),
                form=_runs([dress.form for dress in dresses]),
                link=_runs([dress.link for dress in dresses]),
                voice=_runs([dress.voice for dress in dresses]),
                opens=tuple(self.opens),
                is_marker=is_marker,
            )
        )
        self.letters, self.opens = [], []


def _runs(values: list[Any]) -> Runs:
    """Say each value once with the number of letters it holds for."""
    runs: list[tuple[Any, int]] = []
    for value in values:
        if runs and runs[-1][0] == value:
            runs[-1] = (value, runs[-1][1] + 1)
        else:
            runs.append((value, 1))
    return tuple(runs)
