"""What the benchmark prints: figures that were measured, against their aims, and nothing else."""

from lxml import etree

from tools.bench.load import Cost
from tools.bench.measuring import Figures
from tools.bench.report import markdown, svg


def cost(cpu_us):
    return Cost(cpu_us=cpu_us, p50_ms=0.1, p95_ms=0.2, requests=1000)


MEASURED = Figures(
    1000,
    "SQLite",
    costs={
        "floor: WSGI hello": cost(20),
        "floor: WSGI, the same bytes": cost(20),
        "hot page": cost(22),
        "plain Django page": cost(2000),
        "hot page, 304": cost(30),
        "page from its row": cost(110),
    },
    numbers={"publish, queries": 40},
    checks=["The page is the same page."],
)


def test_a_ratio_stands_beside_its_aim_and_says_whether_it_is_met():
    text = markdown([MEASURED], ["Load before it began: 0.10"], "plot.svg")

    assert "| a hot page, of the same bytes from a WSGI function | 1.10 | at most 1.11 | yes |" in text
    assert "| a 304, of a WSGI hello | 1.50 | at most 1.11 | **no** |" in text
    assert "| a plain Django page, of a page from its row | 18.18 | at least 20 | **no** |" in text


def test_what_was_not_measured_is_not_printed():
    text = markdown([MEASURED], [], "plot.svg")

    assert "rendered" not in text and "nginx" not in text and "search" not in text
    assert "1,000 articles, SQLite" in text and "PostgreSQL" not in text
    assert "- The page is the same page." in text and "| publish, queries | 40.0 |" in text


def test_the_plot_is_well_formed_and_has_a_bar_for_each_cost():
    plot = etree.fromstring(svg(MEASURED))

    words = [element.text for element in plot.iter("{*}text")]
    assert set(MEASURED.costs) <= set(words)
    assert len(list(plot.iter("{*}rect"))) == 1 + len(MEASURED.costs)
