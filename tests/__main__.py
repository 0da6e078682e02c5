"""Runs every test: on SQLite with the browsers, then on PostgreSQL; says at the end which ones were used."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from tests import pg, template_database
from tests.browser import chromium, firefox


def main() -> int:
    # Stopping this run must stop the server that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    summary, missing, remarks, wanted = [], [], [], []
    # Each of the many processes would compile every file anew, where somebody wants no compiled ones.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    environment = {name: value for name, value in os.environ.items() if name != "TEST_DATABASE_URL"}
    try:
        program = chromium.find_or_install()
        environment["CHROMIUM"] = program
        summary.append(f"Browser: {chromium.describe(program)}")
    except chromium.NoChromium as sentence:
        wanted.append("not browser")
        missing.append(f"Browser tests were left out. {sentence}")
    if other := firefox.find():
        summary.append(f"One journey in {firefox.describe(other)}")
    else:
        wanted.append("not firefox")
        remarks.append(firefox.MISSING)

    with ExitStack() as until_the_end, ThreadPoolExecutor() as pool:
        # Making each of the two takes one processor some seconds: at once, not one after the other.
        sqlite = pool.submit(until_the_end.enter_context, template_database.on_sqlite())
        postgresql = pool.submit(start_postgresql, until_the_end)

        passed, closing_line = pytest("SQLite", wanted, environment | sqlite.result())
        results = [passed]
        summary.append(f"SQLite: {closing_line}")
        try:
            server, template = postgresql.result()
            # The browser sees the same pages on either database; one pass with it is enough.
            passed, closing_line = pytest(str(server), ["not browser"], environment | template)
            results.append(passed)
            summary.append(f"{server}: {closing_line}")
            remarks.append("On PostgreSQL only tests that touch a database ran: the others cannot differ by it.")
        except pg.NoPostgreSQL as sentence:
            missing.append(f"The tests on PostgreSQL were left out. {sentence}")

    print("", *summary, *remarks, *missing, sep="\n")
    if missing and os.environ.get("CI") == "true":
        print("With CI=true nothing may be left out but the journey in Firefox.")
        return 1
    return 0 if all(results) else 1


def start_postgresql(until: ExitStack) -> tuple[pg.Server, dict[str, str]]:
    """Start a server with a template in it, which stay until the stack is closed."""
    server = until.enter_context(pg.server())
    return server, until.enter_context(template_database.on_postgresql(server.url))


def pytest(database: str, wanted: list[str], environment: dict[str, str]) -> tuple[bool, str]:
    """Run pytest, showing its output as it comes, and keep its closing line for the summary."""
    print(f"\n--- {database}", flush=True)
    marks = ["-m", " and ".join(wanted)] if wanted else []
    # Unbuffered, so that a line is seen when it is written and not when the pipe is full.
    command = [sys.executable, "-u", "-m", "pytest", "-q", "-n3", "--dist=worksteal", *marks, *sys.argv[1:]]
    closing_line = ""
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout
        for line in running.stdout:
            print(line, end="", flush=True)
            closing_line = line.strip(" =\n") or closing_line
    return running.returncode == 0, closing_line


if __name__ == "__main__":
    sys.exit(main())
