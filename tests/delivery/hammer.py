"""Readers on several connections while two editors decide: is every answer a page that was true while it was asked for?

python -m tests.delivery.hammer --seconds 60      on SQLite, or on PostgreSQL with "python -m tests.pg" before it
"""

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from subprocess import Popen
from threading import Event, Thread

import brotli

from tests.delivery.site import Site, site

ARTICLES = 4
CONNECTIONS = 8
WORKERS = 4
# Between two requests of one reader: who decides shall have a part of the machine, too.
PAUSE_SECONDS = 0.003
LISTS = ("/topics/multiple-sclerosis/", "/articles/")
_DIGEST = re.compile(rb'data-part="digest">([0-9a-f]{64})<')
_TAKE = re.compile(rb"Take (\d+) of (hammered-\d+)")


@dataclass(frozen=True)
class State:
    """What readers get of an article between two decisions. Times are nanoseconds of one clock of the host."""

    status: int
    digest: str
    title: str
    # No commit that shows it had begun before.
    began: int
    # Every worker of the host had been told of it by then.
    told: int


@dataclass(frozen=True)
class Answer:
    path: str
    asked: int
    ended: int
    status: int
    # The digest on an article's page; the titles of the articles on a list.
    digest: str
    titles: frozenset[str]


@dataclass
class Verdict:
    answers: int = 0
    decisions: int = 0
    seconds: float = 0.0
    statuses: Counter = field(default_factory=Counter)
    # Sentences, each about one answer.
    wrong: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.wrong or self.stale or self.errors)

    def __str__(self) -> str:
        statuses = ", ".join(f"{count} × {status}" for status, count in sorted(self.statuses.items()))
        return (
            f"{self.answers} answers ({statuses}) during {self.decisions} decisions in {self.seconds:.0f} s: "
            f"{len(self.wrong)} wrong, {len(self.stale)} stale, {len(self.errors)} errors"
        )


def hammer(running: Site, *, seconds: float) -> Verdict:
    """Let editors decide and readers read for so long, then judge every answer."""
    editors = [running.editor(), running.editor()]
    said = [json.loads(line) for editor in editors for line in tell(editor, None)]
    said += [json.loads(line) for line in tell(editors[0], f"seed\thammered\t{ARTICLES}")]
    slugs = [f"hammered-{number}" for number in range(ARTICLES)]
    stop = Event()
    readers = [Reader(running.port, number, slugs, stop) for number in range(CONNECTIONS)]
    began = time.monotonic()
    try:
        for reader in readers:
            reader.start()
        shares = [slugs[number :: len(editors)] for number in range(len(editors))]
        for editor, how, share in zip(editors, ("edit", "rush"), shares, strict=True):
            _send(editor, "\t".join([how, str(seconds), *share]))
        for editor in editors:
            said += [json.loads(line) for line in tell(editor, None)]
        time.sleep(0.3)  # The last decision has readers, too.
    finally:
        stop.set()
    for reader in readers:
        reader.join()
    states = _states(said)
    verdict = judged([answer for reader in readers for answer in reader.answers], states)
    verdict.errors += [error for reader in readers for error in reader.errors]
    verdict.decisions = sum(map(len, states.values())) - len(states)
    verdict.seconds = time.monotonic() - began
    return verdict


class Reader(Thread):
    """Somebody who asks for page after page on one connection, with what they have been given before."""

    def __init__(self, port: int, number: int, slugs: list[str], stop: Event) -> None:
        super().__init__()
        self._port, self._stop_reading = port, stop
        self._paths = [*(f"/articles/{slug}/" for slug in slugs), LISTS[number % len(LISTS)]]
        self._encoding = ("br", "gzip", "identity", "gzip, br")[number % 4]
        # Half of them have a cache.
        self._has_cache = number % 2 == 0
        self._kept: dict[str, tuple[str, Answer]] = {}
        self.answers: list[Answer] = []
        self.errors: list[str] = []

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        while not self._stop_reading.is_set():
            for path in self._paths:
                time.sleep(PAUSE_SECONDS)
                try:
                    self._ask(connection, path)
                except (OSError, HTTPException, ValueError) as error:
                    self.errors.append(f"{path}: {type(error).__name__}: {error}")
                    connection.close()
        connection.close()

    def _ask(self, connection: HTTPConnection, path: str) -> None:
        headers = {"Accept-Encoding": self._encoding}
        if path in self._kept:
            headers["If-None-Match"] = self._kept[path][0]
        asked = time.monotonic_ns()
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        body = response.read()
        ended = time.monotonic_ns()
        if response.status == 304:
            _, same = self._kept[path]
            self.answers.append(Answer(path, asked, ended, 304, same.digest, same.titles))
            return
        if response.status not in (200, 410):
            raise ValueError(f"answered with {response.status}")
        body = {"br": brotli.decompress, "gzip": gzip.decompress}.get(
            response.headers.get("Content-Encoding", ""), bytes
        )(body)
        found = _DIGEST.search(body)
        titles = frozenset(f"Take {take.decode()} of {slug.decode()}" for take, slug in _TAKE.findall(body))
        answer = Answer(path, asked, ended, response.status, found[1].decode() if found else "", titles)
        self.answers.append(answer)
        if self._has_cache and response.status == 200:
            self._kept[path] = (response.headers["ETag"], answer)
        else:
            self._kept.pop(path, None)


def judged(answers: list[Answer], states: dict[str, list[State]]) -> Verdict:
    verdict = Verdict(answers=len(answers))
    for answer in answers:
        verdict.statuses[answer.status] += 1
        for slug, history in states.items():
            if answer.path in (f"/articles/{slug}/", *LISTS):
                _judge(answer, slug, history, verdict)
    return verdict


def _judge(answer: Answer, slug: str, history: list[State], verdict: Verdict) -> None:
    """Say of one article on one answer whether that was true at some moment while it was asked for."""
    shown = [number for number, state in enumerate(history) if _shows(answer, slug, state)]
    ends = [*[state.told for state in history[1:]], sys.maxsize]
    if any(history[number].began <= answer.ended and ends[number] >= answer.asked for number in shown):
        return
    late = [ends[number] for number in shown if ends[number] < answer.asked]
    if late:
        verdict.stale.append(f"{answer.path} showed {slug} as it was, {(answer.asked - max(late)) / 1e6:.1f} ms late")
    else:
        verdict.wrong.append(f"{answer.path} showed {slug} as it never was: {answer}")


def _shows(answer: Answer, slug: str, state: State) -> bool:
    if answer.path in LISTS:
        return {title for title in answer.titles if title.endswith(f" of {slug}")} == (
            {state.title} if state.title else set()
        )
    # A reader who is told that nothing changed has the page already.
    is_answered = answer.status == state.status or (answer.status == 304 and state.status == 200)
    return is_answered and answer.digest == state.digest


def _states(said: list[dict]) -> dict[str, list[State]]:
    states: dict[str, list[State]] = {}
    for line in said:
        if "slug" in line:
            states.setdefault(line.pop("slug"), []).append(State(**line))
    return states


def _send(editor: Popen, line: str) -> None:
    assert editor.stdin
    editor.stdin.write(f"{line}\n")
    editor.stdin.flush()


def tell(editor: Popen, line: str | None) -> list[str]:
    """Send a line, if there is one, and return what the editor says until it has obeyed."""
    if line is not None:
        _send(editor, line)
    assert editor.stdout
    said = []
    for told in editor.stdout:
        if '"done"' in told or '"ready"' in told:
            return said
        said.append(told)
    raise RuntimeError("An editor gave up; its error is above.")


def main() -> int:
    wishes = argparse.ArgumentParser(description=__doc__)
    wishes.add_argument("--seconds", type=float, default=60)
    with site(workers=WORKERS) as running:
        verdict = hammer(running, seconds=wishes.parse_args().seconds)
    print(verdict, *[*verdict.wrong, *verdict.stale, *verdict.errors][:20], sep="\n")
    return 0 if verdict.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
