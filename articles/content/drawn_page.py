"""Draw a changed text in its own paragraphs, lists and tables: each sentence over the one it comes from, to the word.

`compare` lays whole sections over each other, and where that fails it writes them as one run of words; readers want the
page they know with the changed words marked. Where sentences changed their places nothing is drawn here.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from articles.content.compare import CHANGED, Comparison, Part
from articles.content.drawing import spoken
from articles.content.drawn_words import drawn_words
from articles.content.following import Following, Gone, followed
from articles.content.passages import (
    EMERGENCY,
    KEY_POINTS,
    LEDE,
    OUTSIDE,
    PICTURE,
    Passage,
    marked,
    passages_in,
    place_of,
    text_of,
)
from articles.content.wording import aligned, words_of

_NAMES = {"Key points": KEY_POINTS, "Lede": LEDE, "When to get help now": EMERGENCY}


def redraw(comparison: Comparison, old: dict[str, Any], new: dict[str, Any]) -> Comparison:
    """Draw the texts in `comparison`, that of `old` and `new`, to the word where that can be done."""
    texts = drawn_texts(old, new)
    for part, place in _placed(comparison, new):
        if part.state == CHANGED and part.html and place in texts:
            part.html = spoken(texts[place])
    return comparison


def drawn_texts(old: dict[str, Any], new: dict[str, Any]) -> dict[str, str]:
    """Return the text of each place that both versions have, with `ins` and `del`, as safe HTML."""
    passages = passages_in(new)
    following = followed(passages_in(old), passages)
    before = _running(old)
    stands = {following.places.get(place, place) for place in before}
    moved = _moved(following)
    gone: dict[tuple[str, int], list[Gone]] = defaultdict(list)
    for row in following.gone:
        if row.old.kind != PICTURE and row.old.block != OUTSIDE:
            gone[_after(row, following)].append(row)
    texts = {}
    for place, html in _running(new).items():
        if place in stands and place not in moved and html and before.get(place):
            texts[place] = _drawn(html, text_of(place, passages), following, place, gone)
    return texts


def _drawn(
    html: str, passages: list[Passage], following: Following, place: str, gone: dict[tuple[str, int], list[Gone]]
) -> str:
    from_old = {step.new.id: step.old for step in following.passages}
    item = "li" if place == KEY_POINTS else "p"

    def write(passage: Passage) -> str:
        return _over(from_old[passage.id], passage)

    def after(block: int) -> str:
        return "".join(f"<{item}>{_over(row.old, None)}</{item}>" for row in gone[place, block])

    if place == KEY_POINTS:
        points = "".join(f"<li>{write(point)}</li>{after(point.block)}" for point in passages)
        return f"<ul>{after(OUTSIDE)}{points}</ul>"
    return after(OUTSIDE) + marked(html, passages, write, after=after)


def _over(old: Passage | None, new: Passage | None) -> str:
    was, now = (words_of(passage.html) if passage else [] for passage in (old, new))
    return drawn_words(was, now, aligned(was, now))


def _after(row: Gone, following: Following) -> tuple[str, int]:
    """The place of a passage that is gone, and the block after which it stood."""
    place = following.places.get(row.old.place, row.old.place)
    if row.after is None or row.after.place != place:
        return place, OUTSIDE
    return place, row.after.block


def _moved(following: Following) -> set[str]:
    """Places in which a sentence stands elsewhere than before, or from which one went elsewhere."""
    places = set()
    for step in following.passages:
        came_from = following.places.get(step.old.place, step.old.place) if step.old else step.new.place
        if step.moved or came_from != step.new.place:
            places |= {step.new.place, came_from}
    return places


def _running(content: dict[str, Any]) -> dict[str, Any]:
    """Every running text under its place; of the key points, that there are any."""
    texts = {KEY_POINTS: content.get("key_points"), LEDE: content.get("lede"), EMERGENCY: content.get("emergency")}
    return texts | {place_of(section): section.get("html") for section in content.get("sections") or []}


def _placed(comparison: Comparison, new: dict[str, Any]) -> Iterator[tuple[Part, str]]:
    """Yield the parts that have a text with their places; the sections stand first as the new version has them."""
    sections = iter([place_of(section) for section in new.get("sections") or []])
    for part in comparison.parts:
        place = next(sections, "") if part.name.startswith("Section") else _NAMES.get(part.name, "")
        if place:
            yield part, place
