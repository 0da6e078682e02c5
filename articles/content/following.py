"""Follow the passages of a page from one version to the next: which stayed, which changed, moved, came or went."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain, islice

from articles.content.passages import HEADING, OUTSIDE, PICTURE, TITLE, Passage

SAME, CHANGED, NEW = "same", "changed", "new"
# How alike the words of two passages must be to be one that was reworded: where it stood, and anywhere else.
ALIKE_HERE, ALIKE_ELSEWHERE = 0.5, 0.75
# A cell or a label of so few words is compared by its letters: “150” and “15” have no word in common.
_FEW_WORDS = 3
# How far from its old rank in a place a reworded passage is looked for; a page written anew stays cheap so.
_REACH = 24


@dataclass(frozen=True)
class Followed:
    """A passage of the new version and the old one it comes from; `moved` says that it stood elsewhere."""

    new: Passage
    old: Passage | None
    moved: bool = False

    @property
    def state(self) -> str:
        if self.old is None:
            return NEW
        return SAME if self.old.key == self.new.key else CHANGED


@dataclass(frozen=True)
class Gone:
    """A passage that the new version does not have, and the new passage after which it would stand, if any."""

    old: Passage
    after: Passage | None


@dataclass(frozen=True)
class Following:
    """`passages` in the order of the new page, `gone` in the order of the old one.

    `places` gives for each place of the old version its place in the new one: another only if a section got a new id.
    """

    passages: list[Followed]
    gone: list[Gone]
    places: dict[str, str] = field(default_factory=dict)


def followed(old: Sequence[Passage], new: Sequence[Passage]) -> Following:
    """Pair the passages of two versions.

    First those that say the same, then a title with the title and a picture with the picture of its place, then those
    reworded in their place, then those reworded and moved. The same two versions always give the same pairs.
    """
    pairs = _Pairs(old, new)
    pairs.same(lambda passage: (passage.place, passage.kind, passage.key))
    # A title is always the title, even if a heading now says what it said.
    pairs.same(lambda passage: (passage.place == TITLE, passage.kind, passage.key))
    pairs.same(lambda passage: (passage.place == TITLE, passage.key))
    places = _places(pairs)
    pairs.fixed(places)
    for place, stands in places.items():
        pairs.reworded(place, stands)
    pairs.reworded_elsewhere()
    moved = _moved(pairs, places)
    came_from = {j: i for i, j in pairs.by_old.items()}
    passages = [
        Followed(passage, old[came_from[j]] if j in came_from else None, j in moved) for j, passage in enumerate(new)
    ]
    return Following(passages, list(_gone(pairs, moved)), places)


def find(
    anchor_key: str, anchor_text: str, place: str, passages: Sequence[Passage], *, kind: str = ""
) -> Passage | None:
    """Return the passage that a note on `anchor_key` now belongs to, or None if it is gone.

    The one that says the same, in its place rather than elsewhere; else the most similar in its place; else a very
    similar one elsewhere. With `kind=PICTURE` it is the picture of the place, whichever that is now.
    """
    same = [passage for passage in passages if passage.key == anchor_key]
    if same:
        return next((passage for passage in same if passage.place == place), same[0])
    if kind == PICTURE:
        return next((passage for passage in passages if (passage.place, passage.kind) == (place, PICTURE)), None)
    words = _Bag(anchor_text)
    here = [passage for passage in passages if passage.place == place and passage.kind != PICTURE]
    elsewhere = [passage for passage in passages if passage.place != place and passage.kind != PICTURE]
    for candidates, least in ((here, ALIKE_HERE), (elsewhere, ALIKE_ELSEWHERE)):
        best, found = least, None
        for passage in candidates:
            alike = words.likeness(_Bag(passage.text), least)
            if alike > best or (alike == best and found is None):
                best, found = alike, passage
        if found:
            return found
    return None


# --- Likeness


class _Bag:
    """The words of a text without their order: enough to know a reworded sentence, and cheap."""

    def __init__(self, text: str) -> None:
        self.text = " ".join(text.casefold().split())
        self.words = Counter(word.strip(".,;:!?()[]“”\"'‘’…") or word for word in self.text.split())
        self.size = self.words.total()

    def likeness(self, other: "_Bag", least: float) -> float:
        """Return from 0 to 1 how alike both are; 0 as soon as it is clear that it stays below `least`."""
        both = self.size + other.size
        if not both:
            return 0.0
        has_few = self.size <= _FEW_WORDS and other.size <= _FEW_WORDS
        if has_few and len(self.text) + len(other.text) <= _FEW_LETTERS:
            return SequenceMatcher(None, self.text, other.text, autojunk=False).ratio()
        if 2 * min(self.size, other.size) < least * both:
            return 0.0
        few, many = (self.words, other.words) if len(self.words) <= len(other.words) else (other.words, self.words)
        return 2 * sum(min(count, many[word]) for word, count in few.items() if word in many) / both


_FEW_LETTERS = 120


# --- Pairing


class _Pairs:
    """Old passages with their new ones, by rank; each is paired once."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self.old, self.new = old, new
        self.by_old: dict[int, int] = {}
        self._taken: set[int] = set()
        self._bags: dict[str, _Bag] = {}

    def add(self, i: int, j: int) -> None:
        self.by_old[i] = j
        self._taken.add(j)

    def open_old(self) -> Iterable[int]:
        return (i for i in range(len(self.old)) if i not in self.by_old)

    def open_new(self) -> Iterable[int]:
        return (j for j in range(len(self.new)) if j not in self._taken)

    def same(self, name: Callable[[Passage], object]) -> None:
        """Pair what has the same name, the first with the first."""
        waiting: dict[object, list[int]] = defaultdict(list)
        for i in self.open_old():
            waiting[name(self.old[i])].append(i)
        for j in list(self.open_new()):
            if found := waiting.get(name(self.new[j])):
                self.add(found.pop(0), j)

    def fixed(self, places: dict[str, str]) -> None:
        """Pair what a place has one of: its title, its heading, its picture."""
        waiting = {(self.new[j].place, self.new[j].kind): j for j in self.open_new() if self.new[j].block == OUTSIDE}
        for i in list(self.open_old()):
            passage = self.old[i]
            if passage.block == OUTSIDE and (j := waiting.pop((places[passage.place], passage.kind), None)) is not None:
                self.add(i, j)

    def reworded(self, place: str, stands: str) -> None:
        """Pair what was reworded in its place, keeping the order, as alike as can be in all."""
        for is_heading in (False, True):
            was = [i for i in self.open_old() if self.old[i].place == place and _fits(self.old[i], is_heading)]
            now = [j for j in self.open_new() if self.new[j].place == stands and _fits(self.new[j], is_heading)]
            for i, j in self._aligned(was, now):
                self.add(i, j)

    def _aligned(self, was: list[int], now: list[int]) -> list[tuple[int, int]]:
        """Return the pairs in order whose likenesses have the greatest sum."""
        if not was or not now:
            return []
        sums = [[0.0] * (len(now) + 1) for _ in range(len(was) + 1)]
        alike: dict[tuple[int, int], float] = {}
        for a in range(len(was) - 1, -1, -1):
            middle = a * len(now) // len(was)
            for b in range(len(now) - 1, -1, -1):
                best = max(sums[a + 1][b], sums[a][b + 1])
                if abs(b - middle) <= _REACH:
                    likeness = self.likeness(was[a], now[b], ALIKE_HERE)
                    if likeness >= ALIKE_HERE:
                        alike[a, b] = likeness
                        best = max(best, sums[a + 1][b + 1] + likeness)
                sums[a][b] = best
        pairs, a, b = [], 0, 0
        while a < len(was) and b < len(now):
            if (a, b) in alike and sums[a][b] == sums[a + 1][b + 1] + alike[a, b]:
                pairs.append((was[a], now[b]))
                a, b = a + 1, b + 1
            elif sums[a][b] == sums[a + 1][b]:
                a += 1
            else:
                b += 1
        return pairs

    def reworded_elsewhere(self) -> None:
        """Pair what is very alike, wherever it stands: the most alike first."""
        was = [i for i in self.open_old() if self.old[i].kind != PICTURE]
        now = [j for j in self.open_new() if self.new[j].kind != PICTURE]
        with_word: dict[str, list[int]] = defaultdict(list)
        for j in now:
            for word in self.bag(self.new[j].text).words:
                with_word[word].append(j)
        found = []
        for i in was:
            # Very alike passages share their rare words: only those that do are compared, and of them a bounded number.
            words = sorted(self.bag(self.old[i].text).words, key=lambda word: (len(with_word[word]), word))
            candidates = chain.from_iterable(with_word[word] for word in words)
            for j in dict.fromkeys(islice(candidates, 2 * _REACH)):
                if _is_heading(self.old[i]) == _is_heading(self.new[j]):
                    likeness = self.likeness(i, j, ALIKE_ELSEWHERE)
                    if likeness >= ALIKE_ELSEWHERE:
                        found.append((-likeness, i, j))
        for _, i, j in sorted(found):
            if i not in self.by_old and j not in self._taken:
                self.add(i, j)

    def likeness(self, i: int, j: int, least: float) -> float:
        return self.bag(self.old[i].text).likeness(self.bag(self.new[j].text), least)

    def bag(self, text: str) -> _Bag:
        if text not in self._bags:
            self._bags[text] = _Bag(text)
        return self._bags[text]


def _is_heading(passage: Passage) -> bool:
    return passage.kind == HEADING


def _fits(passage: Passage, is_heading: bool) -> bool:
    return passage.kind != PICTURE and _is_heading(passage) == is_heading


def _places(pairs: _Pairs) -> dict[str, str]:
    """Return where each old place is now: itself, or the new section with half or more of what a vanished one said."""
    before = dict.fromkeys(passage.place for passage in pairs.old)
    after = dict.fromkeys(passage.place for passage in pairs.new)
    went: Counter[tuple[str, str]] = Counter(
        (pairs.old[i].place, pairs.new[j].place) for i, j in sorted(pairs.by_old.items())
    )
    sizes = Counter(passage.place for passage in pairs.old)
    places = {place: place for place in before}
    given: set[str] = set()
    for (place, stands), count in went.most_common():
        if place in after or stands in before or stands in given or places[place] != place:
            continue
        if 2 * count >= sizes[place]:
            places[place] = stands
            given.add(stands)
    return places


def _moved(pairs: _Pairs, places: dict[str, str]) -> set[int]:
    """Return the new passages that stand in another place, or left the order of theirs: the fewest that explain it."""
    moved = set()
    within: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for i, j in sorted(pairs.by_old.items(), key=lambda pair: pair[1]):
        if places[pairs.old[i].place] != pairs.new[j].place:
            moved.add(j)
        else:
            within[pairs.new[j].place].append((i, j))
    for found in within.values():
        kept = _longest_rise([i for i, _ in found])
        moved |= {j for i, j in found if i not in kept}
    return moved


def _longest_rise(ranks: list[int]) -> set[int]:
    """Return the longest rising subsequence of distinct numbers."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for rank in ranks:
        at = bisect_left(ends, rank)
        before[rank] = ends[at - 1] if at else None
        ends[at : at + 1] = [rank]
    kept: set[int] = set()
    rank_or_none = ends[-1] if ends else None
    while rank_or_none is not None:
        kept.add(rank_or_none)
        rank_or_none = before[rank_or_none]
    return kept


def _gone(pairs: _Pairs, moved: set[int]) -> Iterable[Gone]:
    after: Passage | None = None
    for i, passage in enumerate(pairs.old):
        j = pairs.by_old.get(i)
        if j is None:
            yield Gone(passage, after)
        elif j not in moved:
            after = pairs.new[j]
