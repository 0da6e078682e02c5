"""A frozen document as the rules read it: blocks of plain text that know their citation markers and who is quoted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from articles.content.html import parse
from articles.content.sentences import Span, sentences_in

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BLOCKS = frozenset({"p", "h3", "h4", "li", "td", "th", "caption", "blockquote"})
_HEADINGS = frozenset({"h3", "h4"})
_SPACES = str.maketrans({"\n": " ", "\t": " ", "\xa0": " "})


@dataclass
class Block:
    """A paragraph, list item, table cell or sub-heading. Positions count characters of `text`."""

    place: str
    tag: str
    table: int | None = None
    text: str = ""
    markers: list[tuple[int, str]] = field(default_factory=list)
    tied: list[Span] = field(default_factory=list)

    @property
    def is_heading(self) -> bool:
        return self.tag in _HEADINGS

    @property
    def is_prose(self) -> bool:
        return self.tag in {"p", "li", "blockquote"}

    @cached_property
    def sentences(self) -> list[Span]:
        return sentences_in(self.text)

    @cached_property
    def own_voice(self) -> str:
        """The text, equally long, with the words that belong to an expert blanked out."""
        text = self.text
        for span in self.tied:
            text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
        return text

    def is_tied(self, span: Span) -> bool:
        """Whether any word between the two positions belongs to an expert."""
        return any(span.overlaps(tied) for tied in self.tied)


@dataclass
class Part:
    """The lede, a section or the emergency box."""

    place: str
    name: str
    html: str
    figure: dict[str, Any] | None = None
    heading: str = ""

    @cached_property
    def root(self) -> "HtmlElement":
        return parse(self.html)

    @cached_property
    def blocks(self) -> list[Block]:
        return [block for block in _Reader(self.place).read(self.root) if block.text.strip()]


class Page:
    """One version document, read once for all rules."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content
        self.lede = Part("lede", "the lede", content["lede"])
        self.sections = [
            Part(
                section["id"],
                f"“{section['heading'] or section['nav_label']}”",
                section["html"],
                section["figure"],
                section["heading"],
            )
            for section in content["sections"]
        ]
        self.emergency = Part("emergency", "the emergency box", content["emergency"])

    @property
    def is_english(self) -> bool:
        return self.content.get("language", "en").lower().partition("-")[0] == "en"

    @property
    def body(self) -> list[Part]:
        """What argues and so needs sources: the lede and the sections. The emergency box says what to do."""
        return [self.lede, *self.sections]

    @property
    def parts(self) -> list[Part]:
        return [*self.body, self.emergency]

    @property
    def blocks(self) -> Iterator[Block]:
        for part in self.parts:
            yield from part.blocks

    def is_cited(self, block: Block, *, at: int) -> bool:
        """Whether the words that end at position `at` have a source.

        A marker covers what stands before it in its paragraph or list item; one in a table covers the whole table.
        """
        if any(position >= at for position, _ in block.markers):
            return True
        return block.table is not None and (block.place, block.table) in self._cited_tables

    @cached_property
    def _cited_tables(self) -> set[tuple[str, int | None]]:
        return {(block.place, block.table) for block in self.blocks if block.markers and block.table is not None}


class _Reader:
    """Takes one part's tree apart into blocks; a nested list's items are blocks of their own."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._blocks: list[Block] = []
        self._tables = 0

    def read(self, root: "HtmlElement") -> list[Block]:
        self._walk(root, Block(self._place, "p"), tied=False, table=None)
        return self._blocks

    def _walk(self, element: "HtmlElement", block: Block, *, tied: bool, table: int | None) -> None:
        tag = element.tag
        if tag == "table":
            self._tables += 1
            table = self._tables
        if tag in _BLOCKS:
            block = Block(self._place, tag, table)
        if tag in _BLOCKS or tag == "div":
            self._blocks.append(block)
        tied = tied or bool(element.get("data-expert"))
        self._say(element.text, block, tied=tied)
        for child in element:
            if child.tag == "sup" and child.get("data-cite"):
                block.markers.append((len(block.text), child.get("data-cite")))
            elif child.tag == "br":
                self._say(" ", block, tied=tied)
            # The caption under a set-off quote names the speaker; it is written by the machine.
            elif isinstance(child.tag, str) and child.tag != "figcaption":
                self._walk(child, block, tied=tied, table=table)
            self._say(child.tail, block, tied=tied)

    def _say(self, words: str | None, block: Block, *, tied: bool) -> None:
        if not words:
            return
        start = len(block.text)
        block.text += words.translate(_SPACES)
        if tied and words.strip():
            block.tied.append(Span(start, len(block.text)))
