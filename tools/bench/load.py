"""Ask a server, one request after another on one connection, and say what that cost it."""

import socket
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tools.bench.servers import Server

# A round is over when the server has worked so long, and has answered so often.
ROUND_SECONDS, ROUND_REQUESTS = 0.1, 10
LONGEST_ROUND_SECONDS = 2.0
ROUNDS = 9


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Cost:
    """Of one request: the server's processor time, and how long the asker waited for half and for 95 % of them."""

    cpu_us: float
    p50_ms: float
    p95_ms: float
    requests: int


class Connection:
    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._port = port

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


def costs(asked: dict[str, tuple[Server, Sequence[bytes], int]]) -> dict[str, Cost]:
    """Measure side by side: in rounds, each of which asks every server, so that a busy moment falls on all of them.

    A name leads to a server, the requests to send in turn, and the status that each answer must have. What counts is
    the median of the rounds.
    """
    rounds: dict[str, list[tuple[float, list[float]]]] = {name: [] for name in asked}
    for server, requests, status in asked.values():
        _round(server, requests[:20], status, seconds=0.02)
    for _ in range(ROUNDS):
        for name, (server, requests, status) in asked.items():
            rounds[name].append(_round(server, requests, status))
    return {name: _cost(measured) for name, measured in rounds.items()}


def cost(server: Server, requests: Sequence[bytes], status: int = 200) -> Cost:
    return costs({"it": (server, requests, status)})["it"]


def _round(
    server: Server, requests: Sequence[bytes], status: int, *, seconds: float = ROUND_SECONDS
) -> tuple[float, list[float]]:
    connection = Connection(server.port)
    waits: list[float] = []
    began, used = time.perf_counter(), server.cpu_seconds()
    while True:
        for _ in range(ROUND_REQUESTS):
            request = requests[len(waits) % len(requests)]
            asked = time.perf_counter()
            answer = connection.send(request)
            waits.append(time.perf_counter() - asked)
            if answer.status != status:
                raise RuntimeError(f"{request[:200]!r} was answered with {answer.status}, not {status}.")
        spent = server.cpu_seconds() - used
        if spent >= seconds or time.perf_counter() - began > LONGEST_ROUND_SECONDS:
            return spent / len(waits), waits


def _cost(measured: list[tuple[float, list[float]]]) -> Cost:
    waits = sorted(wait for _, waits in measured for wait in waits)
    return Cost(
        cpu_us=statistics.median(cpu for cpu, _ in measured) * 1e6,
        p50_ms=waits[len(waits) // 2] * 1000,
        p95_ms=waits[int(len(waits) * 0.95)] * 1000,
        requests=len(waits),
    )
