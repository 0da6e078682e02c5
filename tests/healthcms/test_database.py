"""SQLite is set up for a server with several threads; PostgreSQL for many short requests."""

import json

from tests.healthcms.test_settings import PRODUCTION, run, settings_under

READ_PRAGMAS = """
import json
from healthcms.wsgi import application
from django.db import connection
with connection.cursor() as cursor:
    names = ["journal_mode", "busy_timeout", "foreign_keys", "synchronous", "cache_size"]
    print(json.dumps({name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in names}))
"""


def test_sqlite_lets_readers_and_a_writer_work_at_once_and_writers_wait_for_each_other(tmp_path):
    environment = PRODUCTION | {"DATABASE_URL": f"sqlite:///{tmp_path}/new/site.sqlite3"}

    done = run("-c", READ_PRAGMAS, **environment)

    normal = 1
    assert json.loads(done.stdout) == {
        "journal_mode": "wal",
        "busy_timeout": 5000,
        "foreign_keys": 1,
        "synchronous": normal,
        "cache_size": -1000,
    }
    found = settings_under(environment, "DATABASES")["DATABASES"]
    assert found["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_workers_keep_their_connection_as_opening_one_takes_as_long_as_a_page(tmp_path):
    environment = PRODUCTION | {"DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}

    def age(**more):
        return settings_under(environment | more, "DATABASES")["DATABASES"]["default"]["CONN_MAX_AGE"]

    assert (age(), age(CONN_MAX_AGE="5")) == (60, 5)
    assert age(HEALTHCMS_ENV="development") == 0, "the server of development has a thread, and so one, for each request"


def test_postgresql_is_reached_by_its_address_with_an_escaped_password():
    address = "postgres://site:p%40ss@db.example:5433/health"

    found = settings_under(PRODUCTION | {"DATABASE_URL": address}, "DATABASES")["DATABASES"]["default"]

    assert (found["ENGINE"], found["HOST"], found["PORT"]) == ("django.db.backends.postgresql", "db.example", 5433)
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("site", "p@ss", "health")
    assert found["CONN_HEALTH_CHECKS"] is True
