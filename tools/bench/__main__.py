"""make bench: measure, print, and keep the figures in docs/benchmarks/. SIZES=1000,10000 says how many articles."""

import argparse
import contextlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests import pg
from tools.bench import report
from tools.bench.corpus import corpus
from tools.bench.measuring import Bench, Figures
from tools.bench.servers import ROOT

MINUTES = 10
# An article is generated in so many seconds, and the rest of a corpus takes so long; used to see what still fits.
SECONDS_AN_ARTICLE, SECONDS_A_CORPUS = 0.008, 75


def main() -> int:
    wishes = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    wishes.add_argument("--sizes", default=os.environ.get("SIZES", "1000,10000"))
    wishes.add_argument("--databases", default=os.environ.get("DATABASES", "SQLite,PostgreSQL"))
    wishes.add_argument("--minutes", type=float, default=MINUTES, help="begin nothing that would not fit in them")
    wishes.add_argument("--into", type=Path, default=ROOT / "docs" / "benchmarks")
    options = wishes.parse_args()
    until = time.monotonic() + options.minutes * 60
    about = list(circumstances())
    print(*about, "", sep="\n")

    done: list[Figures] = []
    for size in map(int, options.sizes.split(",")):
        for database in options.databases.split(","):
            what = f"{size:,} articles, {database}"
            if time.monotonic() + size * SECONDS_AN_ARTICLE + SECONDS_A_CORPUS > until:
                print(f"{what}: left out, as it would take longer than is left of {options.minutes:g} minutes.")
                continue
            try:
                done.append(measured(size, database))
            except pg.NoPostgreSQL as sentence:
                print(f"{what}: left out. {sentence}")
            else:
                keep(done, about, options.into)
    return 0 if done else 1


def keep(done: list[Figures], about: list[str], into: Path) -> None:
    """Write what is measured so far, and print the newest of it."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    about = [*about, f"Load when it ended: {load()}"]
    into.mkdir(parents=True, exist_ok=True)
    (into / f"{day}.md").write_text(report.markdown(done, about, f"{day}.svg"))
    (into / f"{day}.svg").write_text(report.svg(done[-1]))
    print(report.markdown(done[-1:], [], f"{day}.svg"), flush=True)


def measured(size: int, database: str) -> Figures:
    def say(what: str) -> None:
        print(f"  {size:,} articles, {database}: {what}", file=sys.stderr, flush=True)

    folder = Path(tempfile.mkdtemp(prefix="healthcms-bench-"))
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = "" if database == "SQLite" else stack.enter_context(pg.server()).url
        say("making the corpus")
        made = stack.enter_context(corpus(size, database, server=server, folder=folder))
        return Bench(made, stack, say).measure()


def circumstances() -> Iterator[str]:
    yield f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, over the loopback, one server process."
    yield f"Machine: {_processor()}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.release()}"
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "granian", "brotli"))
    yield f"Versions: Python {platform.python_version()}, {packages}{_nginx()}"
    yield f"Commit: {_commit()}"
    yield f"Load before it began: {load()}"


def load() -> str:
    return ", ".join(f"{number:.2f}" for number in os.getloadavg()) + " (over 1, 5 and 15 minutes)"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(": ")[1] for line in lines if line.startswith("model name")), platform.machine())


def _nginx() -> str:
    program = shutil.which("nginx")
    told = subprocess.run([program, "-v"], capture_output=True, text=True).stderr if program else ""
    return f", {told.strip().removeprefix('nginx version: ').replace('/', ' ')}" if told else ""


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.strip()

    return git("rev-parse", "--short", "HEAD") + (", with changes" if git("status", "--porcelain") else "")


if __name__ == "__main__":
    sys.exit(main())
