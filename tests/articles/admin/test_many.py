"""What is dear among very many articles is asked for once, and says the same whether few or many are found."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin import paging, plots, timeline, workload
from articles.admin.home import others
from articles.editorial import workflow
from articles.models import EditorialRecord, Event
from tests import factories
from tests.scenes import scene

ARTICLES = "/admin/articles/article/"


@pytest.fixture
def asked(staff, client_of):
    """The queries of a page and the titles of its list: asked(address)."""

    def opened(address):
        client = client_of(staff.editor)
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        return [query["sql"] for query in queries], sorted(str(row) for row in page.context["cl"].result_list)

    return opened


@scene
def library(staff):
    for number in range(4):
        article = factories.make_article(f"sore-{number}", title=f"Sore {number}")
        (staff.approved if number % 2 else staff.published)(article)


@pytest.fixture(params=["few", "many"])
def few_or_many(request, monkeypatch):
    """Whether what is found is few enough to be named by keys."""
    if request.param == "many":
        monkeypatch.setattr(paging, "first_keys", lambda rows: range(paging.MOST + 1))


@pytest.mark.parametrize("noun", ["article", "version", "publication"])
def test_a_rare_word_is_searched_for_once(noun, library, asked):
    queries, _ = asked(reverse(f"admin:articles_{noun}_changelist") + "?q=sore")

    assert len([sql for sql in queries if "LIKE" in sql]) == 1


@pytest.mark.parametrize("work", ["ready", "overdue", "with-others"])
def test_what_waits_is_worked_out_once(work, library, asked):
    queries, _ = asked(f"{ARTICLES}?work={work}")
    rows = [sql for sql in queries if 'FROM "articles_article"' in sql and "visible_from" in sql]

    assert len(rows) == 1


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=sore", ["Sore 0", "Sore 1", "Sore 2", "Sore 3"]),
        ("q=sore+2", ["Sore 2"]),
        ("work=ready", ["Sore 1", "Sore 3"]),
        ("work=ready&q=sore", ["Sore 1", "Sore 3"]),
        ("work=with-others", []),
        ("public=no&q=sore", ["Sore 1", "Sore 3"]),
    ],
)
def test_few_and_many_are_found_alike(query, titles, library, asked, few_or_many):
    _, found = asked(f"{ARTICLES}?{query}")

    assert found == titles


def test_entries_of_one_kind_are_found_alike_be_they_few_or_many(library, asked, few_or_many):
    _, found = asked(reverse("admin:articles_editorialrecord_changelist") + "?event__exact=published")

    published = EditorialRecord.objects.filter(event=Event.PUBLISHED)
    assert found == sorted(str(record) for record in published)
    assert len(found) == 2


def test_drafts_are_found_alike_be_they_few_or_many(library, staff, client_of, few_or_many):
    for slug, maker in (("mine", staff.writer), ("mine-too", staff.writer), ("theirs", staff.editor)):
        draft = factories.make_article(slug, title=slug, author=factories.make_expert(name=f"No author of {slug}"))
        workflow.save_draft(draft, by=maker)

    with CaptureQueriesContext(connection) as asked:
        page = client_of(staff.writer).get(f"{ARTICLES}?work=drafts")

    assert sorted(str(row) for row in page.context["cl"].result_list) == ["mine", "mine-too"]
    # Many are not gathered and sorted: the list is walked along.
    assert not [query["sql"] for query in asked if '"id" IN (SELECT' in query["sql"]]


LISTS = ["article", "version", "publication", "editorialrecord", "source", "topic"]


@pytest.mark.parametrize("noun", LISTS)
def test_a_long_list_asks_as_often_as_a_short_one(noun, library, staff, asked):
    address = reverse(f"admin:articles_{noun}_changelist")
    short, _ = asked(address)
    for number in range(3):
        staff.published(factories.make_article(f"more-{number}", author=factories.make_expert(name=f"No {number}")))
        factories.make_topic(f"more-{number}", name=f"More {number}")
        factories.make_source(number + 50)

    long, _ = asked(address)

    assert len(long) == len(short) <= 10


def test_the_panel_of_a_reviewer_reads_none_of_the_texts_that_wait(staff, django_assert_num_queries):
    for number in range(3):
        article = factories.make_article(f"waiting-{number}", title=f"Waiting {number}")
        staff.submitted(article)
        workflow.assign(article, reviewer=staff.reviewer, due_on=timezone.now().date(), by=staff.editor)

    with django_assert_num_queries(2) as queries:
        panel = others.own_reviews(staff.reviewer, timezone.now())

    assert [row.title for row in panel.rows] == ["Waiting 0", "Waiting 1", "Waiting 2"]
    assert not any('"document"' in query["sql"] for query in queries)


def test_a_topic_is_not_offered_every_other_one_as_the_topic_above_it(client_of, staff):
    above = factories.make_topic("above", name="What stands above")
    topic = factories.make_topic("below", name="What stands below", parent=above)
    factories.make_topic("elsewhere", name="What stands elsewhere")

    page = client_of(staff.editor).get(reverse("admin:articles_topic_change", args=[topic.pk])).content.decode()

    assert "What stands above" in page
    assert "What stands elsewhere" not in page


def test_the_load_is_counted_in_two_queries_however_much_was_decided(library, staff, django_assert_num_queries):
    with django_assert_num_queries(2):
        loads = workload.counts_of([staff.reviewer], now=timezone.now())

    assert loads[staff.reviewer.pk].decided == 4


def test_days_that_are_over_are_asked_for_once_and_this_one_each_time(library, staff, django_assert_num_queries):
    now = timezone.now()
    with django_assert_num_queries(4):
        before = plots.published_per_month(now), plots.days_to_approval(now)
    staff.published(factories.make_article("one-more"))

    with django_assert_num_queries(2):
        after = plots.published_per_month(now + timedelta(minutes=1)), plots.days_to_approval(now)

    assert [plot.marks[-1].value for plot in before] == [2, 0.0]
    assert after[0].marks[-1].value == 3


def test_two_versions_are_compared_for_the_timeline_once(article, staff, monkeypatch):
    for title in ("Sore joints", "Sorer joints"):
        article.title = title
        article.save()
        workflow.save_draft(article, by=staff.writer)
    versions = list(article.versions.all())
    first = timeline.entries(article, versions, before=None)
    monkeypatch.setattr(timeline, "word_counts", lambda *_: pytest.fail("Compared again."))

    again = timeline.entries(article, versions, before=None)

    assert [(row.added, row.removed) for row in again] == [(row.added, row.removed) for row in first]
