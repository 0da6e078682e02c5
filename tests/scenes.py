"""Scenes: what many tests begin with, built once for all of them.

To publish an article takes every verb and two hundred questions to the database, and a thousand tests begin with one.
A scene stays in the database for all tests that ask for it. Each of them works above it in a transaction that is rolled
back as ever, and gets copies of its objects; so it can neither see nor spoil what another test did.

    @scene
    def staff():
        return Staff()

    @scene
    def published(staff):
        return staff.published(make_article(author=staff.writer.expert))
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from datetime import date
from inspect import Parameter, signature
from typing import Any, Protocol

import pytest
from django.db import connection, transaction
from django.utils import timezone

Build = Callable[..., Any]


def scene(build: Build) -> Any:
    """Make a fixture of a function that fills the database. Its arguments may be other scenes, and nothing else."""

    def copy_for_this_test(scenes: dict[str, Any], **_below: Any) -> Any:
        assert build.__name__ in scenes, (
            f"Name {build.__name__} among the test's arguments: it is built before the test."
        )
        return scenes[build.__name__]

    # The names of the scenes below, so that pytest asks for them, too; `db`, as for everything in the database.
    names = ["db", "scenes", *signature(build).parameters]
    copy_for_this_test.__signature__ = signature(build).replace(
        parameters=[Parameter(name, Parameter.KEYWORD_ONLY) for name in names]
    )
    copy_for_this_test.builds = build
    return pytest.fixture(name=build.__name__)(copy_for_this_test)


def scenes_of(item: pytest.Item) -> list[Build]:
    """The scenes that a test stands on, the lowest first."""
    fixtures = item._fixtureinfo.name2fixturedefs

    def build_of(name: str) -> Build | None:
        return getattr(fixtures[name][-1].func, "builds", None) if name in fixtures else None

    found: list[Build] = []

    def add(name: str) -> None:
        build = build_of(name)
        if build and build not in found:
            for below in signature(build).parameters:
                assert build_of(below), f"{below} is no scene, and the scene {build.__name__} cannot stand on it."
                add(below)
            found.append(build)

    for name in item._fixtureinfo.names_closure:
        add(name)
    return found


class Stage:
    """The scenes that stand at this moment, one above the other."""

    def __init__(self) -> None:
        self.standing: list[tuple[Build, Ground, dict[str, Any]]] = []
        self.built_on: date | None = None

    def set(self, wanted: list[Build]) -> dict[str, Any]:
        """Leave standing what fits, build the rest, and return copies of everything by name."""
        if self.built_on != timezone.now().date():
            # What was published "today" is of yesterday now.
            self.clear()
        while [build for build, _, _ in self.standing] != wanted[: len(self.standing)]:
            self._strike()
        for build in wanted[len(self.standing) :]:
            self._build(build)
        return self._copies()

    def clear(self) -> None:
        while self.standing:
            self._strike()

    def _build(self, build: Build) -> None:
        self.built_on = timezone.now().date()
        made = self._copies()
        ground: Ground = Snapshot() if connection.vendor == "sqlite" else Savepoint()
        self.standing.append((build, ground, made))
        try:
            with ground.building():
                made[build.__name__] = build(**{name: made[name] for name in signature(build).parameters})
        except BaseException:
            self._strike()
            raise

    def _strike(self) -> None:
        _, ground, _ = self.standing.pop()
        ground.restore()

    def _copies(self) -> dict[str, Any]:
        return deepcopy(self.standing[-1][2]) if self.standing else {}


class Ground(Protocol):
    """What a scene is built on, and what is there again when it is struck."""

    def building(self) -> AbstractContextManager[None]: ...

    def restore(self) -> None: ...


class Savepoint:
    """A transaction that stays open under the tests."""

    def __init__(self) -> None:
        self.around = transaction.atomic()
        # As around every test of Django's: what insists on a transaction of its own shall not mind this one.
        self.around._from_testcase = True
        self.around.__enter__()

    @contextmanager
    def building(self) -> Iterator[None]:
        yield

    def restore(self) -> None:
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)


class Snapshot:
    """A copy of the whole database in memory: what SQLite indexes for searching outlives a rollback to a savepoint."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.copy = sqlite3.connect(":memory:")
        connection.connection.backup(self.copy)

    @contextmanager
    def building(self) -> Iterator[None]:
        with transaction.atomic():
            yield
            # Around a test nothing is ever committed, and so nobody is ever sent a mail.
            connection.run_on_commit.clear()

    def restore(self) -> None:
        connection.ensure_connection()
        self.copy.backup(connection.connection)
        self.copy.close()
        # The next test shall not read from this connection's memory.
        connection.close()
