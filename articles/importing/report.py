"""The account of an import: every line of the source, and where it went."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from articles.importing.lines import Line

IMPORT_NOTE = "import note"
DROPPED_COPYRIGHT = "dropped: copyright line"
DROPPED_INVISIBLE = "dropped: invisible characters only"


@dataclass(frozen=True)
class Entry:
    number: int
    text: str
    went_to: str


@dataclass(frozen=True)
class Doubt:
    """Something a person should look at: the line it is about, and one sentence."""

    number: int
    sentence: str


@dataclass
class Report:
    """Fills up while a page is read; a line is placed once and for all."""

    doubts: list[Doubt] = field(default_factory=list)
    _placed: dict[int, Entry] = field(default_factory=dict)

    def place(self, line: Line, went_to: str) -> None:
        """Record where `line` went; a second place for the same line is a mistake in the reader."""
        if line.number in self._placed:
            raise AssertionError(f"Line {line.number} was placed twice.")
        self._placed[line.number] = Entry(number=line.number, text=line.text, went_to=went_to)

    def doubt(self, number: int, sentence: str) -> None:
        self.doubts.append(Doubt(number=number, sentence=sentence))

    def has_place(self, line: Line) -> bool:
        return line.number in self._placed

    def unplaced(self, lines: Iterable[Line]) -> list[Line]:
        return [line for line in lines if not self.has_place(line)]

    @property
    def entries(self) -> list[Entry]:
        return [self._placed[number] for number in sorted(self._placed)]

    @property
    def leftovers(self) -> list[Entry]:
        """The lines that nobody recognised: they go into the draft's import note."""
        return [entry for entry in self.entries if entry.went_to == IMPORT_NOTE]

    @property
    def dropped(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.went_to.startswith("dropped")]

    def import_note(self) -> str:
        """What the writer of the draft should know: unknown lines, then doubts. Empty when all is clear."""
        parts = []
        if self.leftovers:
            lines = "\n".join(f"Line {entry.number}: {entry.text}" for entry in self.leftovers)
            parts.append(f"Lines of the source that found no place:\n{lines}")
        if self.doubts:
            doubts = sorted(self.doubts, key=lambda doubt: doubt.number)
            parts.append("Please check:\n" + "\n".join(f"Line {doubt.number}: {doubt.sentence}" for doubt in doubts))
        return "\n\n".join(parts)
