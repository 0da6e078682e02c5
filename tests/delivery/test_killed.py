"""Whoever publishes may be killed at any moment: readers get all of the old or all of the new, and the rest heals.

That is a process of the site in which an editor publishes, or one that does afterwards what the decision left to be
done: in these tests it is one and the same. For PostgreSQL itself there is tests/delivery/database_killed.py.
"""

import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

import pytest

from articles.pages.memory import POLL_SECONDS
from tests.delivery.hammer import tell

# Only the first one comes before there is a decision.
MOMENTS = {
    "before the commit": False,
    "before anybody is told": True,
    "while a cache is told": True,
    "while building": True,
    "while storing": True,
}
HUB = "/topics/multiple-sclerosis/"
NUMBERS = count()


class Varnish(BaseHTTPRequestHandler):
    def do_BAN(self):
        self.server.told.append(self.headers["X-Ban-Keys"])
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture(scope="module")
def cache():
    """What caches do when they are told."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Varnish) as server:
        server.told = []
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def editor(running, cache):
    child = running.editor(PURGE=f"varnish+http://127.0.0.1:{cache.server_port}")
    tell(child, None)
    return child


@pytest.fixture
def slug(editor):
    """The address of an article that nobody decided about: tests come in any order, and to the same site."""
    name = f"killed-{next(NUMBERS)}"
    tell(editor, f"seed\t{name}\t1")
    return f"{name}-0"


def ask(running, slug):
    """What the processes of the server say of an article: on its page, and on its topic's."""
    said = set()
    for _ in range(12):
        status, page = running.get(f"/articles/{slug}/")
        _, hub = running.get(HUB)
        said.add((status, *(f"Take {take} of {slug}".encode() in body for take in (0, 1) for body in (page, hub))))
    return said


OLD, NEW = (200, True, True, False, False), (200, False, False, True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_publisher_who_is_killed_leaves_the_old_page_or_the_new_one(running, editor, cache, slug, moment):
    assert ask(running, slug) == {OLD}
    cache.told.clear()

    assert '"killed": 9' in tell(editor, f"kill\t{moment}\t{slug}")[-1]

    if moment == "before anybody is told":
        # The workers find it when they ask the database, once a second.
        time.sleep(POLL_SECONDS + 0.1)
    assert ask(running, slug) == {NEW if MOMENTS[moment] else OLD}
    # What a cache was not told is left to whoever comes next, such as the timer of every minute.
    tell(editor, "heal")
    assert bool(cache.told) == MOMENTS[moment]


@pytest.mark.django_db
def test_whoever_publishes_next_publishes_all_of_it(running, editor, slug):
    tell(editor, f"kill\tbefore the commit\t{slug}")
    assert ask(running, slug) == {OLD}

    tell(editor, f"kill\tafter all\t{slug}")

    assert ask(running, slug) == {NEW}
