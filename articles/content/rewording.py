"""Give a sentence other words and keep its markup: markers, links and bold runs stay where their words stay."""

import re
from difflib import SequenceMatcher
from typing import Any

from articles.content.html import clean_text, parse, serialise

_TOKEN = re.compile(r"\s+|[^\s]+")


def reworded(html: str, wording: str) -> str:
    """Return inline HTML that reads `wording` (plain text). Words that both have keep their markup; markers stay."""
    root = parse(html)
    places = list(_text_places(root))
    letters = [(place, char) for place in places for char in place.text]
    old = _TOKEN.findall("".join(char for _, char in letters))
    new = _TOKEN.findall(" ".join(clean_text(wording).split()))
    if not places:
        root.text = "".join(new)
        return serialise(root)
    starts = [0]
    for token in old:
        starts.append(starts[-1] + len(token))
    written: dict[int, list[str]] = {index: [] for index in range(len(places))}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            for place, char in letters[starts[i1] : starts[i2]]:
                written[place.number].append(char)
            continue
        # New words stand where the old ones stood; words that were only added, with the word before them.
        at = starts[i1] if i2 > i1 else max(starts[i1] - 1, 0)
        home = letters[at][0].number if letters else 0
        written[home].append("".join(new[j1:j2]))
    for place in places:
        place.write("".join(written[place.number]))
    for element in [element for element in root.iterdescendants() if _is_empty(element)]:
        element.drop_tree()
    return serialise(root)


class _Place:
    """The text before an element's first child, or after an element."""

    def __init__(self, element: Any, part: str, number: int) -> None:
        self.element, self.part, self.number = element, part, number
        self.text: str = getattr(element, part) or ""

    def write(self, text: str) -> None:
        setattr(self.element, self.part, text)


def _text_places(root: Any) -> list[_Place]:
    found: list[tuple[Any, str]] = []

    def walk(element: Any) -> None:
        is_marker = element.tag == "sup" and element.get("data-cite")
        if not is_marker:
            if element.text:
                found.append((element, "text"))
            for child in element:
                walk(child)
                if child.tail:
                    found.append((child, "tail"))

    walk(root)
    return [_Place(element, part, number) for number, (element, part) in enumerate(found)]


def _is_empty(element: Any) -> bool:
    """Whether a run lost its last word; line breaks and markers have none and stay."""
    if element.tag in ("br", "sup") or element.xpath(".//sup[@data-cite]|.//br"):
        return element.tag == "sup" and not element.get("data-cite") and not element.text_content().strip()
    return not element.text_content().strip()
