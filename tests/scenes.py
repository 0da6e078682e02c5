"""Scenes: what many tests begin with, built once for all of them.

To publish an article takes every verb and two hundred questions to the database, and a thousand tests begin with one.
A scene stays in the database for all tests that ask for it. Each of them works above it in a transaction that is rolled
back as ever, and gets copies of its objects; so it can neither see nor spoil what another test did. A test that
commits, as every test with a browser does, begins with its scenes, too, and what it leaves is thrown away.

    @scene
    def staff():
        return Staff()

    @scene
    def published(staff):
        return staff.published(make_article(author=staff.writer.expert))
"""

import shutil
import sqlite3
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from inspect import Parameter, signature
from typing import Any, Protocol

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.settings import MEDIA_ROOT

Build = Callable[..., Any]
# A snapshot takes some megabytes. Tests are sorted by their scenes, so the last few are those that are asked for again.
KEPT = 8


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


class Stage(Protocol):
    """What the database holds when a test begins."""

    def set(self, wanted: list[Build], *, commits: bool) -> dict[str, Any]:
        """Show these scenes, the lowest first; return copies of everything by name. What a test commits is not kept."""

    def clear(self) -> None: ...


def stage() -> Stage:
    return Snapshots() if connection.vendor == "sqlite" else Savepoints()


class Snapshots:
    """Copies of the whole database: what SQLite indexes for searching outlives a rollback to a savepoint."""

    def __init__(self) -> None:
        self.first = Snapshot({})
        self.kept: dict[tuple[Build, ...], Snapshot] = {}
        self.shown: tuple[Build, ...] | None = ()
        self.day = timezone.now().date()

    def set(self, wanted: list[Build], *, commits: bool) -> dict[str, Any]:
        if self.day != timezone.now().date():
            # What was published "today" is of yesterday now.
            self.day = timezone.now().date()
            self.kept.clear()
            self.shown = None
        snapshot = self._show(tuple(wanted))
        snapshot.files.put_back()
        if commits:
            self.shown = None
        return deepcopy(snapshot.made)

    def clear(self) -> None:
        self._show(())

    def _show(self, wanted: tuple[Build, ...]) -> "Snapshot":
        snapshot = self.kept.pop(wanted, None) if wanted else self.first
        if not snapshot:
            snapshot = self._build(wanted)
        elif self.shown != wanted:
            self.shown = None
            snapshot.restore()
        self.shown = wanted
        if wanted:
            # The last is the one that was asked for last.
            self.kept[wanted] = snapshot
            for oldest in list(self.kept)[:-KEPT]:
                del self.kept[oldest]
        return snapshot

    def _build(self, wanted: tuple[Build, ...]) -> "Snapshot":
        made = deepcopy(self._show(wanted[:-1]).made)
        self.shown = None
        return Snapshot(built(wanted[-1], made))


class Snapshot:
    """All rows and all media at one moment, and the objects that were made of them."""

    def __init__(self, made: dict[str, Any]) -> None:
        self.made = made
        connection.ensure_connection()
        self.rows = sqlite3.connect(":memory:")
        connection.connection.backup(self.rows)
        self.files = Files()

    def __del__(self) -> None:
        self.rows.close()

    def restore(self) -> None:
        connection.ensure_connection()
        self.rows.backup(connection.connection)
        # The next test shall not read from this connection's memory.
        connection.close()
        shutil.rmtree(MEDIA_ROOT, ignore_errors=True)


class Files:
    """All media at one moment."""

    def __init__(self) -> None:
        self.content = {path: path.read_bytes() for path in MEDIA_ROOT.rglob("*") if path.is_file()}

    def put_back(self) -> None:
        """Write what a test removed."""
        for path, content in self.content.items():
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


class Savepoints:
    """Transactions that stay open under the tests, one above the other."""

    def __init__(self) -> None:
        self.standing: list[tuple[Build, transaction.Atomic, dict[str, Any]]] = []
        self.files = Files()
        self.built_on: date | None = None

    def set(self, wanted: list[Build], *, commits: bool) -> dict[str, Any]:
        if commits:
            return self._committed(wanted)
        if self.built_on != timezone.now().date():
            # What was published "today" is of yesterday now.
            self.clear()
        while [build for build, _, _ in self.standing] != wanted[: len(self.standing)]:
            self._strike()
        if builds := wanted[len(self.standing) :]:
            for build in builds:
                self._build(build)
            self.files = Files()
        self.files.put_back()
        return self._copies()

    def clear(self) -> None:
        while self.standing:
            self._strike()

    def _committed(self, wanted: list[Build]) -> dict[str, Any]:
        """For this test alone: after it the tables are emptied."""
        self.clear()
        made: dict[str, Any] = {}
        for build in wanted:
            made = built(build, made)
        return deepcopy(made)

    def _build(self, build: Build) -> None:
        self.built_on = timezone.now().date()
        made = self._copies()
        around = transaction.atomic()
        # As around every test of Django's: what insists on a transaction of its own shall not mind this one.
        around._from_testcase = True
        around.__enter__()
        self.standing.append((build, around, made))
        try:
            built(build, made)
        except BaseException:
            self._strike()
            raise

    def _strike(self) -> None:
        _, around, _ = self.standing.pop()
        transaction.set_rollback(True)
        around.__exit__(None, None, None)

    def _copies(self) -> dict[str, Any]:
        return deepcopy(self.standing[-1][2]) if self.standing else {}


def built(build: Build, made: dict[str, Any]) -> dict[str, Any]:
    """Add to what is made what `build` makes of it."""
    with transaction.atomic():
        made[build.__name__] = build(**{name: made[name] for name in signature(build).parameters})
        # Around a test nothing is ever committed, and so nobody is ever sent a mail.
        connection.run_on_commit.clear()
    return made
