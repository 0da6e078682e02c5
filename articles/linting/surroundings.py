"""What a rule must know and a document does not say: the day, which addresses exist, what an import suggested."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Suggestion:
    """A neighbour as an imported page showed it: the title of the card and the words for its picture."""

    title: str
    alt: str


@dataclass(frozen=True)
class Surroundings:
    """`addresses` are the paths on this site, of those that the document links to, that lead somewhere."""

    on: date
    addresses: frozenset[str] = frozenset()
    suggestions: tuple[Suggestion, ...] = field(default=())
