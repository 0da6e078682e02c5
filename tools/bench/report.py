"""The figures in words: what the aims ask for first, then everything that was measured, and what was not."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tools.bench.figures import ON_ONE_CORE, Figures, Measured

FLOOR, HELLO = "floor: WSGI, the same bytes", "floor: WSGI hello"
FILE, BARE = "floor: nginx, the same page as a file", "floor: nginx, a bare file"
TWIN, PLAIN = "floor: the same once more", "plain Django page"
PLOTS = {"costs": "Processor time of one request", "growth": "What grows with the number of articles"}


@dataclass(frozen=True)
class Row:
    """One figure at a size (or nothing), in which unit, and what it shall be at least; and better."""

    what: str
    figure: Callable[[Figures, int], Measured | float | None]
    unit: str
    bound: float | None = None
    aim: float | None = None
    is_least: bool = False

    def cells(self, figures: Figures, sizes: Iterable[int]) -> list[str]:
        found = [self.figure(figures, size) for size in sizes]
        return [self._cell(each) if each is not None else "" for each in found]

    def line(self, figures: Figures, sizes: Iterable[int]) -> str:
        """A row of the table; nothing where nothing of it was measured."""
        cells = self.cells(figures, sizes)
        if not any(cells):
            return ""
        return f"| {' | '.join([self.what, *cells, self._limit(self.bound), self._limit(self.aim)])} |"

    def is_met(self, value: float) -> bool:
        return self.bound is None or (value >= self.bound if self.is_least else value <= self.bound)

    def _cell(self, measured: Measured | float) -> str:
        if isinstance(measured, Measured):
            value, noise = measured.value, f" ({self._number(measured.low)}–{self._number(measured.high)})"
        else:
            value, noise = measured, ""
        said = f"{self._number(value)}{self.unit}"
        return f"{said if self.is_met(value) else f'**{said}**'}{noise}"

    def _limit(self, value: float | None) -> str:
        return "" if value is None else f"{'≥' if self.is_least else '≤'} {value * self._scale:g}{self.unit}"

    def _number(self, value: float) -> str:
        value *= self._scale
        if value >= 100 or self.unit == " %" or value == int(value):
            return f"{value:,.0f}"
        return f"{value:.2f}"

    @property
    def _scale(self) -> int:
        return 100 if self.unit == " %" else 1


def share(what: str, cost: str, *, of: str, least: float | None = None, aim: float | None = None) -> Row:
    """How much of what a floor answers is answered with the same processor time."""
    return Row(what, lambda figures, size: figures.ratio(of, size, cost, size), " %", least, aim, is_least=True)


def times(what: str, cost: str, *, of: str, least: float, aim: float) -> Row:
    return Row(what, lambda figures, size: figures.ratio(cost, size, of, size), "×", least, aim, is_least=True)


def number(what: str, *, most: float, aim: float | None = None, unit: str = "", name: str = "") -> Row:
    return Row(what, lambda figures, size: figures.number(name or what, size), unit, most, aim)


def rate(what: str, *, least: float, aim: float) -> Row:
    return Row(what, lambda figures, size: figures.number(what, size), "", least, aim, is_least=True)


def waiting(what: str, cost: str, *, most: float, aim: float) -> Row:
    """How long 95 of 100 wait at the most. The aims are for 100,000 articles and bind there."""

    def p95(figures: Figures, size: int) -> float | None:
        measured = figures.cost(cost, size)
        return measured.p95_ms if measured else None

    return Row(what, p95, " ms", most, aim)


def growth(what: str, cost: str, most: float, aim: float) -> Row:
    """How many times what it costs at the smallest size."""

    def grown(figures: Figures, size: int) -> Measured | None:
        smallest = figures.sizes[0]
        return figures.ratio(cost, size, cost, smallest) if size != smallest else None

    return Row(what, grown, "×", most, aim)


AIMS = (
    share("noise: a second server of the same bytes, of the first", TWIN, of=FLOOR),
    *(
        share(f"{what}{place}", f"{cost}{place}", of=f"{floor}{place}", least=0.9, aim=0.97)
        for what, cost, floor in (
            ("page in memory, of the same bytes from a WSGI function", "page in memory", FLOOR),
            ("304, of a WSGI hello", "304", HELLO),
            ("page behind nginx, of the page as a file from nginx", "page behind nginx", FILE),
            ("page behind nginx, of a bare file: no headers of ours", "page behind nginx", BARE),
        )
        for place in ("", ON_ONE_CORE)
    ),
    times("plain Django page, of a page from its row", PLAIN, of="page from its row", least=20, aim=40),
    times("plain Django page, of a rendered page", PLAIN, of="page rendered", least=3, aim=8),
    number("queries of a page in memory", most=0),
    number("queries of a page from its row", most=1),
    number("queries of a 304", most=0),
    waiting("search, rare word, p95", "search, rare word", most=6, aim=3),
    waiting("search, medium word, p95", "search, medium word", most=15, aim=6),
    waiting("search, common word, p95", "search, common word", most=25, aim=8),
    *(
        row
        for how in ("the verb", "whole request")
        for name, time, count in (("a publication", (115, 60), 40), ("a writer's save", (80, 30), 25))
        for row in (
            number(f"{name}, {how}", name=f"{name}, {how}, ms", most=time[0], aim=time[1], unit=" ms"),
            number(f"{name}, {how}, queries", most=count),
        )
    ),
    rate("import with stored pages, articles a second of processor time", least=100, aim=200),
    number("peak memory of a process, MiB", most=75, aim=60),
    number("cold start to the first article", name="cold start to the first article, s", most=1.2, aim=0.6, unit=" s"),
    number("a decision, seen by all processes", name="a decision, seen by all processes, ms", most=1000, unit=" ms"),
    rate("hit ratio behind nginx, one publication a second, %", least=99, aim=99.9),
)
GROWTH = (
    growth("article, in memory", "page in memory", 1.1, 1.03),
    growth("article, from its row", "page from its row", 1.1, 1.03),
    growth("article, rendered", "page rendered", 1.1, 1.03),
    *(
        growth(f"{name}, {how}", f"{name}, {how}", most, 1.03)
        for name, most in (("topic", 1.2), ("expert", 1.2), ("site map", 1.2), ("feed", 1.1))
        for how in ("stored", "rendered")
    ),
    growth("search, common words", "search, common word", 2, 1.2),
)


def markdown(figures: Figures, about: Iterable[str], plots: Mapping[str, str]) -> str:
    sizes = [size for size in figures.sizes if any(size == each for _, each in figures.costs)]
    heads = [f"{size:,}" for size in sizes]
    parts = [f"# What a page costs: {figures.database}", "", *[f"- {line}" for line in about], ""]
    if figures.failed:
        parts += ["**Failed**", "", *[f"- {sentence}" for sentence in figures.failed], ""]
    if figures.not_measured:
        parts += ["**Not measured**", "", *[f"- {line}" for line in figures.not_measured], ""]
    parts += [f"![{PLOTS[plot]}]({file})\n" for plot, file in plots.items()]
    parts += ["## Against the aims", "", LEGEND, ""]
    parts += _table(["at so many articles", *heads, "at least", "aim"], [row.line(figures, sizes) for row in AIMS])
    if len(sizes) > 1:
        parts += [f"## Growth, from {heads[0]} articles on", ""]
        grown = [row.line(figures, sizes[1:]) for row in GROWTH]
        parts += _table(["processor time, of that at the smallest", *heads[1:], "at least", "aim"], grown)
    parts += ["## What was checked", "", *[f"- {check}" for check in figures.checks], ""]
    parts += ["## One request: processor time, and how long 95 of 100 waited at the most", ""]
    names = list(dict.fromkeys(name for name, _ in figures.costs))
    columns = [column for head in heads for column in (f"{head}: µs", "ms", "asked")]
    parts += _table(["", *columns], [_cost_line(name, figures, sizes) for name in names])
    parts += ["## Numbers", ""]
    names = list(dict.fromkeys(name for name, _ in figures.numbers))
    parts += _table(["", *heads], [_number_line(name, figures, sizes) for name in names])
    return "\n".join(parts)


LEGEND = (
    "**Bold**: short of what it shall be at least. In brackets: between which two figures half of the rounds lay. "
    "Smaller differences than those say nothing."
)


def _table(heads: list[str], lines: Iterable[str]) -> list[str]:
    return [f"| {' | '.join(heads)} |", f"| --- |{' --: |' * (len(heads) - 1)}", *filter(None, lines), ""]


def _cost_line(name: str, figures: Figures, sizes: Iterable[int]) -> str:
    cells = []
    for size in sizes:
        cost = figures.cost(name, size)
        cells += [f"{cost.cpu_us:,.1f}", f"{cost.p95_ms:.2f}", f"{cost.requests:,}"] if cost else ["", "", ""]
    return f"| {name} | {' | '.join(cells)} |"


def _number_line(name: str, figures: Figures, sizes: Iterable[int]) -> str:
    found = [figures.number(name, size) for size in sizes]
    return f"| {name} | {' | '.join('' if each is None else f'{round(each, 2):,}' for each in found)} |"
