"""Views are counted only where the site wants it, only of readers, and with nothing in them about anybody."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import Client

from articles.editorial.page_views import add_views, forget_views
from articles.models import PageViews
from articles.public import counting
from tests.factories import today

BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}
ARTICLE = "/articles/sore-joints/"


@pytest.fixture(autouse=True)
def nothing_waits():
    counting.waiting.taken()
    yield
    counting.waiting.taken()


@pytest.fixture
def reader(settings):
    """A browser on a site that counts."""
    settings.COUNT_PAGE_VIEWS = True
    return Client(**BROWSER)


def counted():
    counting.write()
    return {row.path: row.views for row in PageViews.objects.all()}


def test_nothing_is_counted_unless_the_site_wants_it(published, django_assert_num_queries):
    assert Client(**BROWSER).get(ARTICLE).status_code == 200

    with django_assert_num_queries(0):
        counting.write()
    assert not PageViews.objects.exists()


def test_pages_that_readers_read_are_counted_by_day_and_path(reader, published):
    for path in (ARTICLE, ARTICLE, "/", "/topics/multiple-sclerosis/", "/es/topics/multiple-sclerosis/"):
        assert reader.get(path).status_code == 200

    assert counted() == {
        ARTICLE: 2,
        "/": 1,
        "/topics/multiple-sclerosis/": 1,
        "/es/topics/multiple-sclerosis/": 1,
    }
    assert {row.day for row in PageViews.objects.all()} == {today()}
    assert {field.name for field in PageViews._meta.fields} == {"id", "day", "path", "views"}


@pytest.mark.parametrize(
    "path",
    [ARTICLE + "history/", ARTICLE + "report/", "/articles/", "/search/?q=joints", "/articles/nowhere/", "/robots.txt"],
)
def test_no_other_page_is_counted(reader, published, path):
    reader.get(path)

    assert counted() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_USER_AGENT": ""},
        {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"HTTP_USER_AGENT": "curl/8.5.0"},
        {"HTTP_USER_AGENT": "Mozilla/5.0 AppleWebKit/537.36 HeadlessChrome/140.0"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_X_MOZ": "prefetch"},
        {"HTTP_COOKIE": "sessionid=abc"},
    ],
)
def test_programs_pages_fetched_ahead_and_colleagues_are_not_counted(reader, published, headers):
    reader.get(ARTICLE, **headers)

    assert counted() == {}


def test_only_an_answer_with_the_page_is_counted(reader, published):
    etag = reader.get(ARTICLE)["ETag"]

    assert reader.get(ARTICLE, HTTP_IF_NONE_MATCH=etag).status_code == 304
    assert reader.head(ARTICLE).status_code == 200

    assert counted() == {ARTICLE: 1}


def test_no_cookie_is_set(reader, published):
    reader.get(ARTICLE)

    assert not reader.cookies


def test_views_wait_in_memory_and_are_written_together(reader, published, monkeypatch, django_assert_num_queries):
    for _ in range(counting.WRITE_AFTER_VIEWS - 1):
        counting.seen(ARTICLE)
    assert not PageViews.objects.exists()

    with django_assert_num_queries(1):
        counting.seen("/")

    assert PageViews.objects.get(path=ARTICLE).views == counting.WRITE_AFTER_VIEWS - 1


@pytest.mark.django_db
def test_after_half_a_minute_they_are_written_with_the_next_view(monkeypatch):
    counting.seen(ARTICLE)
    assert not PageViews.objects.exists()
    monkeypatch.setattr(counting, "WRITE_AFTER_SECONDS", 0)

    counting.seen("/")

    assert {row.path: row.views for row in PageViews.objects.all()} == {ARTICLE: 1, "/": 1}


@pytest.mark.django_db
def test_what_was_counted_before_is_added_to():
    day = date(2026, 11, 1)
    add_views({(day, "/"): 3, (day, ARTICLE): 1})
    add_views({(day, "/"): 4, (date(2026, 11, 2), "/"): 1})
    add_views({})

    assert list(PageViews.objects.order_by("day", "path").values_list("day", "path", "views")) == [
        (day, "/", 7),
        (day, ARTICLE, 1),
        (date(2026, 11, 2), "/", 1),
    ]


@pytest.mark.django_db
def test_more_paths_than_one_statement_takes_are_written_in_several():
    add_views({(date(2026, 11, 1), f"/articles/a{number}/"): 1 for number in range(450)})

    assert PageViews.objects.count() == 450


def test_a_database_that_is_away_costs_the_counts_and_never_the_page(reader, published, monkeypatch, caplog):
    def away(counts):
        raise DatabaseError

    monkeypatch.setattr(counting, "add_views", away)
    monkeypatch.setattr(counting, "WRITE_AFTER_VIEWS", 1)

    assert reader.get(ARTICLE).status_code == 200
    assert "1 page views were not counted (DatabaseError)." in caplog.text


@pytest.mark.django_db
def test_what_answers_before_django_counts_alike():
    counting.seen_in({**BROWSER, "PATH_INFO": ARTICLE})
    counting.seen_in({**BROWSER, "PATH_INFO": ARTICLE, "HTTP_PURPOSE": "prefetch"})
    counting.seen("/" + "a" * 300 + "/")
    counting.seen("/articles/" + "a" * 300 + "/")

    assert counted() == {ARTICLE: 1}


@pytest.mark.django_db
def test_days_long_past_are_forgotten():
    today = date(2026, 11, 22)
    add_views({(today - timedelta(days=days), "/"): 1 for days in (0, 400, 401, 500)})

    assert forget_views(older_than=400, today=today) == 2
    assert PageViews.objects.count() == 2


@pytest.mark.django_db
def test_the_command_keeps_a_year_and_a_month_unless_told():
    add_views({(today() - timedelta(days=days), "/"): 1 for days in (0, 30, 500)})
    said = StringIO()

    call_command("forget_page_views", stdout=said)
    call_command("forget_page_views", "--older-than", "20", stdout=said)

    assert said.getvalue() == "1 count forgotten.\n1 count forgotten.\n"
    with pytest.raises(CommandError, match="at least one day"):
        call_command("forget_page_views", "--older-than", "0")
