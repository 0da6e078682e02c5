"""A site as readers meet it: granian with several processes, pages stored, and a database of its own."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2

from tests import template_database

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180


@dataclass
class Site:
    port: int
    folder: Path
    environment: dict[str, str]
    server: subprocess.Popen | None = None
    children: list[subprocess.Popen] = field(default_factory=list)

    def start(self, *, workers: int) -> None:
        """Start the server, and wait until it answers."""
        serve = [sys.executable, "manage.py", "serve", "--port", str(self.port), "--threads", "2"]
        with open(self.folder / "server.log", "a") as log:
            self.server = subprocess.Popen(
                [*serve, "--workers", str(workers)], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start: {(self.folder / 'server.log').read_text()[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        for process in [*self.children, *([self.server] if self.server else [])]:
            process.terminate()
        for process in [*self.children, *([self.server] if self.server else [])]:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
        self.server, self.children = None, []

    def answers(self) -> bool:
        try:
            return self.get("/healthz")[0] == 200
        except OSError:
            return False

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        """Ask on a connection of its own, so whichever process is free answers."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.request("GET", path, headers=dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.read()

    def editor(self, **elsewhere: str) -> subprocess.Popen:
        """A process of somebody who edits (tests/delivery/editing.py), on another host with other settings."""
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.delivery.editing"],
            cwd=ROOT,
            env=self.environment | elsewhere,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.children.append(child)
        return child


@contextlib.contextmanager
def site(*, workers: int, database: str = "", **settings: str) -> Iterator[Site]:
    """Give a site that serves `database`, else an empty one, on PostgreSQL where the tests run on it, or on SQLite."""
    folder = Path(tempfile.mkdtemp(prefix="healthcms-delivery-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        address = database or stack.enter_context(_database(folder))
        port = free_port()
        running = Site(port, folder, _environment(folder, address, port) | settings)
        stack.callback(running.stop)
        running.start(workers=workers)
        yield running


def _environment(folder: Path, address: str, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("TEST_DATABASE_URL", "DATABASE_URL")}
    return kept | {
        "HEALTHCMS_ENV": "development",
        "DJANGO_SETTINGS_MODULE": "healthcms.settings",
        "ENV_FILE": os.devnull,
        "DEBUG": "off",
        "SECRET_KEY": "the tests' key, which protects nothing",
        "DATABASE_URL": address,
        "MEDIA_ROOT": str(folder / "media"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "PAGES_STORED": "on",
        "PAGES_GENERATION_FILE": str(folder / "generation"),
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "ignore",
    }


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    """Give the address of a database with tables and nothing in them."""
    template = os.environ.get(template_database.VARIABLE)
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        file = folder / "healthcms.sqlite3"
        if template:
            shutil.copy(template, file)
        else:
            _migrate(f"sqlite:///{file}")
        yield f"sqlite:///{file}"
        return
    name = f"healthcms_delivery_{os.getpid()}"
    address = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    _ask(
        server,
        f"DROP DATABASE IF EXISTS {name}",
        f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""),
    )
    try:
        if not template:
            _migrate(address)
        yield address
    finally:
        _ask(server, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _migrate(address: str) -> None:
    environment = {**os.environ, "HEALTHCMS_ENV": "development", "ENV_FILE": os.devnull, "DATABASE_URL": address}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run([sys.executable, "manage.py", "migrate", "--verbosity=0"], cwd=ROOT, env=environment, check=True)


def _ask(url: str, *statements: str) -> None:
    with contextlib.closing(psycopg2.connect(url)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
