"""What is stored is true; what is no longer true is not stored any more, and never stored late."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from articles.models import DroppedKey, StoredPage, StoredPageKey
from articles.pages import dropping, generation, keys
from articles.pages.dropping import drop, drop_everything
from articles.pages.encoding import QUICK
from articles.pages.storing import READER_WAITS_MS, Made, Rendered, store, store_at_once

pytestmark = pytest.mark.django_db


def test_a_stored_page_is_gone_as_soon_as_something_it_shows_is_dropped(keep):
    keep("/a/", keys=("article:1", "topic:joints"))
    keep("/b/", keys=("article:2",))

    drop(["topic:joints"])

    assert [page.path for page in StoredPage.objects.all()] == ["/b/"]
    assert StoredPageKey.objects.count() == 1


def test_a_page_that_was_rendered_before_a_decision_is_not_stored_after_it(keep):
    before = generation.current()
    drop(["article:1"])

    assert not keep(keys=("article:1", "articles"), seen=before)
    assert not StoredPage.objects.exists()


def test_a_decision_about_something_else_does_not_keep_a_page_from_being_stored(keep):
    before = generation.current()
    drop(["article:2"])

    assert keep(keys=("article:1",), seen=before)


def test_a_page_rendered_too_long_ago_to_know_what_was_dropped_is_not_stored(keep, monkeypatch):
    monkeypatch.setattr("articles.pages.storing.KEPT", 3)
    before = generation.current()
    for _ in range(4):
        drop(["article:2"])

    assert not keep(keys=("article:1",), seen=before)


def test_a_page_that_is_stored_again_replaces_the_one_before(keep):
    keep(body=b"old" * 100)
    keep(body=b"new" * 100, keys=("article:3",))

    assert StoredPage.objects.get().keys == "article:3"
    assert StoredPageKey.objects.get().key == "article:3"


def many(count, seen):
    page = Rendered(body=b"<p>", tag="0" * 64, keys=("article:1",), valid_until=timezone.now() + timedelta(hours=1))
    return [Made(f"/{number}/", page, [], seen) for number in range(count)]


def test_many_pages_are_stored_by_as_many_statements_as_one(db):
    asked = []
    for count in (1, 30):
        with CaptureQueriesContext(connection) as captured:
            assert len(store(many(count, generation.current()), effort=QUICK)) == count
        asked.append(len(captured))

    assert asked[0] == asked[1] and StoredPage.objects.count() == 30


def test_of_many_pages_those_are_stored_that_are_true_still(db):
    before = generation.current()
    drop(["article:1"])
    now = generation.current()
    late, early = many(2, before), [Made("/early/", many(1, 0)[0].page, [], now)]

    assert store([*late, *early], effort=QUICK) == early
    assert store([], effort=QUICK) == []
    assert [row.path for row in StoredPage.objects.all()] == ["/early/"]


def longest_wait():
    """Milliseconds that a transaction waits on SQLite for another one that writes; elsewhere nobody is asked to."""
    if connection.vendor != "sqlite":
        return None
    return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]


def test_a_reader_hardly_waits_on_sqlite_for_somebody_else_who_writes():
    waits, as_usual = [], longest_wait()
    (page,) = many(1, generation.current())

    def watch(execute, *details):
        waits.append(longest_wait())
        return execute(*details)

    with connection.execute_wrapper(watch):
        assert store_at_once(page)

    assert set(waits) == ({READER_WAITS_MS} if connection.vendor == "sqlite" else {None})
    assert longest_wait() == as_usual != READER_WAITS_MS


def test_whoever_writes_after_a_reader_waits_as_long_as_usual(monkeypatch):
    as_usual = longest_wait()
    monkeypatch.setattr("articles.pages.storing.compress", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        store_at_once(many(1, generation.current())[0])

    assert longest_wait() == as_usual


def test_generations_are_counted_in_the_order_of_the_decisions():
    first = drop(["a"])

    assert drop(["b"]) == first + 1 == generation.current()


def test_old_drops_are_forgotten(monkeypatch):
    monkeypatch.setattr(dropping, "PRUNED_EVERY", 10)
    monkeypatch.setattr(dropping, "KEPT", 5)
    for _ in range(20):
        drop(["a"])

    assert DroppedKey.objects.count() < 16


def test_everything_can_be_dropped_at_once(keep):
    keep("/a/", keys=("article:1",))
    keep("/b/", keys=())

    drop_everything()

    assert not StoredPage.objects.exists()


def test_a_page_is_true_no_longer_than_until_a_scheduled_publication_begins(staff, article, keep):
    starts = timezone.now() + timedelta(minutes=20)
    staff.approved(article)
    workflow.schedule(article, visible_from=starts, by=staff.editor)

    keep("/lists/", keys=(keys.ARTICLES,))
    keep("/others/", keys=("article:1",))

    until = {page.path: page.valid_until for page in StoredPage.objects.all()}
    assert until["/lists/"] == int(starts.timestamp())
    assert until["/others/"] > int(starts.timestamp())


def test_what_is_no_longer_scheduled_ends_no_page(staff, article, keep):
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(minutes=20), by=staff.editor)
    workflow.unschedule(article, by=staff.editor)

    keep("/lists/", keys=(keys.ARTICLES,))

    assert StoredPage.objects.get().valid_until > (timezone.now() + timedelta(minutes=30)).timestamp()
