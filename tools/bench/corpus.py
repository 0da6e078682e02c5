"""A database with so many generated articles, and the environment in which the site serves it."""

import contextlib
import os
import secrets
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tools.bench.servers import ROOT


@dataclass(frozen=True)
class Corpus:
    size: int
    database: str
    environment: dict[str, str]
    folder: Path


@contextlib.contextmanager
def corpus(size: int, database: str, *, server: str, folder: Path) -> Iterator[Corpus]:
    """Make it, and take the database away afterwards. `server` is the address of a PostgreSQL, if it is one."""
    own = folder / f"{database}-{size}"
    own.mkdir()
    if database == "SQLite":
        address = f"sqlite:///{own / 'healthcms.sqlite3'}"
    else:
        name = f"healthcms_bench_{size}"
        _ask(server, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        address = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    environment = _environment(own, address)
    try:
        for words in (
            ["migrate", "--verbosity", "0"],
            ["create_site_pages"],
            ["generate_articles", str(size), "--yes"],
            ["collectstatic", "--no-input", "--verbosity", "0"],
        ):
            manage(environment, *words)
        yield Corpus(size, database, environment, own)
    finally:
        if database != "SQLite":
            _ask(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def manage(environment: dict[str, str], *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)}: {done.stderr[-2000:]}")


def _environment(folder: Path, address: str) -> dict[str, str]:
    """Of production, but for TLS, which nobody speaks here."""
    return {
        "HEALTHCMS_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "healthcms.settings",
        "ENV_FILE": os.devnull,
        "HTTPS": "off",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "LEDGER_SIGNING_KEY": b64encode(secrets.token_bytes(32)).decode(),
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


def _ask(url: str, *statements: str) -> None:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
