"""Leaves of a list: by the place where the last one ended, whatever is published or withdrawn meanwhile."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import listing, workflow
from articles.models import Publication
from articles.public.paging import PER_LEAF, leaf_of
from articles.public.places import LONGEST, read_place, write_place
from tests.articles.public.copies import copies_of
from tests.articles.public.reading import read, words
from tests.factories import make_article

NEWEST = date(2026, 9, 1)


@pytest.fixture
def many(staff):
    """Live pages, page-00 the newest; two of each day, so that the day alone names no place. And an older one."""

    def made(count):
        first = staff.published(make_article(author=staff.writer.expert))
        # The last of a day comes first.
        days = {f"page-{number:02}": NEWEST - timedelta(days=number // 2) for number in reversed(range(count))}
        copies_of(first, days)
        first.changed_on = NEWEST - timedelta(days=400)
        first.save(update_fields=["changed_on"])
        listing.relist(first.article)
        return first

    return made


def titles(page):
    return [words(heading) for heading in page.document.xpath("//main//*[@data-part='entry']//h3")]


def link(page, rel):
    return page.document.xpath(f"string(//nav[@data-part='pager']//a[@rel='{rel}']/@href)")


def numbered(start, end):
    return [f"page-{number:02}" for number in range(start, end)]


@pytest.mark.parametrize("path", ["/articles/", "/topics/multiple-sclerosis/"])
def test_a_list_is_read_forward_and_back_leaf_by_leaf(client, many, path):
    many(45)

    first = read(client, path)
    second = read(client, link(first, "next"))
    third = read(client, link(second, "next"))

    assert titles(first) == numbered(0, 20) and titles(second) == numbered(20, 40)
    assert titles(third) == [*numbered(40, 45), "Sore joints"]
    assert not link(first, "prev") and not link(third, "next")
    back = read(client, link(third, "prev"))
    assert titles(back) == titles(second)
    assert titles(read(client, link(back, "prev"))) == titles(first)


def test_the_first_leaf_has_one_address_however_it_is_reached(client, many):
    many(45)
    second = read(client, link(read(client, "/articles/"), "next"))

    back = read(client, link(second, "prev"))

    assert back.document.xpath("string(//link[@rel='canonical']/@href)") == "http://localhost:8000/articles/"
    assert not link(back, "prev") and back["pager"] == "Next"
    assert "To the beginning" in second["pager"]


def test_what_is_published_meanwhile_moves_nothing_to_another_leaf(client, many, staff):
    many(45)
    following = link(read(client, "/articles/"), "next")

    staff.published(make_article("brand-new", title="brand new", author=staff.writer.expert))

    assert titles(read(client, following)) == numbered(20, 40)


def test_a_place_holds_when_the_row_there_is_withdrawn(client, many):
    many(45)
    following = link(read(client, "/articles/"), "next")

    Publication.objects.filter(slug="page-19").update(withdrawn_at=timezone.now(), withdrawal_reason="x")

    assert titles(read(client, following)) == numbered(20, 40)


def test_before_a_place_from_which_rows_went_away_stands_a_whole_first_leaf(client, many):
    many(45)
    second = read(client, link(read(client, "/articles/"), "next"))

    Publication.objects.filter(slug="page-03").update(withdrawn_at=timezone.now(), withdrawal_reason="x")
    back = read(client, link(second, "prev"))

    assert titles(back) == [*numbered(0, 3), *numbered(4, 21)]


def test_behind_the_last_row_there_is_a_way_back(client, many):
    many(21)
    following = link(read(client, "/articles/"), "next")

    Publication.objects.filter(changed_on__lt=NEWEST - timedelta(days=9)).update(
        withdrawn_at=timezone.now(), withdrawal_reason="x"
    )
    page = read(client, following)

    assert page["nothing-found"] == "There is nothing further down the list." and page.robots() == "noindex"
    assert page.document.xpath("string(//nav[@data-part='pager']//a/@href)") == "/articles/"


@pytest.mark.parametrize("path", ["/articles/", "/topics/multiple-sclerosis/", "/experts/", "/experts/expert-1/"])
@pytest.mark.parametrize("number", ["1", "2", "0", "x", "1e9", "٣"])
def test_an_address_with_a_page_number_leads_to_the_first_leaf(client, staff, path, number):
    staff.published(make_article(author=staff.writer.expert))

    response = client.get(path, {"page": number, "order": "reviewed"})

    assert response.status_code == 301 and response["Location"] == f"{path}?order=reviewed"
    assert client.get(path, {"page": number})["Location"] == path


HOSTILE = [
    "x",
    "!",
    "...",
    "%00",
    "=",
    "é",
    "A" * (LONGEST + 1),
    write_place("2026-09-01", 7) + "=",
    write_place("2026-09-01", 7)[:-1],
    write_place("2026-02-30", 7),
    write_place("2026-09-01T00:00:00+00:00", 7),
    write_place("0001-01-01", 7),
    write_place("9999-12-31", 7),
    write_place("", 7),
    write_place("' OR 1=1 --", 7),
    write_place("a\0b", 7),
    "LTEuMjAyNi0wOS0wMQ",  # -1.2026-09-01
    "MS4wLjIwMjYtMDktMDE",  # 1.0.2026-09-01
    "_____w",
]


@pytest.mark.parametrize("place", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("word", ["after", "before"])
def test_a_place_that_we_never_wrote_is_not_found(client, db, place, word):
    assert client.get("/articles/", {word: place}).status_code == 404


@pytest.mark.parametrize("place", HOSTILE, ids=range(len(HOSTILE)))
def test_no_place_breaks_the_list_of_people(client, db, place):
    for word in ("after", "before"):
        assert client.get("/experts/", {word: place}).status_code in (200, 404)


def test_a_place_far_beyond_the_list_is_a_place(client, many):
    many(1)

    assert read(client, f"/articles/?after={write_place('2026-09-02', 10**17)}").has("entries")
    assert read(client, f"/articles/?before={write_place('1999-01-01', 1)}").has("entries")


def test_before_and_after_at_once_are_no_place(client, db):
    place = write_place("2026-09-01", 7)

    assert client.get("/articles/", {"after": place, "before": place}).status_code == 404


@pytest.mark.parametrize("value", ["2026-09-01", "Zoë", "a.b", "", "😀" * 120])
def test_a_place_is_read_as_it_was_written(value):
    assert read_place(write_place(value, 12)) == (value, 12)


def test_a_leaf_is_one_query_without_counting_or_skipping(many):
    many(45)
    rows = Publication.objects.live().with_standing().newest_first()
    (following,) = parse_qs(urlsplit(leaf_of(rows, RequestFactory().get("/")).next).query)["after"]

    for asked in ({}, {"after": following}, {"before": write_place("2026-08-01", 1)}):
        with CaptureQueriesContext(connection) as captured:
            leaf_of(rows, RequestFactory().get("/", asked))
        (query,) = captured.captured_queries
        assert "OFFSET" not in query["sql"] and "COUNT" not in query["sql"]
        assert f"LIMIT {PER_LEAF + 1}" in query["sql"]


def test_a_place_is_found_by_the_index_of_days(many):
    many(45)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table of this size is read whole, unless that is dear.
            cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    rows = Publication.objects.live().newest_first()
    with CaptureQueriesContext(connection) as captured:
        leaf_of(rows, RequestFactory().get("/", {"after": write_place("2026-08-25", 40)}))

    with connection.cursor() as cursor:
        explain = "EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN "
        cursor.execute(explain + captured.captured_queries[0]["sql"].replace("%", "%%"))
        plan = " ".join(str(row) for row in cursor.fetchall())

    assert "publication_newest" in plan and "TEMP B-TREE" not in plan and "Sort" not in plan


def test_an_expert_has_leaves_too(client, many, staff):
    many(25)
    writer = staff.writer.expert
    page = read(client, writer.get_absolute_url())

    assert titles(page) == numbered(0, 20)
    assert titles(read(client, link(page, "next"))) == [*numbered(20, 25), "Sore joints"]


def test_a_withdrawn_page_is_on_no_leaf(client, staff):
    article = make_article(author=staff.writer.expert)
    staff.published(article)
    workflow.withdraw(article, reason="A doubt.", by=staff.editor)

    assert read(client, "/articles/").has("nothing-yet")
