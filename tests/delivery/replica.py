"""A replica of PostgreSQL that stands still while something is decided: who sees what, and what is stored?

python -m tests.delivery.replica

It follows for real (pg_basebackup, streaming), and stands still by pg_wal_replay_pause. Readers' questions go to it as
long as it has heard of every decision; then to the primary, as do those of who works here, always. In the end every
stored page must be what the primary says (manage.py verify_site).
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg2

from tests import pg
from tests.delivery.database_killed import faults_of
from tests.delivery.hammer import tell
from tests.delivery.site import Site, site

SLUG = "lagging-0"
# What no stored page answers, and what one does.
LIST, PAGE = "/articles/?topic=multiple-sclerosis", f"/articles/{SLUG}/"
PATIENCE_SECONDS = 20


class Replica:
    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._since = self.say("SELECT clock_timestamp()")

    def say(self, statement: str) -> Any:
        with contextlib.closing(psycopg2.connect(host=str(self._folder), user="postgres", dbname=self._name)) as own:
            own.autocommit = True
            with own.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchone()[0]

    def number(self) -> int:
        return self.say("SELECT number FROM articles_pagegeneration WHERE id = 1")

    def was_asked(self) -> bool:
        """By the site, since this was last called, for more than the number of the generation."""
        since, self._since = self._since, self.say("SELECT clock_timestamp()")
        return self.say(
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE backend_type = 'client backend'"
            f" AND pid <> pg_backend_pid() AND query_start > '{since}' AND query NOT LIKE '%articles_pagegeneration%'"
        )


def look(running: Site, replica: Replica) -> Iterator[str]:
    """Try one thing after another, and say each that is as it must be."""
    here, elsewhere = running.editor(), running.editor(PAGES_GENERATION_FILE=str(running.folder / "elsewhere"))
    for editor in (here, elsewhere):
        tell(editor, None)
    tell(here, "seed\tlagging\t1")
    decided = lambda: _number(running)  # noqa: E731
    _wait(lambda: replica.number() == decided())
    replica.was_asked()
    _must("Take 0" in _read(running, LIST))
    _must(replica.was_asked())
    yield "A list that is never stored is answered by the replica."

    replica.say("SELECT pg_wal_replay_pause()")
    tell(here, f"kill\tafter all\t{SLUG}")
    _must(replica.number() < decided())
    _must("Take 1" in _read(running, LIST) and not replica.was_asked())
    yield "After a decision of which the replica has not heard it is not asked: the list shows the decision."
    _must("Take 1" in _read(running, PAGE) and not replica.was_asked())
    _must(_stored(running, PAGE) == decided())
    yield "The page is rendered from the primary, and stored as of its generation."

    said = tell(here, f"draft\t{SLUG}\tA draft nobody else sees")
    session = f"sessionid={json.loads(said[0])['session']}"
    _must("A draft nobody else sees" in _read(running, "/admin/articles/article/", Cookie=session))
    _must("Take 1" in _read(running, LIST, Cookie=session) and not replica.was_asked())
    yield "A writer sees their own draft, which is no decision, at once."

    replica.say("SELECT pg_wal_replay_resume()")
    _wait(lambda: replica.number() == decided())
    _must("Take 1" in _read(running, LIST) and replica.was_asked())
    yield "When it has caught up it is asked again."

    replica.say("SELECT pg_wal_replay_pause()")
    tell(elsewhere, f"strike\t2\t{SLUG}")
    _wait(lambda: "Take 2" in _read(running, LIST))
    _must("Take 2" in _read(running, PAGE) and _stored(running, PAGE) == decided())
    yield "So it is when the decision fell on another host."

    replica.say("SELECT pg_wal_replay_resume()")
    faults = faults_of(running)
    _must(not faults, *faults)
    yield "Every stored page is what the primary says."


def _read(running: Site, path: str, **headers: str) -> str:
    status, body = running.get(path, headers)
    _must(status == 200, f"{path} was answered with {status}.")
    return body.decode()


def _number(running: Site) -> int:
    return _primary(running, "SELECT number FROM articles_pagegeneration WHERE id = 1")


def _stored(running: Site, path: str) -> int:
    """The generation as of which `path` is stored."""
    return _primary(running, f"SELECT max(generation) FROM articles_storedpage WHERE path = '{path}'")  # noqa: S608


def _primary(running: Site, statement: str) -> int:
    with contextlib.closing(psycopg2.connect(running.environment["DATABASE_URL"])) as own, own.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def _must(is_so: object, *said: str) -> None:
    if not is_so:
        raise AssertionError("\n".join(said) or "That is not so.")


def _wait(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        _must(time.monotonic() < until, "It did not come in time.")
        time.sleep(0.05)


@contextlib.contextmanager
def following(binaries: Path, primary: Path, folder: Path) -> Iterator[None]:
    """Run a replica of the server in `primary` that listens on a socket in `folder`."""
    as_whom: dict[str, Any] = {}
    if os.geteuid() == 0:
        user = pg.unprivileged_user()
        os.chown(folder, user.pw_uid, user.pw_gid)
        as_whom = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    copy = [str(binaries / "pg_basebackup"), "-h", str(primary), "-U", "postgres", "-D", str(folder / "data"), "-R"]
    subprocess.run([*copy, "--checkpoint=fast", "--no-sync"], cwd=folder, check=True, **as_whom)
    command = [str(binaries / "postgres"), "-D", str(folder / "data"), "-c", "listen_addresses=", "-c"]
    with open(folder / "log", "a") as log:
        server = subprocess.Popen(
            [*command, f"unix_socket_directories={folder}", "-c", "max_connections=200"],
            cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **as_whom,
        )  # fmt: skip
    try:
        _wait(lambda: _is_there(folder))
        yield
    finally:
        # Without waiting for whoever is connected.
        server.send_signal(signal.SIGINT)
        server.wait(30)


def _is_there(folder: Path) -> bool:
    try:
        psycopg2.connect(host=str(folder), user="postgres", dbname="postgres").close()
    except psycopg2.OperationalError:
        return False
    return True


def main() -> int:
    binaries = pg.system_binaries()
    if binaries is None:
        print(f"This needs PostgreSQL of the system: {pg.INSTALL}.", file=sys.stderr)
        return 1
    with contextlib.ExitStack() as stack:
        primary, folder = (
            Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="healthcms-replica-"))) for _ in range(2)
        )
        os.environ["TEST_DATABASE_URL"] = stack.enter_context(pg.started(binaries, kept=primary))
        name = f"healthcms_delivery_{os.getpid()}"
        address = f"postgres://postgres@/{name}?host={quote(str(folder), safe='')}"
        running = stack.enter_context(site(workers=2, DATABASE_REPLICA_URL=address))
        assert urlsplit(running.environment["DATABASE_URL"]).path == f"/{name}"
        stack.enter_context(following(binaries, primary, folder))
        for sentence in look(running, Replica(folder, name)):
            print(sentence, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
