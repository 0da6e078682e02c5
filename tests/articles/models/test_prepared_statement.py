"""PostgreSQL reads and plans a question once for each connection; the answers are those of its query set."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Publication
from articles.models.prepared import Prepared
from tests.factories import make_article


@pytest.fixture
def question():
    return Prepared(
        Publication,
        # A value, what is always the same, and a mark that stands for a parameter elsewhere.
        lambda slug: Publication.objects.filter(slug=slug, title__contains="100%").only("slug"),
        {"slug": "a-slug"},
    )


def publish(staff, slug, title):
    return staff.published(make_article(slug, title=title, author=staff.writer.expert))


def sql_of(ask):
    with CaptureQueriesContext(connection) as asked:
        ask()
    return [query["sql"] for query in asked]


def test_it_is_asked_by_name_and_answers_as_before(staff, question):
    published = publish(staff, "sore", "Sore joints, 100% of them")
    publish(staff, "back", "Back pain, 100 of them")

    (asked,) = sql_of(lambda: question(slug="sore"))

    assert asked.startswith("EXECUTE") == (connection.vendor == "postgresql")
    assert question(slug="sore") == [published] and question(slug="back") == []


def test_a_question_without_values_is_asked_by_name_too(staff):
    published = publish(staff, "sore", "Sore joints")

    assert Prepared(Publication, lambda: Publication.objects.filter(title="Sore joints"), {})() == [published]


def test_behind_a_pooler_that_keeps_no_statements_it_is_asked_in_full(staff, question, monkeypatch):
    published = publish(staff, "sore", "Sore joints, 100% of them")
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", "true")

    (asked,) = sql_of(lambda: question(slug="sore"))

    assert asked.startswith("SELECT")
    assert question(slug="sore") == [published]


@pytest.mark.django_db(transaction=True)
def test_another_connection_learns_it_anew(question):
    assert question(slug="sore") == []

    connection.close()

    assert question(slug="sore") == []
