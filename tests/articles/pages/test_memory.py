"""A worker's memory: no query for a page it holds, and nothing that is no longer true, whoever decided it."""

import re
from datetime import timedelta

import brotli
import pytest
from django.utils import timezone

from articles.models import PageGeneration
from articles.pages import generation, memory
from articles.pages.dropping import drop

pytestmark = pytest.mark.django_db
BODY = b"<p>Hello</p>" * 50


@pytest.fixture
def decide(django_capture_on_commit_callbacks):
    """Drop keys as a verb does, its commit included."""

    def decided(*keys):
        with django_capture_on_commit_callbacks(execute=True):
            drop(keys)

    return decided


def test_the_first_request_costs_one_query_and_the_next_ones_none(keep, worker, django_assert_num_queries):
    keep("/a/")
    pages = worker()
    pages.find("/other/", "br")

    with django_assert_num_queries(1):
        assert pages.find("/a/", "br") is not None
    with django_assert_num_queries(0):
        assert pages.find("/a/", "br") is pages.find("/a/", "br")


def test_each_encoding_is_the_same_page_under_its_own_validator(keep, worker):
    keep("/a/")
    pages = worker()

    in_brotli, in_gzip, plain = (pages.find("/a/", encoding) for encoding in ("br", "gzip", ""))

    assert brotli.decompress(in_brotli.body) == memory.gzip.decompress(in_gzip.body) == plain.body == BODY
    etags = {in_brotli.etag, in_gzip.etag, plain.etag}
    assert len(etags) == 3 and all(re.fullmatch(r'"[-\w]{22}"', etag) for etag in etags)
    assert ("Content-Encoding", "br") in in_brotli.headers
    assert not [name for name, _ in plain.headers if name == "Content-Encoding"]
    assert ("Content-Length", str(len(BODY))) in plain.headers


def test_a_304_says_how_fresh_its_page_is_and_nothing_that_who_has_the_page_knows(keep, worker):
    keep("/a/")

    page = worker().find("/a/", "br")

    assert dict(page.headers_304) == {"Cache-Control": "public, max-age=60", "ETag": page.etag}


def test_other_keys_have_another_validator_so_that_a_cache_in_front_learns_of_them(keep, worker):
    keep("/a/", keys=("article:1",))
    before = worker().find("/a/", "br")
    keep("/a/", keys=("article:1", "article:2"))

    after = worker().find("/a/", "br")

    assert before.body == after.body and before.etag != after.etag


def test_what_all_pages_say_is_held_once(keep, worker):
    keep("/a/")
    keep("/b/")
    pages = worker()

    a, b = pages.find("/a/", "br"), pages.find("/b/", "br")

    assert a.headers[0] is b.headers[0]


def test_what_one_worker_decides_is_gone_in_every_other_on_the_next_request(keep, worker, decide):
    keep("/a/", keys=("article:1",))
    keep("/b/", keys=("article:2",))
    others = [worker(), worker()]
    for pages in others:
        assert pages.find("/a/", "br") and pages.find("/b/", "br")

    decide("article:1")

    for pages in others:
        assert pages.find("/a/", "br") is None
        assert pages.find("/b/", "br") is not None


def test_a_decision_that_nobody_could_tell_is_found_within_a_second(keep, worker, monkeypatch):
    """Its process was killed after the commit, or it fell on another host."""
    keep("/a/", keys=("article:1",))
    pages = worker()
    assert pages.find("/a/", "br")
    drop(["article:1"])

    now = memory.time.time() + memory.POLL_SECONDS
    monkeypatch.setattr(memory.time, "time", lambda: now)

    assert pages.find("/a/", "br") is None
    assert generation.shared().value == generation.current()


def test_near_its_end_a_page_tells_caches_how_little_time_it_has(keep, worker):
    keep("/near/", until=timezone.now() + timedelta(seconds=20))
    keep("/far/", until=timezone.now() + timedelta(hours=3))
    pages = worker()

    near, far = pages.find("/near/", "br"), pages.find("/far/", "br")

    assert dict(near.headers)["Cache-Control"] in [
        f"public, max-age={left}, stale-while-revalidate=0" for left in range(15, 21)
    ]
    assert dict(near.headers_304)["Cache-Control"] == dict(near.headers)["Cache-Control"]
    assert dict(far.headers)["Cache-Control"] == "public, max-age=60"


def test_a_page_that_is_held_ends_without_anybody_doing_anything(keep, worker, monkeypatch):
    keep("/a/", until=timezone.now() + timedelta(minutes=5))
    pages = worker()
    assert pages.find("/a/", "br")

    later = memory.time.time() + 300
    monkeypatch.setattr(memory.time, "time", lambda: later)

    assert pages.find("/a/", "br") is None


def test_a_page_of_another_layout_is_not_ours(keep, worker, monkeypatch):
    keep("/a/")
    monkeypatch.setattr(memory, "layout", lambda: "another release")

    assert worker().find("/a/", "br") is None


def test_the_memory_is_bounded_and_lets_the_idle_pages_go(keep, worker, django_assert_num_queries):
    for path in ("/a/", "/b/", "/c/"):
        keep(path)
    pages = worker(limit=2 * memory.OVERHEAD + 1000)
    for path in ("/a/", "/b/", "/a/", "/c/"):
        pages.find(path, "br")

    with django_assert_num_queries(0):
        assert pages.find("/a/", "br") and pages.find("/c/", "br")
    with django_assert_num_queries(1):
        pages.find("/b/", "br")


def test_a_worker_that_is_too_far_behind_forgets_everything(keep, worker, decide, monkeypatch):
    monkeypatch.setattr(memory, "KEPT", 2)
    keep("/a/", keys=("article:1",))
    pages = worker()
    held = pages.find("/a/", "br")

    for _ in range(4):
        decide("article:2")

    assert pages.find("/a/", "br") is not held


def test_another_database_behind_the_site_is_noticed(keep, worker, decide, monkeypatch):
    """A backup was restored: its numbers are smaller, and what is held may not be in it."""
    decide("article:9")
    keep("/a/")
    pages = worker()
    held = pages.find("/a/", "br")
    PageGeneration.objects.update(number=0)

    now = memory.time.time() + memory.POLL_SECONDS
    monkeypatch.setattr(memory.time, "time", lambda: now)

    assert pages.find("/a/", "br") is not held
    assert generation.shared().value == 0


def test_the_shared_number_never_goes_back_by_itself(tmp_path):
    mine, theirs = (generation.SharedNumber(tmp_path / "number") for _ in range(2))

    mine.raise_to(7)
    theirs.raise_to(5)

    assert mine.value == theirs.value == 7
    mine.close()
    theirs.close()
