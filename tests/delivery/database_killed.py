"""PostgreSQL is killed in the middle of publications and started again: is what readers get all old or all new?

python -m tests.delivery.database_killed --times 12

All its processes are killed at once (signal 9), at a random moment of a publication. What it had confirmed must be
there afterwards; the workers of the site, which were not stopped, must agree, on the article as on its topic; and in
the end everything must hold (manage.py verify_site), but for the pictures, which the articles of tests do not have.
"""

import argparse
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg2

from tests import pg
from tests.delivery.hammer import tell
from tests.delivery.site import ROOT, Site, site

SLUG = "struck-0"
PAGES = (f"/articles/{SLUG}/", "/topics/multiple-sclerosis/", "/articles/")
ASKED = 8
START_SECONDS = 30


def struck(running: Site, folder: Path, *, times: int) -> Counter:
    """Return how often readers had the old and the new page afterwards, and how often the editor had been answered."""
    editor = running.editor()
    tell(editor, None)
    tell(editor, "seed\tstruck\t1")
    # A part of the time that one takes to which nothing happens: afterwards its pages are built.
    longest = 0.6 * _publish(editor, 1, lambda: None)[1]
    chance, before, found = random.Random(), 1, Counter[str]()
    for take in range(2, times + 2):

        def soon() -> None:
            time.sleep(chance.uniform(0, longest))
            kill(folder)

        is_confirmed, _ = _publish(editor, take, soon)
        start(folder)
        _wait_for(running)
        shown = {(path, _takes(running, path)) for path in PAGES for _ in range(ASKED)}
        takes = {seen for _, seen in shown}
        if takes != {(take,)} and (takes != {(before,)} or is_confirmed):
            raise AssertionError(f"After take {take} over {before} (confirmed: {is_confirmed}) readers got {shown}.")
        found["new" if takes == {(take,)} else "old"] += 1
        found["confirmed"] += is_confirmed
        before = takes.pop()[0]
    if faults := faults_of(running):
        raise AssertionError("\n".join(faults))
    return found


def _publish(editor: subprocess.Popen, take: int, meanwhile: Callable[[], None]) -> tuple[bool, float]:
    """Let the editor publish, and do something when they begin; return whether they got an answer, and the seconds."""
    assert editor.stdin and editor.stdout
    editor.stdin.write(f"strike\t{take}\t{SLUG}\n")
    editor.stdin.flush()
    is_confirmed, began = False, 0.0
    for line in editor.stdout:
        if '"publishing"' in line:
            began = time.monotonic()
            meanwhile()
        is_confirmed |= '"published"' in line
        if '"done"' in line:
            break
    return is_confirmed, time.monotonic() - began


def faults_of(running: Site) -> list[str]:
    """What manage.py verify_site finds, but for the pictures, which the articles of tests do not have."""
    command = [sys.executable, "manage.py", "verify_site", "--all"]
    said = subprocess.run(command, cwd=ROOT, env=running.environment, capture_output=True, text=True)
    if said.returncode and not said.stdout:
        return [said.stderr]
    faults = [line for line in said.stdout.splitlines() if not line.startswith("The file figures/")]
    return faults if said.returncode else []


def kill(folder: Path) -> None:
    """End every process of the server as a power cut would."""
    main = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{main}/task/{main}/children").read_text().split()
    for process in (main, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def start(folder: Path) -> None:
    """Start it with the words with which it was started before, and wait until it has recovered."""
    command = shlex.split((folder / "data" / "postmaster.opts").read_text())
    user = pg.unprivileged_user()
    as_whom = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    until = time.monotonic() + START_SECONDS
    with open(folder / "log", "a") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **as_whom)
        while time.monotonic() < until:
            try:
                psycopg2.connect(host=str(folder), user="postgres", dbname="postgres").close()
                return
            except psycopg2.OperationalError:
                if running.poll() is not None:
                    # The memory of the one before is about to be given back.
                    running = subprocess.Popen(
                        command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL, **as_whom
                    )
                time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL did not start again: {(folder / 'log').read_text()[-2000:]}")


def _wait_for(running: Site) -> None:
    """Until every process of the site has its connection again: as many answers in a row as there may be threads."""
    until, good = time.monotonic() + START_SECONDS, 0
    while good < ASKED:
        good = good + 1 if running.get("/readyz")[0] == 200 else 0
        if time.monotonic() > until:
            raise RuntimeError("The site did not find its database again.")
        time.sleep(0.02)


def _takes(running: Site, path: str) -> tuple[int, ...]:
    status, body = running.get(path)
    assert status == 200, f"{path} was answered with {status}."
    return tuple(sorted({int(take) for take in re.findall(rf"Take (\d+) of {SLUG}".encode(), body)}))


def main() -> int:
    wishes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wishes.add_argument("--times", type=int, default=12)
    times = wishes.parse_args().times
    binaries = pg.system_binaries()
    if binaries is None:
        print(f"This needs PostgreSQL of the system: {pg.INSTALL}.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="healthcms-struck-") as name:
        folder = Path(name)
        # As it comes: what is confirmed is on the disk.
        with pg.started(binaries, kept=folder, settings="") as url:
            os.environ["TEST_DATABASE_URL"] = url
            with site(workers=2) as running:
                found = struck(running, folder, times=times)
    print(f"PostgreSQL was killed {times} times in the middle of a publication. Afterwards readers got", end=" ")
    print(f"all of the old {found['old']} times and all of the new {found['new']} times;", end=" ")
    print(f"{found['confirmed']} publications had been confirmed, and all of these were there. The site holds.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
