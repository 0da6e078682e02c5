"""A backup is whole and says so, costs what is new, holds no key; a restore overwrites nothing and is verified."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db import connection

from articles.editorial import signing
from articles.safekeeping import databases
from articles.safekeeping.backing_up import back_up
from articles.safekeeping.refusal import CannotKeep
from articles.safekeeping.restoring import restore
from tests.articles.safekeeping.conftest import NAME, publish
from tests.factories import Staff, make_article

NOW = datetime(2026, 11, 22, 18, 15, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def no_database(monkeypatch):
    """The rest of a backup, without a copy of the database."""
    monkeypatch.setattr(databases, "write_to", lambda path: path.write_bytes(b"rows"))


@pytest.fixture
def kept(live, no_database, tmp_path):
    return back_up(tmp_path / "backups", now=NOW)


def test_a_backup_names_everything_in_it_with_its_digest(kept):
    told = json.loads((kept / "manifest.json").read_text())

    assert kept.name == "2026-11-22T181500Z"
    assert {row["name"] for row in told["files"]} == {NAME, databases.file_name()}
    assert (told["records"], told["versions"], told["ledger"]["sequence"]) == (3, 1, 3)
    assert all((kept / row["name"]).stat().st_size == row["size"] for row in told["files"])


def test_the_next_backup_shares_the_files_that_did_not_change(kept):
    after = back_up(kept.parent, now=NOW + timedelta(days=1))

    assert (after / NAME).stat().st_ino == (kept / NAME).stat().st_ino
    assert (after / NAME).stat().st_nlink == 2


def test_a_file_that_the_backup_before_has_lost_or_spoiled_is_copied(kept):
    (kept / NAME).write_bytes(b"spoiled")

    after = back_up(kept.parent, now=NOW + timedelta(days=1))

    assert (after / NAME).read_bytes() == b"what a picture is made of"


def test_a_backup_that_fails_leaves_nothing_behind(live, monkeypatch, tmp_path):
    def fails(path):
        raise CannotKeep("pg_dump failed: it did not say why.")

    monkeypatch.setattr(databases, "write_to", fails)

    with pytest.raises(CommandError, match="There is no backup. pg_dump failed"):
        call_command("backup", str(tmp_path / "backups"))
    assert not list((tmp_path / "backups").iterdir())


def test_the_key_of_the_ledger_is_in_no_backup(kept):
    signing.public_key()
    key = Path(django_settings.LEDGER_KEY_FILE).read_bytes().strip()
    assert key and not any(key in path.read_bytes() for path in kept.rglob("*") if path.is_file())


def test_a_database_that_holds_anything_is_not_overwritten(kept):
    with pytest.raises(CannotKeep, match="The database is not empty"):
        restore(kept)
    with pytest.raises(CommandError, match="Nothing was brought back. The database is not empty"):
        call_command("restore", str(kept))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda place: (place / NAME).write_bytes(b"x"), f"{NAME} in .* was changed"),
        (lambda place: (place / NAME).unlink(), f"{NAME} is missing"),
        (lambda place: (place / "manifest.json").unlink(), "is no backup: it has no manifest.json"),
        (lambda place: (place / "manifest.json").write_text("{"), "cannot be read"),
        (lambda place: rewritten(place, schema=2), "written by another release"),
        (lambda place: rewritten(place, files=[]), "holds another kind of database"),
        (lambda place: named(place, "../../etc/passwd"), "belongs in no backup"),
    ],
)
def test_a_backup_that_is_not_whole_is_not_brought_back(kept, spoil, sentence):
    spoil(kept)

    with pytest.raises(CannotKeep, match=sentence):
        restore(kept)


def rewritten(place, **fields):
    told = json.loads((place / "manifest.json").read_text())
    (place / "manifest.json").write_text(json.dumps(told | fields))


def named(place, name):
    told = json.loads((place / "manifest.json").read_text())
    rewritten(place, files=[{"name": name, "size": 1, "sha256": "0" * 64}, *told["files"]])


def test_without_the_programs_of_postgresql_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda program: None)

    with pytest.raises(CannotKeep, match="pg_dump is not on this machine: install"):
        databases._run("pg_dump")


def test_a_program_that_fails_is_quoted(monkeypatch, tmp_path):
    program = tmp_path / "pg_dump"
    program.write_text("#!/bin/sh\necho 'no such role' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")

    with pytest.raises(CannotKeep, match="pg_dump failed: no such role"):
        databases._run("pg_dump")


def manage(*arguments, **environment):
    clean = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, "HEALTHCMS_ENV": "development", "DEBUG": "off"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        timeout=300,
    )


@contextmanager
def empty_database(tmp_path):
    """The address of a database of the same kind, with nothing in it."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path}/restored.sqlite3"
        return
    name = f"restored_{os.getpid()}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        parts = urlsplit(os.environ["TEST_DATABASE_URL"])
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


@pytest.mark.django_db(transaction=True)
def test_the_drill_a_site_is_kept_lost_brought_back_and_holds(tmp_path):
    """Everything for real, on the database that the tests run on: what is lost is never touched by the restore."""
    staff = Staff()
    publish(staff, make_article(author=staff.writer.expert))
    signing.public_key()
    kept = back_up(tmp_path / "backups", now=NOW)
    with empty_database(tmp_path) as url:
        environment = {
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(tmp_path / "elsewhere"),
            "LEDGER_SIGNING_KEY": Path(django_settings.LEDGER_KEY_FILE).read_text().strip(),
            "PAGES_GENERATION_FILE": str(tmp_path / "there"),
        }

        first = manage("restore", str(kept), **environment)
        again = manage("restore", str(kept), **environment)

    assert first.returncode == 0, first.stdout + first.stderr
    assert "The site holds: 3 records, 1 versions, 1 publications" in first.stdout
    assert again.returncode == 1 and "The database is not empty" in again.stderr
