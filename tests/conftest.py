"""What every test stands on."""

import gc
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from pytest_django import DjangoDbBlocker

from articles.editorial.pictures import OPTIONS
from articles.editorial.roles import create_roles
from articles.editorial.site_pages import install_page
from articles.site_texts import texts
from tests.scenes import Stage, scenes_of
from tests.settings import SCRATCH

INSTALLED_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


def pytest_unconfigure() -> None:
    # The workers of xdist end without running what atexit holds.
    shutil.rmtree(SCRATCH, ignore_errors=True)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end, and come less often: about a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; the rest has run on SQLite and would say the same again."""
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not _touches_database(item)])
        items[:] = [item for item in items if _touches_database(item)]
    items.sort(key=_scene_names)
    items[:] = _browsers_among_the_others(items)


def _scene_names(item: pytest.Item) -> list[str]:
    """Put tests that begin with the same scenes next to each other, and those that begin with one more after them."""
    return [f"{build.__module__}.{build.__qualname__}" for build in scenes_of(item)]


def _browsers_among_the_others(items: list[pytest.Item]) -> list[pytest.Item]:
    """Spread the tests that wait for a browser evenly: while one waits, another worker computes."""
    waiting = [item for item in items if item.get_closest_marker("browser")]
    others = [item for item in items if not item.get_closest_marker("browser")]
    every = len(others) // (len(waiting) + 1) + 1
    spread: list[pytest.Item] = []
    for start in range(0, len(others), every):
        spread += [*waiting[:1], *others[start : start + every]]
        del waiting[:1]
    return spread + waiting


def _touches_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or names & {"db", "transactional_db"})


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None) -> bool:
    """Begin with a copy of the template where the whole suite runs; PostgreSQL copies its own."""
    if connection.vendor == "sqlite" and (template := os.environ.get("TEST_TEMPLATE")):
        shutil.copy(template, connection.settings_dict["TEST"]["NAME"])
        return True
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Make the roles and the pages about the site once, beside the tables, as a deployment does."""
    with django_db_blocker.unblock():
        install()


@pytest.fixture(scope="session")
def stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    stage = Stage()
    yield stage
    with django_db_blocker.unblock():
        stage.clear()


@pytest.fixture
def scenes(request: pytest.FixtureRequest, stage: Stage, django_db_blocker: DjangoDbBlocker) -> dict[str, object]:
    """What this test's scenes made, by name; for a test without any, the stage is cleared."""
    with django_db_blocker.unblock():
        return stage.set(scenes_of(request.node))


@pytest.fixture
def _django_db_helper(installed_anew: None, scenes: dict[str, object], _django_db_helper: None) -> None:
    """Stand around pytest-django's own: before it opens a transaction, and after it has emptied the tables."""


@pytest.fixture
def installed_anew(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make roles and pages again when a transactional test has emptied every table. Set up first, so ended last."""
    yield
    mark = request.node.get_closest_marker("django_db")
    is_transactional = bool(mark and mark.kwargs.get("transaction"))
    if is_transactional or {"transactional_db", "live_server"}.intersection(request.fixturenames):
        with django_db_blocker.unblock():
            install()


def install() -> None:
    create_roles()
    for text in texts():
        # As often as they are made, the same rows: an archive of them meets what it knows.
        install_page(**text, now=INSTALLED_AT)


@pytest.fixture(scope="session", autouse=True)
def hurried_pictures() -> Iterator[None]:
    """Encode pictures in half the time: the same sizes and formats, in more bytes, which no test counts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(OPTIONS, "AVIF", OPTIONS["AVIF"] | {"speed": 10})
        patch.setitem(OPTIONS, "WEBP", OPTIONS["WEBP"] | {"method": 0})
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Let no test be answered from what another one left in the cache."""
    yield
    cache.clear()


@pytest.fixture(scope="session", autouse=True)
def flush_around_the_triggers() -> Iterator[None]:
    """Let SQLite empty its tables after a transactional test, although triggers refuse to delete versions and records.

    PostgreSQL empties tables with TRUNCATE, which those triggers do not watch.
    """
    if connection.vendor != "sqlite":
        yield
        return
    operations = type(connection.ops)
    sql_flush = operations.sql_flush

    def sql_flush_without_triggers(self, style, tables, *, reset_sequences=False, allow_cascade=False):
        statements = sql_flush(self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        drop = [f"DROP TRIGGER {self.quote_name(name)}" for name, _ in triggers]
        create = [sql for _, sql in triggers]
        return [*drop, *statements, *create] if statements else []

    operations.sql_flush = sql_flush_without_triggers
    yield
    operations.sql_flush = sql_flush
