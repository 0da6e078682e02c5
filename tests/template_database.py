"""A database with all tables, made once; each process that runs tests copies it and does not migrate again."""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

# Names the file or the database to the processes that run tests.
VARIABLE = "TEST_TEMPLATE"
NAME = "healthcms_template"


@contextlib.contextmanager
def on_sqlite() -> Iterator[dict[str, str]]:
    """Give the environment in which tests find their template."""
    folder = Path(tempfile.mkdtemp(prefix="healthcms-template-"))
    try:
        file = folder / "template.sqlite3"
        _migrate(f"sqlite:///{file}")
        yield {VARIABLE: str(file)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def on_postgresql(url: str) -> Iterator[dict[str, str]]:
    _ask(url, f"DROP DATABASE IF EXISTS {NAME}", f"CREATE DATABASE {NAME}")
    try:
        _migrate(urlunsplit(urlsplit(url)._replace(path=f"/{NAME}")))
        yield {VARIABLE: NAME, "TEST_DATABASE_URL": url}
    finally:
        _ask(url, f"DROP DATABASE IF EXISTS {NAME}")


def _migrate(url: str) -> None:
    environment = os.environ | {"TEST_DATABASE_URL": url}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity=0", "--settings=tests.settings"]
    subprocess.run(command, env=environment, check=True)


def _ask(url: str, *statements: str) -> None:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        # A database is neither made nor dropped within a transaction.
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
