"""The block "More like this": cards of topic, title, perhaps a badge, perhaps the alt text of a picture.

Copied text has lost which line is which, and whether a picture stood before or after its card. The rule: the lines
are read as a sequence of cards, topic before title, in the way that fits them best (a topic is short or recurs, a title
is written like a headline, an alt text like a sentence). If the block begins with an alt text, pictures come first and
each alt text belongs to the card after it; else each belongs to the card before it. A badge belongs to the title before
it.
"""

import re
from collections import Counter
from collections.abc import Sequence

from articles.importing.lines import Line
from articles.importing.page import RelatedEntry
from articles.importing.report import Report

_HEADINGS = frozenset(
    (
        "more like this", "related articles", "related", "related content", "related reading", "related stories",
        "related posts", "you might also like", "you may also like", "read next", "up next", "more from us",
        "recommended", "recommended reading", "recommended for you", "keep reading", "see also", "more to read",
    )
)  # fmt: skip
_BADGE = re.compile(r"(?:medically|clinically|doctor|expert|fact)[- ](?:reviewed|checked|approved)\b", re.IGNORECASE)
_LONGEST_BADGE = 60

# What it costs to read a line as something it does not look like; to leave it unread costs more than any of these.
_UNREAD = 8
_IMPOSSIBLE = 100
_LONGEST = {"topic": 80, "title": 200, "alt": 300}  # characters; what is longer is no such thing
_AFTER = {  # a part -> the parts that may follow, and the cost
    "start": {"topic": 0, "alt": 2, "title": 2},
    "topic": {"title": 0},
    "title": {"alt": 0, "topic": 1, "title": 2},
    "alt": {"topic": 0, "title": 2},
}
_MAY_END = ("start", "title", "alt")


def begins_related(text: str) -> bool:
    return text.strip(" :.").casefold() in _HEADINGS


def is_badge(text: str) -> bool:
    return len(text) <= _LONGEST_BADGE and _BADGE.match(text) is not None


def read_related(lines: Sequence[Line], report: Report) -> list[RelatedEntry]:
    """Return the cards that `lines` show and place each line; what fits no card is left to the import note."""
    content = [line for line in lines if not is_badge(line.text)]
    parts, is_certain = _best_reading([line.text for line in content])
    part_of = {line.number: part for line, part in zip(content, parts, strict=True)}
    pictures_first = next((part for part in parts if part), "") == "alt"
    cards: list[dict[str, str]] = []
    pending: dict[str, str] = {}  # of the card that comes next
    for line in lines:
        part = part_of.get(line.number, "badge_claim")
        if part == "alt" and not pictures_first and cards:
            cards[-1]["alt"] = line.text
        elif part in {"topic", "alt"}:
            pending[part] = line.text
        elif part == "title":
            cards.append({**pending, "title": line.text})
            pending = {}
        elif part == "badge_claim" and cards and "badge_claim" not in cards[-1]:
            cards[-1]["badge_claim"] = line.text
        else:
            continue
        upcoming = part in {"topic", "alt"} and line.text in pending.values()
        words = "badge claim (not believed)" if part == "badge_claim" else part
        report.place(line, f"related {len(cards) + upcoming}, {words}")
    if not is_certain:
        report.doubt(lines[0].number, "The related entries can be read in more than one way.")
    _doubt_pictures(content, parts, report, pictures_first=pictures_first)
    return [RelatedEntry(**{"topic": "", **card}) for card in cards]


def _best_reading(texts: Sequence[str]) -> tuple[list[str], bool]:
    """Return the part that each text plays ("" for none) at the least cost, and whether no other costs as little."""
    recurring = {text for text, times in Counter(texts).items() if times > 1}
    best: dict[str, tuple[int, int]] = {"start": (0, 1)}  # last part -> cost, number of readings that cheap
    steps: list[dict[str, tuple[str, str]]] = []  # last part -> the last part before it, the part of this text
    for text in texts:
        costs = {part: _cost(part, text, recurs=text in recurring) for part in ("topic", "title", "alt")}
        reached: dict[str, tuple[int, int]] = {}
        came: dict[str, tuple[str, str]] = {}
        for last, (cost, ways) in best.items():
            ahead = [(part, part, cost + step + costs[part]) for part, step in _AFTER[last].items()]
            for now, part, total in [*ahead, (last, "", cost + _UNREAD)]:
                if now not in reached or total < reached[now][0]:
                    reached[now], came[now] = (total, ways), (last, part)
                elif total == reached[now][0]:
                    reached[now] = (total, min(reached[now][1] + ways, 2))
        best = reached
        steps.append(came)
    ends = [last for last in _MAY_END if last in best]
    last = min(ends, key=lambda end: best[end][0])
    is_certain = best[last][1] == 1 and sum(best[end][0] == best[last][0] for end in ends) == 1
    parts = []
    for came in reversed(steps):
        last, part = came[last]
        parts.append(part)
    return parts[::-1], is_certain


def _cost(part: str, text: str, *, recurs: bool) -> int:
    if len(text) > _LONGEST[part]:
        return _IMPOSSIBLE
    words = text.split()
    capitals = sum(not word[0].islower() for word in words)
    is_headline = not text[0].islower() and (text.endswith("?") or capitals * 2 >= len(words))
    is_sentence = text.endswith(".")
    if part == "topic":
        return 0 if recurs else 2 + 2 * is_sentence if len(words) <= 5 and is_headline else 6
    if part == "title":
        return 6 if recurs or text[0].islower() or len(words) > 20 else 0 if is_headline else 2 + 2 * is_sentence
    return 6 if recurs else 2 if is_headline else 6 if len(words) > 40 else 0


def _doubt_pictures(lines: Sequence[Line], parts: Sequence[str], report: Report, *, pictures_first: bool) -> None:
    """Say how the alt texts were dealt out, where the page's own spacing could mean the other way round."""
    for at, (line, part) in enumerate(zip(lines, parts, strict=True)):
        touches_next = at + 1 < len(lines) and not lines[at + 1].has_gap
        if part == "alt" and line.has_gap != touches_next:
            continue
        if part == "alt" and touches_next and not pictures_first:
            report.doubt(
                line.number,
                "Each alt text was given to the card above it, because the block begins with a topic; "
                "on the page it touches the card below.",
            )
            return
