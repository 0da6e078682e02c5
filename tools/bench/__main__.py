"""make bench: measure, print, and keep the figures in docs/benchmarks/."""

import argparse
import contextlib
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests import pg
from tools.bench import corpora, plots, report
from tools.bench.figures import Figures
from tools.bench.measuring import Bench, OutOfTime
from tools.bench.servers import ROOT

MINUTES = 10
# To stop the servers and to write the report.
SECONDS_TO_END = 15


def main() -> int:
    wishes = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    wishes.add_argument("--sizes", default=os.environ.get("SIZES", "1000,10000,100000"))
    wishes.add_argument("--databases", default=os.environ.get("DATABASES", corpora.DATABASES))
    wishes.add_argument("--corpora", type=Path, default=Path(os.environ.get("CORPORA", corpora.KEPT)))
    wishes.add_argument("--minutes", type=float, default=MINUTES, help="at the most, for everything")
    wishes.add_argument("--into", type=Path, default=ROOT / "docs" / "benchmarks")
    options = wishes.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGALRM, _time_is_over)
    sizes = sorted(map(int, options.sizes.split(",")))
    databases = options.databases.split(",")
    end = time.monotonic() + options.minutes * 60
    failed = False
    for number, database in enumerate(databases):
        about = list(circumstances())
        # What is left is shared by those that wait.
        seconds = (end - time.monotonic()) / (len(databases) - number)
        figures = measured(database, sizes, within=options.corpora, seconds=seconds - SECONDS_TO_END)
        failed = failed or bool(figures.failed) or not figures.costs
        if figures.costs:
            keep(figures, about, options.into)
        else:
            print(*figures.failed, *figures.not_measured, sep="\n")
    return 1 if failed else 0


def measured(database: str, sizes: list[int], *, within: Path, seconds: float) -> Figures:
    """Measure all sizes of which there is a corpus, for so many seconds."""
    found, not_measured = [], []
    # PostgreSQL runs as somebody else, and must find its files in there.
    folder = Path(tempfile.mkdtemp(prefix="healthcms-bench-"))
    folder.chmod(0o711)
    figures = Figures(database, sizes)
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        signal.alarm(max(1, int(seconds)))
        stack.callback(signal.alarm, 0)
        try:
            for size in sizes:
                kept = corpora.kept(size, database, within=within)
                fault = corpora.fault_of(kept)
                if fault and size <= corpora.MADE_AT_ONCE:
                    say(database, f"making a corpus of {size:,}")
                    corpora.make(size, database, within=within)
                elif fault:
                    command = f"make bench-corpora SIZES={size} DATABASES={database}"
                    not_measured.append(f"{size:,} articles: the corpus {fault} (`{command}`).")
                    continue
                say(database, f"copying the corpus of {size:,}")
                found.append(stack.enter_context(corpora.opened(kept, copy=folder / kept.name)))
            if found:
                figures = Bench(found, stack, lambda what: say(database, what)).measure()
        except pg.NoPostgreSQL as sentence:
            not_measured.append(str(sentence))
        except OutOfTime:
            not_measured.append("Everything: the time was over before the site was up.")
        signal.alarm(0)
    figures.not_measured[:0] = not_measured
    return figures


def keep(figures: Figures, about: list[str], into: Path) -> None:
    about = [*about, f"Load when it ended: {load()}"]
    into.mkdir(parents=True, exist_ok=True)
    name = f"{datetime.now(UTC):%Y-%m-%d}-{figures.database.lower()}"
    drawn = plots.drawn(figures)
    for plot, svg in drawn.items():
        (into / f"{name}-{plot}.svg").write_text(svg)
    text = report.markdown(figures, about, {plot: f"{name}-{plot}.svg" for plot in drawn})
    (into / f"{name}.md").write_text(text)
    print(text, flush=True)


def say(database: str, what: str) -> None:
    print(f"  {datetime.now():%H:%M:%S} {database}: {what}", file=sys.stderr, flush=True)


def circumstances() -> Iterator[str]:
    yield f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, over the loopback, one server process."
    yield f"Machine: {_processor()}, {len(os.sched_getaffinity(0))} cores, {platform.system()} {platform.release()}"
    packages = ", ".join(f"{name} {version(name)}" for name in ("Django", "granian", "brotli"))
    yield f"Versions: Python {platform.python_version()}, {packages}{_nginx()}"
    yield f"Commit: {_commit()}"
    yield "Pages in memory, 304s, HEADs, nginx, their floors: servers on one core, who asks on another; or all on one."
    yield f"Load before it began: {load()}"


def load() -> str:
    return ", ".join(f"{number:.2f}" for number in os.getloadavg()) + " (over 1, 5 and 15 minutes)"


def _time_is_over(*_: object) -> None:
    raise OutOfTime


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
