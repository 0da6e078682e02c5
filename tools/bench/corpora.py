"""Databases full of generated articles: made once, kept in a folder, and measured in copies.

python -m tools.bench.corpora --sizes 10000,100000      makes those that are missing or out of date (make bench-corpora)
"""

import argparse
import contextlib
import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tests import pg
from tools.bench.servers import ROOT

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
DATABASES = f"{SQLITE},{POSTGRESQL}"
KEPT = ROOT / "var" / "bench"
# So few articles are made in seconds, so `make bench` makes them by itself.
MADE_AT_ONCE = 1000
# Beside the database: what it was made for, and the key that its ledger is signed with.
NOTE = "corpus.json"
# As it comes out of the box: what is committed is on the disk before the editor has the answer.
DURABLE = ""


@dataclass(frozen=True)
class Corpus:
    """A copy that is up: of what, where it is, and the environment in which the site serves it."""

    size: int
    database: str
    original: Path
    folder: Path
    environment: dict[str, str]


def kept(size: int, database: str, *, within: Path) -> Path:
    return within / f"{database}-{size}"


def fault_of(folder: Path) -> str:
    """Why the corpus in `folder` cannot be measured, as a clause; or nothing."""
    try:
        note = json.loads((folder / NOTE).read_text())
    except FileNotFoundError:
        return "was not made yet"
    return "" if note["schema"] == schema() else "was made for other tables"


def schema() -> str:
    """Differs as soon as the tables do: sixteen digits of all migrations."""
    digest = hashlib.sha256()
    for path in sorted(ROOT.glob("*/migrations/0*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def make(size: int, database: str, *, within: Path) -> Path:
    """Make a corpus anew, and return its folder, which appears when the corpus is whole."""
    folder = kept(size, database, within=within)
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    for old in (folder, unfinished):
        shutil.rmtree(old, ignore_errors=True)
    unfinished.mkdir(parents=True)
    key = b64encode(secrets.token_bytes(32)).decode()
    with _database_in(unfinished, database, settings=pg.HURRIED) as address:
        environment = environment_of(unfinished, address, key=key)
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "create_site_pages")
        manage(environment, "generate_articles", str(size), "--yes")
        _settle(database, environment)
    (unfinished / NOTE).write_text(json.dumps({"size": size, "database": database, "schema": schema(), "key": key}))
    return unfinished.rename(folder)


@contextlib.contextmanager
def opened(folder: Path, *, copy: Path) -> Iterator[Corpus]:
    """Copy the corpus in `folder` to `copy`, and have its database up; the original stays as it is."""
    note = json.loads((folder / NOTE).read_text())
    # It keeps owners, which PostgreSQL insists on.
    subprocess.run(["cp", "-a", str(folder), str(copy)], check=True)
    with _database_in(copy, note["database"], settings=DURABLE) as address:
        yield Corpus(note["size"], note["database"], folder, copy, environment_of(copy, address, key=note["key"]))


@contextlib.contextmanager
def empty_beside(corpus: Corpus, name: str) -> Iterator[dict[str, str]]:
    """Another database on the same server, without tables; the environment of a site on it."""
    folder = corpus.folder / name
    folder.mkdir()
    key = corpus.environment["LEDGER_SIGNING_KEY"]
    if corpus.database == SQLITE:
        yield environment_of(folder, f"sqlite:///{folder / 'healthcms.sqlite3'}", key=key)
    else:
        server = corpus.environment["DATABASE_URL"]
        _ask(server, f"CREATE DATABASE {name}")
        yield environment_of(folder, urlunsplit(urlsplit(server)._replace(path=f"/{name}")), key=key)


def manage(environment: dict[str, str], *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr[-2000:]}")


def environment_of(folder: Path, address: str, *, key: str) -> dict[str, str]:
    """Of production, but for TLS, which nobody speaks here."""
    return {
        "HEALTHCMS_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "healthcms.settings",
        "ENV_FILE": os.devnull,
        "HTTPS": "off",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "LEDGER_SIGNING_KEY": key,
        "DATABASE_URL": address,
        "SITE_URL": "http://127.0.0.1",
        "ALLOWED_HOSTS": "127.0.0.1",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PAGES_STORED": "on",
        "PAGES_GENERATION_FILE": str(folder / "generation"),
        "LOG_LEVEL": "WARNING",
        "EMAIL_URL": "dummymail://",
    }


@contextlib.contextmanager
def _database_in(folder: Path, database: str, *, settings: str) -> Iterator[str]:
    """The address of the database in `folder`, which is up within."""
    if database == SQLITE:
        yield f"sqlite:///{folder / 'healthcms.sqlite3'}"
        return
    binaries = pg.system_binaries()
    if binaries is None:
        raise pg.NoPostgreSQL(f"PostgreSQL's own programs are needed: {pg.INSTALL}.")
    server = folder / "server"
    server.mkdir(exist_ok=True)
    with pg.started(binaries, kept=server, settings=settings) as address:
        yield address


def _settle(database: str, environment: dict[str, str]) -> None:
    """What a database does by itself within hours: look at what it holds, to plan its queries by that."""
    words = "ANALYZE" if database == SQLITE else "VACUUM ANALYZE"
    code = f"from django.db import connection; connection.cursor().execute('{words}')"
    manage(environment, "shell", "-v", "0", "-c", code)


def _ask(address: str, statement: str) -> None:
    import psycopg2

    with contextlib.closing(psycopg2.connect(address)) as connection:
        # A database is not made within a transaction.
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


def main() -> int:
    wishes = argparse.ArgumentParser(prog="python -m tools.bench.corpora", description=__doc__)
    wishes.add_argument("--sizes", default=os.environ.get("SIZES", "1000,10000,100000"))
    wishes.add_argument("--databases", default=os.environ.get("DATABASES", DATABASES))
    wishes.add_argument("--corpora", type=Path, default=Path(os.environ.get("CORPORA", KEPT)))
    options = wishes.parse_args()
    # Stopping this command must stop the server that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    for size in map(int, options.sizes.split(",")):
        for database in options.databases.split(","):
            folder = kept(size, database, within=options.corpora)
            began = time.monotonic()
            if fault_of(folder):
                make(size, database, within=options.corpora)
            print(f"{folder}: {size:,} articles, {database}, {time.monotonic() - began:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
