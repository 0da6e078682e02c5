"""Ask a server, one request after another on one connection, and say what that cost it."""

import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from tools.bench.figures import Cost
from tools.bench.servers import Server

LONGEST_ROUND_SECONDS = 2.0
ROUNDS = 9


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Asked:
    """Requests to send to a server in turn, and the status that each answer must have."""

    server: Server
    requests: Sequence[bytes]
    status: int = 200


@dataclass(frozen=True)
class Turn:
    """A round's part of one server: until it has worked for so many seconds, which is looked up every few requests."""

    seconds: float = 0.1
    requests: int = 5


# Of what costs microseconds: to look up what the server has worked costs more than such a request, and disturbs it.
SHORT = Turn(seconds=0.012, requests=50)


@dataclass(frozen=True)
class Round:
    cpu_seconds: float
    waits: list[float]


Name = TypeVar("Name")


class Connection:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = port

    @property
    def own_port(self) -> int:
        return self._socket.getsockname()[1]

    def get(self, path: str, *, method: str = "GET", headers: str = "", encoding: str = "br, gzip") -> Answer:
        return self.send(asking(self._port, path, method=method, headers=headers, encoding=encoding))

    def send(self, request: bytes) -> Answer:
        self._socket.sendall(request)
        read = b""
        while b"\r\n\r\n" not in read:
            read += self._more()
        head, _, body = read.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        status = int(first.split()[1])
        if "chunked" in headers.get("transfer-encoding", ""):
            while not body.endswith(b"0\r\n\r\n"):
                body += self._more()
        elif status != 304 and not request.startswith(b"HEAD"):
            parts, size = [body], int(headers["content-length"])
            missing = size - len(body)
            while missing > 0:
                parts.append(self._more())
                missing -= len(parts[-1])
            body = b"".join(parts)
        return Answer(status, headers, body)

    def _more(self) -> bytes:
        more = self._socket.recv(262_144)
        if not more:
            raise ConnectionResetError("The server closed the connection.")
        return more


def asking(port: int, path: str, *, method: str = "GET", headers: str = "", encoding: str = "br, gzip") -> bytes:
    lines = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: {encoding}\r\n{headers}\r\n"
    return lines.encode()


def costs(asked: dict[Name, Asked], *, rounds: int = ROUNDS) -> dict[Name, Cost]:
    return {name: cost_of(own) for name, own in in_rounds(asked, rounds, Turn()).items()}


def in_rounds(asked: dict[Name, Asked], rounds: int, turn: Turn) -> dict[Name, list[Round]]:
    """Measure side by side: in rounds, each of which asks every server, so that a busy moment falls on all of them.

    Every second round goes backwards, so that none comes always after the same other one.
    """
    measured: dict[Name, list[Round]] = {name: [] for name in asked}
    for each in asked.values():
        ask_for_a_while(each, Turn(seconds=0.02))
    for number in range(rounds):
        names = list(asked)
        for name in names if number % 2 == 0 else reversed(names):
            measured[name].append(ask_for_a_while(asked[name], turn))
    return measured


def ask_for_a_while(asked: Asked, turn: Turn) -> Round:
    """Ask again and again, until the server's turn is over."""
    waits: list[float] = []
    began, used = time.perf_counter(), asked.server.cpu_seconds()
    connection = Connection(asked.server.port)
    while True:
        for _ in range(turn.requests):
            request = asked.requests[len(waits) % len(asked.requests)]
            waits.append(_wait(connection, request, asked.status))
        spent = asked.server.cpu_seconds() - used
        if spent >= turn.seconds or time.perf_counter() - began > LONGEST_ROUND_SECONDS:
            return Round(spent, waits)


def ask_once_each(asked: Asked) -> Round:
    used = asked.server.cpu_seconds()
    connection = Connection(asked.server.port)
    waits = [_wait(connection, request, asked.status) for request in asked.requests]
    return Round(asked.server.cpu_seconds() - used, waits)


def cost_of(rounds: Sequence[Round]) -> Cost:
    waits = sorted(wait for each in rounds for wait in each.waits)
    return Cost(
        rounds=tuple(each.cpu_seconds / len(each.waits) * 1e6 for each in rounds),
        p50_ms=waits[len(waits) // 2] * 1000,
        p95_ms=waits[int(len(waits) * 0.95)] * 1000,
        requests=len(waits),
    )


def _wait(connection: Connection, request: bytes, status: int) -> float:
    asked = time.perf_counter()
    answer = connection.send(request)
    waited = time.perf_counter() - asked
    if answer.status != status:
        raise RuntimeError(f"{request[:200]!r} was answered with {answer.status}, not {status}.")
    return waited
