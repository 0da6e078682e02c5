"""Pages to store, and a worker's memory that begins empty."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.pages import generation
from articles.pages.encoding import BEST
from articles.pages.memory import Memory
from articles.pages.storing import Made, Rendered, store

HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "public, max-age=60")]


@pytest.fixture(autouse=True)
def own_generation_file(settings, tmp_path):
    """A file that no other test has written to."""
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"


@pytest.fixture
def keep():
    """Store a page under a path, as if it had been rendered a moment ago."""

    def kept(
        path="/a/", body=b"<p>Hello</p>" * 50, keys=("article:1",), until=None, seen=None, effort=BEST, tag="0" * 64
    ):
        page = Rendered(body=body, tag=tag, keys=keys, valid_until=until or timezone.now() + timedelta(hours=1))
        made = Made(path, page, HEADERS, seen=generation.current() if seen is None else seen)
        return bool(store([made], effort=effort))

    return kept


@pytest.fixture
def worker():
    """The memory of another worker on this host, as often as it is called."""
    return lambda limit=1_000_000: Memory(limit=limit)
