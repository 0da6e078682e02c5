"""A decision on one host is known on the others: at once on PostgreSQL, which tells them, and by the poll anyway."""

import time

import pytest
from django.db import connection

from articles.pages import listening
from articles.pages.generation import SharedNumber
from articles.pages.memory import POLL_SECONDS
from tests.delivery.hammer import tell
from tests.delivery.test_killed import NEW, OLD, ask

SLUG = "elsewhere-0"
AT_ONCE_SECONDS = POLL_SECONDS / 4


def seconds_until(is_so, *, at_most):
    began = time.monotonic()
    while not is_so() and time.monotonic() - began < at_most:
        time.sleep(0.001)
    return time.monotonic() - began


@pytest.mark.django_db
def test_a_decision_on_another_host_is_known_here_before_anybody_asks(running):
    here, there = (SharedNumber(running.folder / name) for name in ("generation", "elsewhere"))
    editor = running.editor(PAGES_GENERATION_FILE=str(running.folder / "elsewhere"))
    tell(editor, None)
    tell(editor, "seed\telsewhere\t1")
    time.sleep(POLL_SECONDS)
    assert ask(running, SLUG) == {OLD}

    # Nobody asks this host for anything now, so nobody polls.
    tell(editor, f"kill\tafter all\t{SLUG}")

    if connection.vendor == "postgresql":
        assert seconds_until(lambda: here.value == there.value, at_most=POLL_SECONDS) < AT_ONCE_SECONDS
    else:
        time.sleep(POLL_SECONDS + 0.1)
    assert ask(running, SLUG) == {NEW}


@pytest.mark.django_db
def test_only_a_database_that_tells_is_listened_to(monkeypatch):
    begun = []
    monkeypatch.setattr(listening, "Thread", lambda **named: type("Begun", (), {"start": lambda _: begun.append(1)})())

    listening.start()

    assert bool(begun) == (connection.vendor == "postgresql")
