"""Runs every test: on SQLite with a browser, then on PostgreSQL; says at the end which ones were used."""

import os
import signal
import subprocess
import sys

from tests import pg
from tests.browser import chromium


def main() -> int:
    # Stopping this run must stop the server that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
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

    passed, closing_line = pytest("SQLite", browser_tests, environment)
    results = [passed]
    summary.append(f"SQLite: {closing_line}")
    try:
        with pg.server() as server:
            # The browser sees the same pages on either database; one pass with it is enough.
            passed, closing_line = pytest(
                str(server), ["-m", "not browser"], environment | {"TEST_DATABASE_URL": server.url}
            )
            results.append(passed)
            summary.append(f"{server}: {closing_line}")
    except pg.NoPostgreSQL as sentence:
        missing.append(f"The tests on PostgreSQL were left out. {sentence}")

    print("", *summary, *missing, sep="\n")
    if missing and os.environ.get("CI") == "true":
        print("With CI=true nothing may be left out.")
        return 1
    return 0 if all(results) else 1


def pytest(database: str, arguments: list[str], environment: dict[str, str]) -> tuple[bool, str]:
    """Run pytest, showing its output as it comes, and keep its closing line for the summary."""
    print(f"\n--- {database}", flush=True)
    # Unbuffered, so that a line is seen when it is written and not when the pipe is full.
    command = [sys.executable, "-u", "-m", "pytest", "-q", "-n3", "--dist=worksteal", *arguments, *sys.argv[1:]]
    closing_line = ""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            print(line, end="", flush=True)
            closing_line = line.strip(" =\n") or closing_line
    return running.returncode == 0, closing_line


if __name__ == "__main__":
    sys.exit(main())
