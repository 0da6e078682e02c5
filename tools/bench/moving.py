"""A site that moves: exported from one database, imported into an empty one with all its pages, by one command."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from tools.bench.corpora import Corpus, empty_beside, manage
from tools.bench.servers import ROOT


@dataclass(frozen=True)
class Done:
    """What a command took: the processor time of its process, all time, and the most memory it held."""

    cpu_seconds: float
    seconds: float
    peak_bytes: int


def moved(corpus: Corpus) -> dict[str, Done]:
    archive = corpus.folder / "site.ndjson"
    steps = {"export": run(corpus.environment, "export_archive", str(archive))}
    with empty_beside(corpus, "moved") as environment:
        environment["STATIC_ROOT"] = corpus.environment["STATIC_ROOT"]
        manage(environment, "migrate", "--verbosity", "0")
        manage(environment, "create_roles")
        steps["import"] = run(environment, "import_archive", str(archive), "--pages")
    return steps


def run(environment: dict[str, str], *words: str) -> Done:
    """Run a command of the site to its end."""
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=said,
            stderr=said,
        )
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{words[0]} ended with {process.returncode}: {said.read()[-2000:]}")
    return Done(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss * 1024)
