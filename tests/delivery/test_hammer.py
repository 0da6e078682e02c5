"""While editors decide, every answer of the real server is a page that was true while it was asked for."""

import pytest

from tests.delivery.hammer import Answer, State, hammer, judged

TITLE = "Take {} of hammered-0"
HISTORY = {
    "hammered-0": [
        State(200, "a" * 64, TITLE.format(0), began=0, told=0),
        State(200, "b" * 64, TITLE.format(1), began=100, told=110),
        State(410, "", "", began=200, told=210),
    ]
}


def answer(asked, ended, *, status=200, digest="", takes=(), path="/articles/hammered-0/"):
    return Answer(path, asked, ended, status, digest, frozenset(TITLE.format(take) for take in takes))


# The database of the tests is not asked; the mark lets this run on PostgreSQL, too.
@pytest.mark.django_db
def test_no_answer_is_wrong_stale_or_an_error_while_two_editors_decide(running):
    verdict = hammer(running, seconds=6)

    assert verdict.is_clean, [verdict, *verdict.wrong, *verdict.stale, *verdict.errors][:10]
    assert verdict.answers > 200 and verdict.decisions >= 8, verdict


def test_what_was_true_at_some_moment_while_it_was_asked_for_is_right():
    within = [
        answer(10, 20, digest="a" * 64),
        answer(90, 105, digest="b" * 64),
        answer(105, 120, digest="a" * 64),
        answer(120, 130, status=304, digest="b" * 64),
        answer(205, 230, status=410),
        answer(120, 130, takes=[1], path="/articles/"),
        answer(220, 230, takes=[], path="/articles/"),
    ]

    assert judged(within, HISTORY).is_clean


@pytest.mark.parametrize(
    "late",
    [
        answer(111, 120, digest="a" * 64),
        answer(211, 220, digest="b" * 64),
        answer(211, 220, status=304, digest="b" * 64),
        answer(111, 120, takes=[0], path="/articles/"),
        answer(211, 220, takes=[1], path="/articles/"),
    ],
)
def test_a_page_as_it_was_before_a_decision_that_had_been_told_is_stale(late):
    verdict = judged([late], HISTORY)

    assert len(verdict.stale) == 1 and not verdict.wrong


@pytest.mark.parametrize(
    "odd",
    [
        answer(10, 99, digest="b" * 64),
        answer(10, 20, status=410),
        answer(10, 20, digest="c" * 64),
        answer(10, 20, takes=[], path="/articles/"),
        answer(120, 130, takes=[0, 1], path="/articles/"),
    ],
)
def test_a_page_that_was_true_at_no_moment_yet_is_wrong(odd):
    verdict = judged([odd], HISTORY)

    assert len(verdict.wrong) == 1 and not verdict.stale
