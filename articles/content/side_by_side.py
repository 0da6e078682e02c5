"""Two texts beside each other, in each the words marked that the other does not have."""

from dataclasses import dataclass
from typing import Any

from articles.content.drawing import drawn
from articles.content.html import BLOCKS, parse, serialise

# What a screen reader says before marked words; the eye sees them underlined.
SAID = "only here: "


@dataclass(frozen=True)
class Sides:
    one: str
    other: str
    # False where only form, links or sources differ: no word can be marked.
    has_marks: bool


def side_by_side(one: str, other: str) -> Sides:
    """Return both HTML texts, clean and marked, as read out of one drawing of what changed from one to the other."""
    both = drawn(other, one)
    return Sides(
        one=_side(both, own="ins", others="del"),
        other=_side(both, own="del", others="ins"),
        has_marks="<ins>" in both or "<del>" in both,
    )


def _side(both: str, *, own: str, others: str) -> str:
    if not both:
        return ""
    root = parse(both)
    for element in root.xpath(f".//{others}"):
        around = element.getparent()
        element.drop_tree()
        _drop_if_empty(around)
    for element in root.xpath(f".//{own}"):
        element.tag = "mark"
        said = element.makeelement("span", {"class": "visually-hidden"})
        said.text, said.tail, element.text = SAID, element.text, None
        element.insert(0, said)
    return serialise(root)


def _drop_if_empty(element: Any) -> None:
    """A paragraph of which nothing is left was none on this side; nor was the list around it."""
    while element is not None and element.tag in BLOCKS and not element.text_content().strip():
        around = element.getparent()
        if around is None:
            return
        element.drop_tree()
        element = around
