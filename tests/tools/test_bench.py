"""What the benchmark prints: figures that were measured, against their aims, and nothing else."""

import json
import os
import sys
from subprocess import PIPE, Popen

import pytest
from lxml import etree

from tools.bench import corpora, load
from tools.bench.figures import ANY, Cost, Figures
from tools.bench.load import Asked, Round, Turn, cost_of, in_rounds
from tools.bench.plots import costs, drawn, growth
from tools.bench.report import markdown
from tools.bench.servers import Server, kept_in_place
from tools.bench.sites import said_by_nginx


def cost(*rounds):
    return Cost(rounds=rounds, p50_ms=0.1, p95_ms=7.0, requests=1000)


@pytest.fixture
def figures():
    return Figures(
        "SQLite",
        [1000, 100_000],
        costs={
            ("floor: WSGI hello", ANY): cost(20, 20, 20),
            ("floor: WSGI, the same bytes", ANY): cost(20, 20, 20),
            ("page in memory", 1000): cost(21, 20, 22),
            ("page in memory", 100_000): cost(21, 40, 33),
            ("304", 1000): cost(30, 30, 30),
            ("floor: WSGI hello, on one core", ANY): cost(8, 8, 8),
            ("304, on one core", 1000): cost(10, 10, 10),
            ("plain Django page", 1000): cost(2000, 2000, 2000),
            ("page from its row", 1000): cost(110, 110, 110),
            ("search, rare word", 100_000): cost(5000, 5000, 5000),
        },
        numbers={("a publication, the verb, queries", 1000): 41, ("queries of a 304", 1000): 0},
        checks=["The page is the same page."],
        not_measured=["10,000 articles: the corpus was not made yet (`make bench-corpora`)."],
    )


@pytest.fixture
def text(figures):
    return markdown(figures, ["Load before it began: 0.10"], {"costs": "plot.svg"})


def row(text, name):
    return next(line for line in text.splitlines() if line.startswith(f"| {name}"))


def test_a_share_stands_beside_what_it_shall_be_with_the_noise_of_its_rounds(text):
    told = "| 95 % (91–100) | **61 %** (50–95) | ≥ 90 % | ≥ 97 % |"
    assert row(text, "page in memory, of the same bytes from a WSGI function").endswith(told)


def test_what_falls_short_is_bold(text):
    assert "| **67 %** (67–67) |" in row(text, "304, of a WSGI hello |")
    assert "| **80 %** (80–80) |" in row(text, "304, of a WSGI hello, on one core |")
    assert "| **18.18×** (18.18–18.18) |" in row(text, "plain Django page, of a page from its row")
    assert "| **41** |" in row(text, "a publication, the verb, queries")
    assert "| **7 ms** |" in row(text, "search, rare word, p95")
    assert "| 0 |" in row(text, "queries of a 304")


def test_growth_is_the_ratio_within_each_round(text):
    assert row(text, "article, in memory") == "| article, in memory | **1.50×** (1–2) | ≤ 1.1× | ≤ 1.03× |"


def test_what_was_not_measured_is_not_printed_but_named(text):
    assert "page rendered" not in text and "nginx" not in text and "cold start" not in text
    assert "- 10,000 articles: the corpus was not made yet (`make bench-corpora`)." in text
    assert "| 10,000 |" not in text


def test_a_failure_comes_first(figures):
    figures.failed.append("An answer was out of date.")

    text = markdown(figures, [], {})

    assert text.index("An answer was out of date.") < text.index("## Against the aims")


def test_of_many_requests_the_median_of_the_rounds_counts():
    measured = cost_of([Round(0.003, [0.001] * 3), Round(0.03, [0.1] * 3), Round(0.006, [0.002] * 3)])

    assert measured.cpu_us == pytest.approx(2000)
    assert (measured.p50_ms, measured.requests) == (2.0, 9)


def test_each_round_asks_every_server_and_every_second_one_backwards(monkeypatch):
    order = []

    def ask(asked, turn):
        order.append(asked.server)
        return Round(turn.seconds, [0.001])

    monkeypatch.setattr(load, "ask_for_a_while", ask)

    measured = in_rounds({"floor": Asked("A", []), "page": Asked("B", [])}, 3, Turn(seconds=0.5))

    assert order == ["A", "B", *"AB", *"BA", *"AB"]  # Once before it counts.
    assert measured == {name: [Round(0.5, [0.001])] * 3 for name in ("floor", "page")}


def test_the_plots_are_well_formed_and_have_a_mark_for_each_figure(figures):
    bars = etree.fromstring(costs(figures))
    points = etree.fromstring(growth(figures))

    words = {element.text for element in bars.iter("{*}text")}
    assert {"WSGI hello", "page in memory", "plain Django page"} <= words
    # What was asked on one core, too, has its bar already.
    assert len(list(bars.iter("{*}rect"))) == 1 + len(figures.costs) - 2
    assert [element.text for element in points.iter("{*}text") if element.text == "1.50×"]
    assert len(list(points.iter("{*}circle"))) == 1


def test_nothing_is_drawn_of_nothing():
    assert drawn(Figures("SQLite", [1000])) == {}


def test_a_corpus_of_other_tables_is_not_measured(tmp_path):
    assert corpora.fault_of(tmp_path) == "was not made yet"

    (tmp_path / corpora.NOTE).write_text(json.dumps({"schema": "older"}))
    assert corpora.fault_of(tmp_path) == "was made for other tables"

    (tmp_path / corpora.NOTE).write_text(json.dumps({"schema": corpora.schema()}))
    assert corpora.fault_of(tmp_path) == ""


def test_a_file_of_nginx_leaves_with_the_headers_of_our_page(tmp_path):
    headers = [["content-length", "9"], ["etag", '"1"'], ["surrogate-key", "a b"], ["x-frame-options", "DENY"]]
    (tmp_path / "headers.json").write_text(json.dumps([*headers, ["cache-control", "public, max-age=60"]]))

    said = said_by_nginx(tmp_path)

    assert said == 'add_header x-frame-options "DENY"; add_header cache-control "public, max-age=60";'


TWO_THREADS = "import threading, time; threading.Thread(target=time.sleep, args=[60]).start(); print(flush=True)"


@pytest.mark.parametrize("is_apart", [False, True])
def test_all_threads_of_a_server_share_a_core_with_us_or_apart_and_are_free_again_afterwards(tmp_path, is_apart):
    def cores():
        return [os.sched_getaffinity(thread) for thread in (0, *server.threads())]

    before = os.sched_getaffinity(0)
    with Popen([sys.executable, "-c", TWO_THREADS], stdout=PIPE) as process:
        server = Server(0, process, tmp_path / "log")
        process.stdout.readline()
        with pytest.raises(RuntimeError), kept_in_place([server], is_apart=is_apart):
            during = cores()
            raise RuntimeError
        after = cores()
        server.stop()

    own = min(before) if is_apart else max(before)
    assert during == [{own}, {max(before)}, {max(before)}]
    assert after == [before] * 3
