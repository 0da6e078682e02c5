"""Servers to measure: what they listen at, what their processes have used of the processor, and how they end."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen

from articles.management.commands.serve import command_for

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
# As clock_getcpuclockid(3) puts it together: the processor time of a process that is not ours.
CPUCLOCK_SCHED = 2


@dataclass
class Server:
    port: int
    process: Popen
    log: Path
    started: float = field(default_factory=time.monotonic)

    def wait(self, path: str = "/", *, status: int = 200) -> float:
        """Wait until it answers; return the seconds since it was started."""
        from tools.bench.load import Connection

        until = self.started + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if Connection(self.port).get(path).status == status:
                    return time.monotonic() - self.started
            except OSError:
                pass
            time.sleep(0.01)
        raise RuntimeError(f"No answer at {path}: {self.log.read_text()[-2000:]}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def cpu_seconds(self) -> float:
        """What all threads of its processes have run, those that ended too: the kernel's own count in nanoseconds."""
        total = 0.0
        for pid in self.pids():
            with contextlib.suppress(OSError):
                total += time.clock_gettime((~pid << 3) | CPUCLOCK_SCHED)
        return total

    def peak_bytes(self) -> int:
        """The most memory that its largest process held at a time."""
        peaks = [0]
        for pid in self.pids():
            for line in Path(f"/proc/{pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    peaks.append(int(line.split()[1]) * 1024)
        return max(peaks)

    def pids(self) -> list[int]:
        found, asked = [self.process.pid], [self.process.pid]
        while asked:
            pid = asked.pop()
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                with contextlib.suppress(OSError):
                    new = [int(child) for child in children.read_text().split()]
                    found += new
                    asked += new
        return found

    def threads(self) -> list[int]:
        found = []
        for pid in self.pids():
            with contextlib.suppress(FileNotFoundError):
                found += [int(thread) for thread in os.listdir(f"/proc/{pid}/task")]
        return found


@contextlib.contextmanager
def kept_in_place(servers: Sequence[Server], *, is_apart: bool) -> Iterator[None]:
    """Keep `servers` on one core and us, who ask them, on another one, or else on the same.

    A request costs up to three times as much where another core than ours must be woken for it. Left alone, the kernel
    does so now and then: no ratio of small costs would be the same twice.
    """
    before = os.sched_getaffinity(0)
    try:
        _keep_on({max(before)}, servers)
        if is_apart:
            _keep_on({min(before)}, [])
        yield
    finally:
        _keep_on(before, servers)


def _keep_on(cores: set[int], servers: Sequence[Server]) -> None:
    for thread in (0, *(thread for server in servers for thread in server.threads())):
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(thread, cores)


def granian(application: str, *, port: int, environment: dict[str, str], folder: Path, workers: int = 1) -> Server:
    """The server of "manage.py serve", with another application in it."""
    *command, _ = command_for(host="127.0.0.1", port=port, workers=workers, threads=4)
    return _start([*command, application], port, environment, folder)


def nginx(configuration: str, *, port: int, folder: Path) -> Server:
    prefix = folder / f"nginx-{port}"
    prefix.mkdir()
    (prefix / "nginx.conf").write_text(configuration)
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    return _start([program, "-p", str(prefix), "-c", str(prefix / "nginx.conf")], port, {}, folder)


def _start(command: list[str], port: int, environment: dict[str, str], folder: Path) -> Server:
    log = folder / f"server-{port}.log"
    with open(log, "w") as output:
        process = Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=output, stderr=output)
    return Server(port, process, log)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]
