"""The figures in words, as a table of ratios, and as a plot. What was not measured is not in them."""

from collections.abc import Iterable
from dataclasses import dataclass

from tools.bench.measuring import Figures


@dataclass(frozen=True)
class Aim:
    """A ratio of two costs, and what it shall be at the most (or, of a page against a plain one, at the least)."""

    what: str
    cost: str
    of: str
    most: float | None = None
    least: float | None = None

    def line(self, figures: Figures) -> str:
        """A row of the table; nothing where one of the two was not measured."""
        if self.cost not in figures.costs or self.of not in figures.costs:
            return ""
        ratio = figures.costs[self.cost].cpu_us / figures.costs[self.of].cpu_us
        if self.most is None and self.least is None:
            return f"| {self.what} | {ratio:.2f} | | |"
        aim = f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"
        is_met = ratio <= self.most if self.most is not None else ratio >= (self.least or 0)
        return f"| {self.what} | {ratio:.2f} | {aim} | {'yes' if is_met else '**no**'} |"


FLOOR, HELLO, FILE = "floor: WSGI, the same bytes", "floor: WSGI hello", "floor: nginx, the same page as a file"
PLAIN = "plain Django page"
# Nine tenths of what the floor does with the same processor time.
NEAR = 1.11
AIMS = (
    Aim("the noise of this run: a second server of the same bytes, of the first", "floor: the same once more", FLOOR),
    Aim("a hot page, of the same bytes from a WSGI function", "hot page", FLOOR, most=NEAR),
    Aim("a 304, of a WSGI hello", "hot page, 304", HELLO, most=NEAR),
    Aim("a HEAD, of the same bytes from a WSGI function", "hot page, HEAD", FLOOR, most=NEAR),
    Aim("a hot page behind nginx, of a file from nginx", "hot page through nginx before the site", FILE, most=NEAR),
    Aim("a plain Django page, of a page from its row", PLAIN, "page from its row", least=20),
    Aim("a plain Django page, of a rendered page", PLAIN, "page rendered", least=3),
)


def markdown(all_figures: Iterable[Figures], about: Iterable[str], plot: str) -> str:
    parts = ["# What a page costs", "", *[f"- {line}" for line in about], ""]
    parts += [f"![Processor time for one request]({plot})", ""]
    for figures in all_figures:
        parts += [f"## {figures.size:,} articles, {figures.database}", ""]
        parts += [*[f"- {check}" for check in figures.checks], ""]
        parts += ["| how many times | ratio | aim | met |", "| --- | --: | --- | --- |"]
        parts += [line for aim in AIMS if (line := aim.line(figures))]
        parts += ["", "| one request | processor, µs | p50, ms | p95, ms | asked |", "| --- | --: | --: | --: | --: |"]
        parts += [
            f"| {name} | {cost.cpu_us:,.1f} | {cost.p50_ms:.2f} | {cost.p95_ms:.2f} | {cost.requests:,} |"
            for name, cost in figures.costs.items()
        ]
        parts += ["", "| also | |", "| --- | --: |"]
        parts += [f"| {name} | {number:,.1f} |" for name, number in figures.numbers.items()]
        parts.append("")
    return "\n".join(parts)


WIDTH, LEFT, BAR, STEP = 860, 300, 14, 22
DECADES = range(1, 6)


def svg(figures: Figures) -> str:
    """A bar for each cost, on a scale on which ten times as much is one step further."""
    from math import log10

    costs = [(name, cost.cpu_us) for name, cost in figures.costs.items()]
    height = STEP * len(costs) + 90
    scale = (WIDTH - LEFT - 90) / len(DECADES)

    def x(value: float) -> float:
        return LEFT + scale * max(0.0, log10(value) - DECADES[0] + 0.3)

    title = f"Processor time for one request, µs: {figures.size:,} articles, {figures.database}"
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="16" y="26" font-size="15" font-weight="600" fill="#1a2530">{title}</text>',
    ]
    for decade in DECADES:
        at, words = x(10**decade), f"{10**decade:,}"
        lines.append(f'<path d="M{at:.0f} 42V{height - 30}" stroke="#d8dee4"/>')
        lines.append(f'<text x="{at:.0f}" y="{height - 12}" text-anchor="middle" fill="#5a6672">{words}</text>')
    for number, (name, cpu) in enumerate(costs):
        y = 50 + number * STEP
        color = "#9aa5b1" if name.startswith("floor") else "#c2703d" if name == PLAIN else "#0b6e6e"
        lines.append(f'<text x="{LEFT - 10}" y="{y + 11}" text-anchor="end" fill="#1a2530">{name}</text>')
        lines.append(f'<rect x="{LEFT}" y="{y}" width="{x(cpu) - LEFT:.0f}" height="{BAR}" fill="{color}"/>')
        lines.append(f'<text x="{x(cpu) + 6:.0f}" y="{y + 11}" fill="#1a2530">{cpu:,.0f}</text>')
    return "\n".join([*lines, "</svg>", ""])
