"""What a panel of the first page is: rows of a list, its count, its address, and what to say when it is empty."""

from dataclasses import dataclass, field

from articles.admin.home.most_read import MostRead
from articles.admin.paging import in_words
from articles.admin.plots import Plot
from articles.models import ScratchCopy

SHOWN = 5


@dataclass(frozen=True)
class Asked:
    """A review that somebody owes, and the buttons for it: words and address each."""

    words: str
    is_late: bool
    buttons: list[tuple[str, str]]


@dataclass(frozen=True)
class Row:
    """One thing to do: what it is, what decides about it, when, and the button that leads there."""

    title: str
    address: str
    button: str = ""
    button_address: str = ""
    detail: str = ""
    said: str = ""
    when: str = ""
    is_late: bool = False
    chip: tuple[str, str, str] | None = None
    asked: list[Asked] = field(default_factory=list)

    @property
    def goes_to(self) -> str:
        return self.button_address or self.address


@dataclass(frozen=True)
class Panel:
    """The first rows of a list, how long it is, and what to do when it is empty."""

    key: str
    heading: str
    address: str
    count: int
    rows: list[Row]
    empty: tuple[str, str]
    # For the sentence at the top: "one|many", when the heading itself does not count.
    label: str = ""
    is_pressing: bool = False
    # What else there is and nobody need do: words and address.
    aside: tuple[str, str] | None = None

    @property
    def counted(self) -> str:
        return in_words(self.count)

    @property
    def named(self) -> str:
        one, _, many = (self.label or self.heading.lower()).partition("|")
        return one if self.count == 1 else many or one

    @property
    def has_more(self) -> bool:
        return self.count > len(self.rows)


@dataclass(frozen=True)
class Home:
    main: list[Panel] = field(default_factory=list)
    side: list[Panel] = field(default_factory=list)
    plots: list[Plot] = field(default_factory=list)
    unsaved: list[ScratchCopy] = field(default_factory=list)
    most_read: MostRead | None = None

    @property
    def tally(self) -> list[Panel]:
        return [*self.main, *self.side]

    @property
    def sentence(self) -> str:
        pressing = [panel for panel in self.tally if panel.count and panel.is_pressing]
        return ", ".join(f"{panel.counted} {panel.named}" for panel in pressing)
