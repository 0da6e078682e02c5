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
PATIENCE_SECONDS = 30


def is_so_within(seconds, is_so):
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.001)
    return is_so()


@pytest.mark.django_db
def test_a_decision_on_another_host_is_known_here_before_anybody_asks(running):
    here, there = (SharedNumber(running.folder / name) for name in ("generation", "elsewhere"))
    editor = running.editor(PAGES_GENERATION_FILE=str(running.folder / "elsewhere"))
    tell(editor, None)
    tell(editor, "seed\telsewhere\t1")
    time.sleep(POLL_SECONDS)
    assert ask(running, SLUG) == {OLD}

    # Nobody asks this host for anything now, so nobody polls: what is known here was told.
    tell(editor, f"kill\tafter all\t{SLUG}")

    if connection.vendor == "postgresql":
        assert is_so_within(PATIENCE_SECONDS, lambda: here.value == there.value)
    else:
        time.sleep(POLL_SECONDS + 0.1)
    assert ask(running, SLUG) == {NEW}


@pytest.mark.django_db
def test_only_a_database_that_tells_is_listened_to(monkeypatch):
    begun = []
    monkeypatch.setattr(listening, "Thread", lambda **named: type("Begun", (), {"start": lambda _: begun.append(1)})())

    listening.start()

    assert bool(begun) == (connection.vendor == "postgresql")
