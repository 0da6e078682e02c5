"""When is a decision seen by every process of the site? Asked on one connection to each of them, again and again."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from tools.bench.editor import Editor
from tools.bench.load import Answer, Connection
from tools.bench.servers import Server
from tools.bench.sites import plain

DECISIONS = 20
PATH = "/articles/bench-0/"
NOWHERE = "/articles/nowhere/"
# Which connection a process takes, the kernel decides; after so many each has had one.
MOST_CONNECTIONS = 200
LONGEST_SECONDS = 5.0


@dataclass
class Seen:
    """By `workers` processes: how many answers were not new yet, and the longest until all of them were."""

    workers: int
    decisions: int = 0
    stale: int = 0
    longest_ms: float = 0.0
    kinds: list[str] = field(default_factory=list)


def seen_by_all(server: Server, editor: Editor, *, workers: int) -> Seen:
    connections = _one_to_each(server, workers)
    seen = Seen(len(connections))
    for connection in connections:
        connection.get(PATH)
        # What Django reads when a process first asks it for something takes longer than any decision.
        connection.get(NOWHERE)
    for _ in range(DECISIONS):
        told = editor.ask("decide")
        for connection in connections:
            while not _shows(connection.get(PATH), told):
                seen.stale += 1
                if time.monotonic() - told["at"] > LONGEST_SECONDS:
                    raise RuntimeError(f"After {LONGEST_SECONDS:g} s {told['decision']} was not seen by a process.")
        seen.longest_ms = max(seen.longest_ms, (time.monotonic() - told["at"]) * 1000)
        seen.decisions += 1
        if told["decision"] not in seen.kinds:
            seen.kinds.append(told["decision"])
    return seen


def _shows(answer: Answer, told: dict[str, str]) -> bool:
    return answer.status == told["status"] and told["words"].encode() in plain(answer)


def _one_to_each(server: Server, workers: int) -> list[Connection]:
    found: dict[int, Connection] = {}
    tried: list[Connection] = []
    while len(found) < workers and len(tried) < MOST_CONNECTIONS:
        tried.append(Connection(server.port))
        tried[-1].get(PATH)
        found.setdefault(_process_of(tried[-1], server), tried[-1])
    if len(found) < workers:
        raise RuntimeError(f"Only {len(found)} of {workers} processes took a connection.")
    return list(found.values())


def _process_of(connection: Connection, server: Server) -> int:
    """The process that holds the other end: the socket with our port as its remote one, and who has it open."""
    ours = f"0100007F:{connection.own_port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    (inode,) = [row[9] for row in rows if row[2] == ours and row[1].endswith(f":{server.port:04X}")]
    for pid in server.pids():
        folder = Path(f"/proc/{pid}/fd")
        for name in os.listdir(folder):
            try:
                if os.readlink(folder / name) == f"socket:[{inode}]":
                    return pid
            except FileNotFoundError:
                pass
    raise RuntimeError("Nobody holds the other end of the connection.")
