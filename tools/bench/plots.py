"""The figures as pictures, light and dark: what one request costs, and what grows with the number of articles."""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from math import ceil, log10

from tools.bench.figures import ANY, ON_ONE_CORE, Figures, Measured
from tools.bench.report import GROWTH, PLOTS, Row

WIDTH, NAMES, END = 880, 250, 92
STEP, HEAD, GROUP, FOOT = 26, 80, 42, 34
BAR, SPACE = 12, 12
FLOORS, READY, RENDERED, PLAIN = (
    "The least that could be done",
    "Ready pages",
    "Rendered when asked for",
    "As Django sites are built",
)
TICKS = (0.3, 0.5, 0.7, 1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100, 300, 1000)
STYLE = """
svg { --paper: #fffefb; --ink: #1d2521; --soft: #55605a; --line: #e3dfd3;
  --floor: #9aa59e; --plain: #b0572c; --ours: #17594a }
@media (prefers-color-scheme: dark) {
  svg { --paper: #1d2420; --ink: #ebe8df; --soft: #aeb5ac; --line: #343d37;
    --floor: #7a857e; --plain: #e0935f; --ours: #8fd0b3 }
}
text { font: 13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; fill: var(--ink) }
.title { font-size: 19px; font-weight: 700 }
.group { font-weight: 600 }
.soft { fill: var(--soft); font-size: 12px }
.figure { font-size: 12px; font-variant-numeric: tabular-nums }
.paper { fill: var(--paper) }
.line { stroke: var(--line) }
.bound { stroke: var(--soft); stroke-width: 2 }
.floor { fill: var(--floor) }
.plain { fill: var(--plain) }
.ours { fill: var(--ours) }
.before { opacity: 0.45 }
.noise { stroke-width: 2; stroke: var(--ours) }
.noise.over { stroke: var(--plain) }
"""


def drawn(figures: Figures) -> dict[str, str]:
    """Each plot by its name; none without figures for it."""
    plots = {"costs": costs(figures), "growth": growth(figures)}
    return {name: plot for name, plot in plots.items() if plot}


def costs(figures: Figures) -> str:
    """A bar for each cost and size, on a scale on which ten times as much is one step further."""
    sizes = [size for size in figures.sizes if any(each == size for _, each in figures.costs)]
    groups = _groups(dict.fromkeys(name for name, _ in figures.costs))
    if not groups:
        return ""
    thick = BAR if len(sizes) == 1 else 7
    step = max(STEP, thick * len(sizes) + SPACE)
    height = HEAD + step * sum(map(len, groups.values())) + GROUP * len(groups) + FOOT
    values = [cost.cpu_us for cost in figures.costs.values()]
    # So far to the left that the shortest bar can be seen.
    x = _scale(min(values) / 2, max(values))

    marks = [_caption(_how_to_read(sizes))]
    for decade in range(ceil(log10(min(values) / 2)), int(log10(max(values))) + 1):
        marks += _grid_line(x(10**decade), _time(10**decade), height)
    y = float(HEAD)
    for title, names in groups.items():
        marks.append(f'<text class="group" x="20" y="{y + 26:.0f}">{title}</text>')
        y += GROUP
        for name in names:
            own = [figures.costs[name, size].cpu_us for size in (ANY, *sizes) if (name, size) in figures.costs]
            marks += _bars(name, own, x, y + step / 2, thick)
            y += step
    return _picture(f"{PLOTS['costs']}, {figures.database}", height, marks)


def growth(figures: Figures) -> str:
    """A point for each row and size: how many times the cost at the smallest, with its noise, and the bound."""
    largest = figures.sizes[-1]
    rows = [row for row in GROWTH if row.figure(figures, largest)]
    if not rows:
        return ""
    found = [_grown(row, figures, size) for row in rows for size in figures.sizes[1:]]
    low = min(0.8, *(each.low for each in found if each))
    high = max(2.2, *(each.high for each in found if each))
    x = _scale(low * 0.95, high * 1.05)
    height = HEAD + STEP * len(rows) + FOOT + 6
    marks = [
        _caption(
            f"Processor time of a request, as a multiple of that at {figures.sizes[0]:,} articles. "
            "Line: the noise. Stroke: the most it shall be."
        )
    ]
    for tick in TICKS:
        if low * 0.95 <= tick <= high * 1.05:
            marks += _grid_line(x(tick), f"{tick:g}×", height)
    for number, row in enumerate(rows):
        y = HEAD + STEP * (number + 0.6)
        marks.append(f'<text x="{NAMES - 12}" y="{y + 4.5:.1f}" text-anchor="end">{escape(row.what)}</text>')
        marks += _points(row, figures, x, y)
    return _picture(f"{PLOTS['growth']}, {figures.database}: up to {largest:,}", height, marks)


Scale = Callable[[float], float]


def _bars(name: str, values: Sequence[float], x: Scale, middle: float, thick: int) -> Iterable[str]:
    """One row: its name, a bar for each size from the top, and the figure of the last."""
    label = escape(name.removeprefix("floor: "))
    yield f'<text x="{NAMES - 12}" y="{middle + 4.5:.1f}" text-anchor="end">{label}</text>'
    top = middle - thick * len(values) / 2
    for place, value in enumerate(values):
        kind = _kind(name, is_last=place == len(values) - 1)
        at = f'x="{NAMES}" y="{top + place * thick:.1f}" width="{x(value) - NAMES:.1f}" height="{thick - 1}"'
        yield f'<rect class="{kind}" {at} rx="1.5"/>'
    yield f'<text class="figure" x="{x(max(values)) + 8:.1f}" y="{middle + 4.5:.1f}">{_time(values[-1])}</text>'


def _points(row: Row, figures: Figures, x: Scale, y: float) -> Iterable[str]:
    """One row: the bound, a small point for each size between, and the last with its noise and figure."""
    if row.bound is not None:
        yield f'<path class="bound" d="M{x(row.bound):.1f} {y - 8:.1f}v16"/>'
    *between, last = figures.sizes[1:]
    for size in between:
        if each := _grown(row, figures, size):
            yield f'<circle class="ours before" cx="{x(each.value):.1f}" cy="{y:.1f}" r="3.5"/>'
    if each := _grown(row, figures, last):
        point, noise = ("ours", "noise") if row.is_met(each.value) else ("plain", "noise over")
        yield f'<path class="{noise}" d="M{x(each.low):.1f} {y:.1f}H{x(each.high):.1f}"/>'
        yield f'<circle class="{point}" cx="{x(each.value):.1f}" cy="{y:.1f}" r="5"/>'
        yield f'<text class="figure" x="{WIDTH - 20}" y="{y + 4.5:.1f}" text-anchor="end">{each.value:.2f}×</text>'


def _grown(row: Row, figures: Figures, size: int) -> Measured | None:
    found = row.figure(figures, size)
    return found if isinstance(found, Measured) else None


def _groups(names: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {FLOORS: [], READY: [], RENDERED: [], PLAIN: []}
    for name in names:
        if not name.endswith(ON_ONE_CORE):
            groups[_group(name)].append(name)
    return {title: own for title, own in groups.items() if own}


def _group(name: str) -> str:
    if name.startswith("floor"):
        return FLOORS
    if name.startswith("plain"):
        return PLAIN
    return RENDERED if "rendered" in name or name.startswith("search") else READY


def _kind(name: str, *, is_last: bool) -> str:
    """How a bar is colored: fully, if it is the one that the figure beside it tells."""
    own = {FLOORS: "floor", PLAIN: "plain"}.get(_group(name), "ours")
    return own if is_last else f"{own} before"


def _how_to_read(sizes: Sequence[int]) -> str:
    words = "Of the server, on a scale of tens."
    if len(sizes) == 1:
        return f"{words} {sizes[0]:,} articles."
    return (
        f"{words} Bars from the top: {', '.join(f'{size:,}' for size in sizes)} articles; the figure is the last one's."
    )


def _scale(low: float, high: float) -> Scale:
    """Ten times as much is always as much further."""
    width = (WIDTH - NAMES - END) / log10(high / low)
    return lambda value: NAMES + width * log10(value / low)


def _grid_line(x: float, words: str, height: float) -> Iterable[str]:
    yield f'<path class="line" d="M{x:.1f} {HEAD - 12}V{height - FOOT:.0f}"/>'
    yield f'<text class="soft" x="{x:.1f}" y="{height - 14:.0f}" text-anchor="middle">{words}</text>'


def _caption(words: str) -> str:
    return f'<text class="soft" x="20" y="57">{words}</text>'


def _time(microseconds: float) -> str:
    if microseconds < 1000:
        return f"{microseconds:.0f} µs"
    return f"{microseconds / 1000:.1f} ms" if 1000 < microseconds < 10_000 else f"{microseconds / 1000:.0f} ms"


def _picture(title: str, height: float, marks: Iterable[str]) -> str:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height:.0f}" rx="8"/>',
        f'<text class="title" x="20" y="35">{escape(title)}</text>',
        *marks,
        "</svg>",
        "",
    ]
    return "\n".join(lines)
