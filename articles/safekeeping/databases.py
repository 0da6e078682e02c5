"""The whole database in one file, and back: SQLite by its own backup, PostgreSQL by pg_dump and pg_restore."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection

from articles.safekeeping.refusal import CannotKeep

# What is made again by itself, or is nobody's any more after a restore.
NOT_KEPT = ("articles_storedpagekey", "articles_storedpage", "articles_waitingpurge", "django_session")
FILES = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}


def file_name() -> str:
    return FILES[connection.vendor]


def write_to(path: Path) -> None:
    """Write the database as it stands at one moment; readers and writers go on meanwhile."""
    if connection.vendor == "sqlite":
        _copy_sqlite(path)
    else:
        left_out = [f"--exclude-table-data={table}" for table in NOT_KEPT]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", *left_out, f"--file={path}")


def read_from(path: Path) -> None:
    """Bring the database back. It must be empty: nothing is ever overwritten."""
    if not is_empty():
        raise CannotKeep("The database is not empty, and nothing in it is overwritten: set DATABASE_URL to a new one.")
    connection.close()
    if connection.vendor == "sqlite":
        shutil.copyfile(path, connection.settings_dict["NAME"])
    else:
        into = f"--dbname={connection.settings_dict['NAME']}"
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", into, str(path))


def is_empty() -> bool:
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def _copy_sqlite(path: Path) -> None:
    # By a connection of its own, which sees what is committed and nothing else.
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as here, closing(sqlite3.connect(path)) as there:
        here.backup(there)
        with there:
            for table in NOT_KEPT:
                there.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above.
        there.execute("VACUUM")


def _run(program: str, *arguments: str) -> None:
    if shutil.which(program) is None:
        raise CannotKeep(
            f"{program} is not on this machine: install PostgreSQL's client programs, in the server's version or newer."
        )
    done = subprocess.run(
        [program, "--no-password", *arguments], env=os.environ | _environment(), capture_output=True, text=True
    )
    if done.returncode:
        raise CannotKeep(f"{program} failed: {done.stderr.strip() or 'it did not say why.'}")


def _environment() -> dict[str, str]:
    """How libpq finds the database. In the environment: arguments can be read by everybody on the machine."""
    told = connection.settings_dict
    names = {"PGDATABASE": "NAME", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGHOST": "HOST", "PGPORT": "PORT"}
    found = {variable: str(told[name]) for variable, name in names.items() if told.get(name)}
    options = {"PGHOST": "host", "PGSSLMODE": "sslmode", "PGSSLROOTCERT": "sslrootcert"}
    return found | {variable: told["OPTIONS"][name] for variable, name in options.items() if name in told["OPTIONS"]}
