"""What a copied page says, as values: claims of the source, none of them believed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from articles.importing.report import Report

Role = Literal["author", "medical_reviewer", "editor"]


@dataclass(frozen=True)
class Run:
    """A piece of a paragraph: plain text, or words that belong to an expert."""

    text: str
    kind: Literal["text", "quote", "paraphrase"] = "text"
    expert: str = ""  # the key of a Person


@dataclass(frozen=True)
class Paragraph:
    number: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class SubHeading:
    number: int
    text: str


@dataclass(frozen=True)
class ListItem:
    number: int
    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class ItemList:
    items: tuple[ListItem, ...]
    is_numbered: bool


Block = Paragraph | SubHeading | ItemList


@dataclass(frozen=True)
class Section:
    nav_label: str
    heading: str
    blocks: tuple[Block, ...]

    @property
    def is_pair(self) -> bool:
        """Whether the page had a nav label of its own for this section."""
        return self.nav_label not in {"", self.heading}


@dataclass(frozen=True)
class Affiliation:
    role: str = ""
    unit: str = ""
    institution: str = ""
    city: str = ""
    region: str = ""


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    degrees: tuple[str, ...] = ()
    title: str = ""
    specialties: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    bio: str = ""
    number: int = 0  # the line that introduces this person


@dataclass(frozen=True)
class Credit:
    """A byline of the page: who is said to have done what."""

    number: int
    role: Role
    expert: str


@dataclass(frozen=True)
class Passage:
    """One quotation or one paraphrase; a quotation interrupted by its attribution only is one passage."""

    number: int
    expert: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Dates:
    """The historical dates that a page claims; the review date is only ever shown to the editor."""

    published: date | None = None
    updated: date | None = None
    reviewed: date | None = None


@dataclass(frozen=True)
class RelatedEntry:
    topic: str
    title: str
    badge_claim: str = ""
    alt: str = ""


@dataclass(frozen=True)
class Page:
    title: str
    lede: tuple[Block, ...]
    sections: tuple[Section, ...]
    people: tuple[Person, ...]
    credits: tuple[Credit, ...]
    quotes: tuple[Passage, ...]
    paraphrases: tuple[Passage, ...]
    dates: Dates
    related: tuple[RelatedEntry, ...]
    report: Report

    def person(self, key: str) -> Person:
        return next(person for person in self.people if person.key == key)

    @property
    def quoted(self) -> tuple[str, ...]:
        """The keys of those whose words the page reports, in order of first appearance."""
        spoken = sorted((*self.quotes, *self.paraphrases), key=lambda passage: passage.number)
        return tuple(dict.fromkeys(passage.expert for passage in spoken))

    @property
    def counts(self) -> dict[str, int]:
        """What an editor compares with the page by eye."""
        return {
            "lede paragraphs": sum(isinstance(block, Paragraph) for block in self.lede),
            "sections": len(self.sections),
            "label and heading pairs": sum(section.is_pair for section in self.sections),
            "sub-headings": self._count(SubHeading),
            "list items": sum(len(block.items) for block in self._blocks() if isinstance(block, ItemList)),
            "quotes": len(self.quotes),
            "paraphrases": len(self.paraphrases),
            "experts": len({*self.quoted, *(credit.expert for credit in self.credits)}),
            "bylines": len(self.credits),
            "related": len(self.related),
            "badge claims": sum(bool(entry.badge_claim) for entry in self.related),
            "lines in the import note": len(self.report.leftovers),
            "lines dropped by rule": len(self.report.dropped),
        }

    def _blocks(self) -> Sequence[Block]:
        return [*self.lede, *(block for section in self.sections for block in section.blocks)]

    def _count(self, kind: type) -> int:
        return sum(isinstance(block, kind) for block in self._blocks())
