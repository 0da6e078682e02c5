"""A replica answers readers' questions, never those of who works here, never behind the newest decision."""

import sqlite3
from contextlib import closing

import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import RequestFactory

from articles.models import Publication
from articles.pages import generation
from healthcms import replicas
from healthcms.replicas import PRIMARY, REPLICA, Replicas, is_for_replica
from tests.factories import make_article

ADDRESS = "/articles/?topic=multiple-sclerosis"


@pytest.fixture
def replica(settings, tmp_path):
    """What is committed, and not what this test has done: as if the replica came late."""
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"
    settings_of_replica = {**connection.settings_dict}
    if connection.vendor == "sqlite":
        settings_of_replica["NAME"] = str(tmp_path / "replica.sqlite3")
        name = connection.settings_dict["NAME"]
        with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as here:
            with closing(sqlite3.connect(settings_of_replica["NAME"])) as there:
                here.backup(there)
    connections.settings[REPLICA] = settings_of_replica
    # At once: Django's tests refuse a database that they did not know of when it is first asked.
    connections[REPLICA].connect()
    yield
    connections[REPLICA].close()
    del connections.settings[REPLICA]
    del connections[REPLICA]


@pytest.fixture
def late(replica, staff):
    """A live article that is not committed, and no decision that this host has heard of."""
    return staff.published(make_article("late", title="Not there yet"))


def asked(path, method="GET", **environ):
    return is_for_replica(RequestFactory().generic(method, path, **environ))


@pytest.fixture
def outside_transactions(monkeypatch):
    """Tests run in one; requests do not."""
    monkeypatch.setattr(
        Replicas, "db_for_read", lambda self, model, **hints: REPLICA if replicas._asks_replica.get() else PRIMARY
    )


@pytest.mark.parametrize(
    "path",
    ["/search/?q=knees", "/es/search/?q=rodilla", "/articles/?after=x", "/media/figures/x.jpg", "/api/v1/articles?x"],
)
def test_what_no_stored_page_answers_is_for_the_replica(settings, path):
    settings.PAGES_STORED = True

    assert asked(path) and asked(path, "HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "/articles/knees/",
        "/",
        "/api/",
        "/admin/?q=x",
        "/desk/?x",
        "/preview/secret/?x",
        "/articles/knees/?preview=secret",
        "/articles/knees/report/?section=x",
        "/healthz?x",
        "/searching/?q=x",
    ],
)
def test_what_may_be_stored_or_is_no_reading_goes_to_the_primary(settings, path):
    settings.PAGES_STORED = True

    assert not asked(path)


def test_who_is_logged_in_or_writes_goes_to_the_primary(settings):
    assert not asked("/search/?q=x", HTTP_COOKIE="sessionid=1")
    assert not asked("/search/?q=x", HTTP_AUTHORIZATION="Bearer x")
    assert not asked("/search/?q=x", "POST")


def test_where_no_pages_are_stored_every_public_page_is_read_there(settings):
    settings.PAGES_STORED = False

    assert asked("/articles/knees/")


@pytest.mark.django_db
def test_a_reader_is_answered_by_the_replica_and_who_works_here_by_the_primary(
    late, client, staff, outside_transactions
):
    assert "Not there yet" not in client.get(ADDRESS).content.decode()

    client.force_login(staff.editor)

    assert "Not there yet" in client.get(ADDRESS).content.decode()


@pytest.mark.django_db
def test_a_replica_that_has_not_heard_of_the_newest_decision_is_not_asked(late, client, outside_transactions):
    generation.shared().raise_to(generation.current())

    assert "Not there yet" in client.get(ADDRESS).content.decode()


@pytest.mark.django_db
def test_a_replica_that_is_away_is_not_asked(late, client, outside_transactions, monkeypatch):
    monkeypatch.setattr(replicas, "has_caught_up", lambda: False)

    assert "Not there yet" in client.get(ADDRESS).content.decode()


@pytest.mark.django_db
def test_an_error_of_the_replica_means_that_it_has_not_caught_up(replica, monkeypatch):
    def away(*args, **kwargs):
        raise OperationalError("could not connect")

    monkeypatch.setattr(connections[REPLICA], "cursor", away)

    assert not replicas.has_caught_up()


@pytest.mark.django_db
def test_within_a_transaction_and_for_writing_there_is_the_primary_alone():
    token = replicas._asks_replica.set(True)
    try:
        with transaction.atomic():
            assert Replicas().db_for_read(Publication) == PRIMARY
        assert Replicas().db_for_write(Publication) == PRIMARY
        assert Replicas().allow_migrate(PRIMARY, "articles") and not Replicas().allow_migrate(REPLICA, "articles")
    finally:
        replicas._asks_replica.reset(token)


def test_outside_of_a_readers_request_there_is_the_primary_alone():
    assert Replicas().db_for_read(Publication) == PRIMARY
