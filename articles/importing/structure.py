"""Headings, paragraphs and lists: what is left of a page once dates, bylines and related entries are taken out.

The rule for headings: a short line without a final mark that begins like a heading is one. Two of them on end, the
first no longer than the second, are a section's nav label and its heading; one alone is a sub-heading. A page without
any such pair has its sections under single headings. A single short line before the first paragraph is the title.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.importing.lines import Line
from articles.importing.page import Block, ItemList, ListItem, Paragraph, Run, Section, SubHeading
from articles.importing.report import Report

_MOST_HEADING_WORDS = 12
_MOST_LABEL_WORDS = 4
LONGEST_LABEL = 40
_LONGEST_HEADING = 120
# Characters: a line that just stops before them was not broken by a margin, unless the next goes on in small letters.
_WRAPPED_FROM = 60
_WRAPPED_FROM_IN_MID_SENTENCE = 40

_BULLET = re.compile(r"^[•‣◦▪▫●○∙·*–-]\s*(?=\S)(?<=[\s•‣◦▪▫●○∙·])(?P<text>.+)$")
_NUMBER = re.compile(r"^[0-9]{1,2}[.)]\s+(?P<text>\S.*)$")
_LABEL = re.compile(r"^(?P<label>[^:.!?“”\"]{1,80}):(?:\s+(?P<rest>\S.*))?$")
_FINAL = re.compile(r"[.!?:;,…][”\"’')\]]*$")
# Buttons and notices that get copied along; as headings they would cut a section in two.
_FURNITURE = frozenset(
    "advertisement|share|share this|share this article|print|email|save|sign up|subscribe|log in|menu|search|comments|"
    "skip to main content|skip to content|back to top|table of contents|in this article|on this page|jump to|"
    "continue reading|read more|newsletter|privacy policy|terms of use|contact us|about us|getty images|facebook|"
    "medically reviewed|twitter|pinterest|instagram".split("|")
)


@dataclass
class Outline:
    """Title, lede and sections, each block still one run of plain text."""

    title: str = ""
    lede: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


@dataclass(frozen=True)
class _Part:
    """One line of the source, or a line and those that continue it, with what it looks like."""

    lines: tuple[Line, ...]
    first: str  # the first line without its bullet
    kind: str  # short, prose, bullet, number

    @property
    def text(self) -> str:
        return " ".join([self.first, *(line.text for line in self.lines[1:])])

    @property
    def number(self) -> int:
        return self.lines[0].number


def outline(lines: Sequence[Line], report: Report) -> Outline:
    """Return the outline that `lines` make and place each; lines that fit nowhere stay unplaced."""
    return _Outliner(_parts(lines), report).run()


def is_prose(text: str) -> bool:
    """Whether `text` could be a paragraph of an article: written in words, and ending like a sentence."""
    return is_written(text) and _FINAL.search(text) is not None


def is_written(text: str) -> bool:
    """Whether `text` is made of words rather than of code, numbers or noise: at least five, and little else."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    letters = sum(char.isalpha() or char == " " for char in text)
    return len(words) >= 5 and letters * 10 >= len(text) * 8 and text[0] not in "{[<"


def _parts(lines: Sequence[Line]) -> list[_Part]:
    has_blank_lines = sum(line.has_gap for line in lines) > 1
    parts: list[_Part] = []
    for line in lines:
        before = parts[-1] if parts else None
        if before and has_blank_lines and _continues(before, line):
            kind = "prose" if before.kind == "short" else before.kind
            parts[-1] = _Part((*before.lines, line), before.first, kind)
        else:
            parts.append(_part(line))
    return _with_lists_only_where_numbers_go_on(parts)


def _continues(before: _Part, line: Line) -> bool:
    """Whether a margin, not the writer, broke the text before `line`."""
    last = before.lines[-1]
    if line.has_gap or line.number != last.number + 1 or _bullet(line.text) or _FINAL.search(last.text):
        return False
    if line.text[0].islower():
        return len(last.text) >= _WRAPPED_FROM_IN_MID_SENTENCE or before.kind == "bullet"
    return len(last.text) >= _WRAPPED_FROM and not _is_headline(before.text)


def _part(line: Line) -> _Part:
    bullet = _bullet(line.text)
    if bullet:
        return _Part((line,), *bullet)
    is_short = len(line.text.split()) <= _MOST_HEADING_WORDS and len(line.text) <= _LONGEST_HEADING
    is_open = not _FINAL.search(line.text) or (line.text.endswith("?") and _is_headline(line.text))
    return _Part((line,), line.text, "short" if is_short and is_open else "prose")


def _bullet(text: str) -> tuple[str, str] | None:
    for pattern, kind in ((_BULLET, "bullet"), (_NUMBER, "number")):
        if match := pattern.match(text):
            return match["text"], kind
    return None


def _is_headline(text: str) -> bool:
    words = [word for word in text.split() if len(word) > 3]
    return bool(words) and sum(not word[0].islower() for word in words) * 2 > len(words)


def _with_lists_only_where_numbers_go_on(parts: list[_Part]) -> list[_Part]:
    """A lone "1. Gabapentin" above its paragraph is a numbered heading, not a list of one."""
    settled = []
    for at, part in enumerate(parts):
        neighbours = parts[max(0, at - 1) : at] + parts[at + 1 : at + 2]
        if part.kind == "number" and not any(other.kind == "number" for other in neighbours):
            kind = _part(Line(part.number, part.first, has_gap=True)).kind
            part = _Part(part.lines, part.lines[0].text, kind)
        settled.append(part)
    return settled


class _Outliner:
    def __init__(self, parts: list[_Part], report: Report) -> None:
        self._parts = parts
        self._report = report
        self._outline = Outline()
        self._blocks: list[Block] = []  # of the lede, then of the section being read
        self._head: tuple[str, str] | None = None  # nav label and heading of that section
        self._groups = _groups(parts)
        self._has_pairs = any(_pair_at(group) is not None for group in self._groups)

    def run(self) -> Outline:
        for at, group in enumerate(self._groups):
            if group[0].kind == "short":
                is_last = at + 1 == len(self._groups)
                if not is_last:
                    self._read_headings(group, is_first=at == 0)
            elif group[0].kind == "prose":
                self._add_paragraph(group[0])
            else:
                self._add_list(group)
        self._close()
        return self._outline

    def _read_headings(self, group: list[_Part], *, is_first: bool) -> None:
        """Read the short lines between two blocks: a pair, a heading, a sub-heading. Others stay unplaced."""
        shorts = [part for part in group if _begins_like_a_heading(part.text)]
        if is_first and shorts and (_pair_at(shorts) != 0 or len(shorts) > 2):
            title = shorts.pop(0)
            self._outline.title = title.text
            self._place(title, "title, as copied")
        pair = _pair_at(shorts)
        if pair is not None:
            label, heading = shorts[pair], shorts[pair + 1]
            self._open_section(label, heading)
            shorts = shorts[pair + 2 :][-1:]
        elif len(shorts) > 1:
            self._open_section(shorts[-2], shorts[-2])
            self._report.doubt(shorts[-2].number, "Two headings follow each other; the first was taken as a section's.")
            shorts = shorts[-1:]
        elif shorts and (self._head is None or not self._has_pairs):
            self._open_section(shorts[0], shorts[0])
            if self._has_pairs:
                self._report.doubt(shorts[0].number, "This section has no nav label of its own; its heading serves.")
            shorts = []
        for part in shorts:
            self._blocks.append(SubHeading(number=part.number, text=part.text))
            self._place(part, f"{self._where()}, sub-heading {self._count(SubHeading)}")

    def _open_section(self, label: _Part, heading: _Part) -> None:
        self._close()
        self._head = (label.text if len(label.text) <= LONGEST_LABEL else "", heading.text)
        if label is heading:
            self._place(heading, f"{self._where()}, heading")
        else:
            self._place(label, f"{self._where()}, nav label")
            self._place(heading, f"{self._where()}, heading")

    def _add_paragraph(self, part: _Part) -> None:
        self._blocks.append(Paragraph(number=part.number, runs=(Run(part.text),)))
        self._place(part, f"{self._where()}, paragraph {self._count(Paragraph)}")
        if not _FINAL.search(part.text):
            self._report.doubt(part.number, "This paragraph does not end like a sentence.")

    def _add_list(self, group: list[_Part]) -> None:
        items = []
        for part in group:
            label, rest = _run_in_label(part.text)
            items.append(ListItem(number=part.number, label=label, runs=(Run(rest),) if rest else ()))
        self._blocks.append(ItemList(items=tuple(items), is_numbered=group[0].kind == "number"))
        for at, part in enumerate(group, start=1):
            self._place(part, f"{self._where()}, list {self._count(ItemList)}, item {at}")

    def _close(self) -> None:
        if self._head is None:
            self._outline.lede = self._blocks
        else:
            label, heading = self._head
            self._outline.sections.append(Section(nav_label=label, heading=heading, blocks=tuple(self._blocks)))
        self._blocks = []

    def _place(self, part: _Part, went_to: str) -> None:
        self._report.place(part.lines[0], went_to)
        for line in part.lines[1:]:
            self._report.place(line, f"{went_to}, continued")

    def _where(self) -> str:
        return "lede" if self._head is None else f"section {len(self._outline.sections) + 1}"

    def _count(self, kind: type) -> int:
        return sum(isinstance(block, kind) for block in self._blocks)


def _groups(parts: list[_Part]) -> list[list[_Part]]:
    """Put short lines that follow each other together, and the items of a list; a paragraph stands alone."""
    groups: list[list[_Part]] = []
    for part in parts:
        if groups and groups[-1][0].kind == part.kind != "prose":
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _pair_at(group: list[_Part]) -> int | None:
    """Return where in `group` a nav label is followed by its heading."""
    shorts = [part for part in group if part.kind == "short" and _begins_like_a_heading(part.text)]
    for at in range(len(shorts) - 1):
        label, heading = shorts[at].text.split(), shorts[at + 1].text.split()
        is_label = len(label) <= min(_MOST_LABEL_WORDS, len(heading)) and len(shorts[at].text) <= LONGEST_LABEL
        if is_label and not shorts[at].text.endswith("?"):
            return at
    return None


def _begins_like_a_heading(text: str) -> bool:
    return (
        not text[0].islower() and text.strip(" :").casefold() not in _FURNITURE and re.search(r"\w", text) is not None
    )


def _run_in_label(text: str) -> tuple[str, str]:
    match = _LABEL.match(text)
    if match is None or len(match["label"].split()) > _MOST_HEADING_WORDS:
        return "", text
    return match["label"].strip(), match["rest"] or ""
