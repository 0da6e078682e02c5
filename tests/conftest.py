"""What every test stands on."""

import gc
import os
import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from articles.editorial.pictures import OPTIONS
from articles.editorial.roles import create_roles
from articles.editorial.site_pages import install_page
from articles.site_texts import texts
from tests.scenes import Stage, scenes_of
from tests.scenes import stage as new_stage
from tests.settings import SCRATCH

INSTALLED_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
# As long as any test takes, and longer than a page is fresh.
LAST_SECONDS = 120

# The same examples each time, however long a busy machine takes for one.
hypothesis.settings.register_profile(
    "healthcms", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("healthcms")


def pytest_report_header() -> str:
    return f"database: {connection.vendor}"


def pytest_unconfigure() -> None:
    # The workers of xdist end without running what atexit holds.
    shutil.rmtree(SCRATCH, ignore_errors=True)


def pytest_configure() -> None:
    """Let the garbage collector come less often: about a tenth of the time, of collecting tests and of running them."""
    gc.set_threshold(50_000, 20, 50)


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays to the end."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database; the rest has run on SQLite and would say the same again."""
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(items=[item for item in items if not _touches_database(item)])
        items[:] = [item for item in items if _touches_database(item)]
    items.sort(key=_scene_names)
    items[:] = _browsers_among_the_others(items)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Let no test see two days: one that would begin just before midnight begins after it."""
    now = timezone.now()
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    left = (midnight - now).total_seconds()
    if left < LAST_SECONDS:
        time.sleep(left)


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
    with django_db_blocker.unblock():
        stage = new_stage()
    yield stage
    with django_db_blocker.unblock():
        stage.clear()


@pytest.fixture
def scenes(request: pytest.FixtureRequest, stage: Stage, django_db_blocker: DjangoDbBlocker) -> dict[str, object]:
    """What this test's scenes made, by name; for a test without any, the stage is cleared."""
    with django_db_blocker.unblock():
        return stage.set(scenes_of(request.node), commits=commits(request))


@pytest.fixture
def _django_db_helper(installed_anew: None, scenes: dict[str, object], _django_db_helper: None) -> None:
    """Stand around pytest-django's own: before it opens a transaction, and after it has emptied the tables."""


@pytest.fixture
def installed_anew(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make roles and pages again when a transactional test has emptied every table. Set up first, so ended last."""
    yield
    if commits(request) and connection.vendor != "sqlite":
        with django_db_blocker.unblock():
            install()


def commits(request: pytest.FixtureRequest) -> bool:
    """Whether there is no transaction around this test that would be rolled back."""
    mark = request.node.get_closest_marker("django_db")
    is_transactional = bool(mark and mark.kwargs.get("transaction"))
    return is_transactional or bool({"transactional_db", "live_server"}.intersection(request.fixturenames))


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
def nothing_is_flushed_on_sqlite() -> Iterator[None]:
    """Leave what a test committed to the stage, which puts a whole copy of the database in its place.

    To empty every table takes longer, and triggers refuse to delete versions and records. PostgreSQL empties them with
    TRUNCATE, which those triggers do not watch.
    """
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test: None)
        yield
