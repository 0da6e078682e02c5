"""Runs every test, on SQLite with a browser and on PostgreSQL at the same time; says at the end which ones were used.

A browser mostly waits: beside it there is time for the other database.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from tests import pg
from tests.browser import chromium

Say = Callable[[str], object]

running: list[subprocess.Popen] = []


def main() -> int:
    # Stopping this run must stop what it started.
    signal.signal(signal.SIGTERM, stop)
    summary, missing = [], []
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    try:
        program = chromium.find_or_install()
        environment["CHROMIUM"] = program
        browser_tests: list[str] = []
        summary.append(f"Browser: {chromium.describe(program)}")
    except chromium.NoChromium as sentence:
        browser_tests = ["-m", "not browser"]
        missing.append(f"Browser tests were left out. {sentence}")

    with ThreadPoolExecutor(1) as beside:
        told: list[str] = []
        on_postgresql = beside.submit(run_on_postgresql, environment, told.append)
        passed, closing_line = pytest("SQLite", ["-n3", *browser_tests], environment, say=show)
        results = [passed]
        summary.append(f"SQLite: {closing_line}")
        try:
            passed, closing_line = on_postgresql.result()
            show("".join(told))
            results.append(passed)
            summary.append(closing_line)
        except pg.NoPostgreSQL as sentence:
            missing.append(f"The tests on PostgreSQL were left out. {sentence}")

    print("", *summary, *missing, sep="\n")
    if missing and os.environ.get("CI") == "true":
        print("With CI=true nothing may be left out.")
        return 1
    return 0 if all(results) else 1


def run_on_postgresql(environment: dict[str, str], say: Say) -> tuple[bool, str]:
    with pg.server() as server:
        # The browser sees the same pages on either database; one pass with it is enough.
        arguments = ["-n2", "-m", "not browser"]
        passed, closing_line = pytest(str(server), arguments, environment | {"TEST_DATABASE_URL": server.url}, say=say)
        return passed, f"{server}: {closing_line}"


def pytest(database: str, arguments: list[str], environment: dict[str, str], *, say: Say) -> tuple[bool, str]:
    """Run pytest, saying each line as it comes, and keep its closing line for the summary."""
    say(f"\n--- {database}\n")
    # Unbuffered, so that a line is seen when it is written and not when the pipe is full.
    command = [sys.executable, "-u", "-m", "pytest", "-q", "--dist=worksteal", *arguments, *sys.argv[1:]]
    closing_line = ""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        running.append(process)
        assert process.stdout
        for line in process.stdout:
            say(line)
            closing_line = line.strip(" =\n") or closing_line
    return process.returncode == 0, closing_line


def show(text: str) -> None:
    print(text, end="", flush=True)


def stop(*_: object) -> None:
    for process in running:
        process.terminate()
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main())
