"""Load balancers are told the truth."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_a_living_process_says_so_without_asking_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


def test_a_probe_speaks_plain_http_and_is_not_sent_elsewhere(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/healthz").status_code == 200
    assert client.get("/admin/").status_code == 301


@pytest.mark.django_db
class TestReadiness:
    def test_a_complete_database_is_ready(self, client):
        response = client.get("/readyz")

        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert response["Cache-Control"] == "no-store"

    def test_a_missing_migration_is_not_ready(self, client):
        MigrationRecorder(connection).migration_qs.filter(app="articles").delete()

        response = client.get("/readyz")

        assert (response.status_code, response.json()["reason"]) == (503, "migrations")

    def test_a_silent_database_is_not_ready(self, client, monkeypatch):
        def refuse(*args, **kwargs):
            raise OperationalError("gone")

        monkeypatch.setattr(connection, "cursor", refuse)

        response = client.get("/readyz")

        assert (response.status_code, response.json()["reason"]) == (503, "database")
