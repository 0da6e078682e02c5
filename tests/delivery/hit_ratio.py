"""How many of the pages that readers ask for does nginx answer by itself, while one article a second is published?

python -m tests.delivery.hit_ratio --seconds 60 --articles 1000       makes as many articles first
python -m tests.delivery.hit_ratio --database sqlite:////tmp/copy     of a copy: articles in it are published

Readers ask for the pages of the site map and its lists, the popular ones more often (by Zipf's law), a fifth of them in
gzip and the others in brotli. nginx has been asked for each page before, so what is counted is what publishing costs.
After the caches were told of a publication no answer may show the title that the article had before.
"""

import argparse
import contextlib
import gzip
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import brotli

from tests.delivery.hammer import tell
from tests.delivery.nginx import SECRET, nginx
from tests.delivery.site import ROOT, Site, free_port, site

READERS = 8
WORKERS = 2
# So many articles are published anew in turn.
PACED = 30
# They must leave the editor a part of the machine.
PAUSE_SECONDS = 0.02
LISTS = ("/", "/articles/", "/topics/", "/experts/", "/feeds/articles.atom", "/sitemap.xml")
_LOCATION = re.compile(r"<loc>([^<]+)</loc>")
_TAKE = re.compile(r"Take \d+ of [a-z0-9-]+[a-z0-9]")


@dataclass(frozen=True)
class Answer:
    path: str
    asked: int
    cache: str
    titles: frozenset[str]


@dataclass
class Result:
    pages: int = 0
    published: int = 0
    seconds: float = 0.0
    statuses: Counter = field(default_factory=Counter)
    # From the beginning of the commit until all caches knew, in milliseconds.
    told_after: list[float] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return sum(self.statuses.values())

    @property
    def ratio(self) -> float:
        """Of 1: what nginx answered without a reader waiting for the site."""
        return self.statuses["HIT"] / max(1, self.answers)

    def __str__(self) -> str:
        usual, longest = statistics.median(self.told_after or [0]), max(self.told_after, default=0)
        kinds = ", ".join(f"{count} x {kind}" for kind, count in self.statuses.most_common())
        return (
            f"{100 * self.ratio:.2f} % of {self.answers} answers ({kinds}) about {self.pages} pages came from nginx, "
            f"while {self.published} articles were published in {self.seconds:.0f} s: {len(self.stale)} stale, "
            f"{len(self.errors)} errors; caches knew of one after {usual:.0f} ms, at most {longest:.0f} ms"
        )


def measure(running: Site, port: int, *, seconds: float, every: float = 1.0) -> Result:
    """Ask nginx at `port`, before the site `running`, while an article is published each `every` seconds."""
    editor = running.editor()
    tell(editor, None)
    tell(editor, f"crowd\tpaced\t{PACED}")
    paths = pages_of(port)
    for encoding in ("br", "gzip"):
        for path in paths:
            _get(port, path, encoding)
    random.Random(2).shuffle(paths)
    paths = [*LISTS, *(path for path in paths if path not in LISTS)]
    paced = "\t".join(f"paced-{number}" for number in range(PACED))
    stop = Event()
    readers = [Reader(port, paths, number, stop) for number in range(READERS)]
    began = time.monotonic()
    for reader in readers:
        reader.start()
    try:
        said = [json.loads(line) for line in tell(editor, f"pace\t{seconds}\t{every}\t{paced}")]
    finally:
        stop.set()
    for reader in readers:
        reader.join()
    result = Result(pages=len(paths), published=len(said), seconds=time.monotonic() - began)
    result.told_after = [(line["told"] - line["began"]) / 1e6 for line in said]
    result.errors = [error for reader in readers for error in reader.errors]
    # When each title was over; the first titles were others, and no later title of an article says the same.
    latest: dict[str, str] = {}
    over: dict[str, int] = {}
    for line in said:
        if line["slug"] in latest:
            over[latest[line["slug"]]] = line["told"]
        latest[line["slug"]] = line["title"]
    told = {f"/articles/{line['slug']}/": line for line in said}
    for answer in (answer for reader in readers for answer in reader.answers):
        result.statuses[answer.cache] += 1
        new = told.get(answer.path)
        is_old = new and answer.asked > new["told"] and new["title"] not in answer.titles
        if is_old or any(over.get(title, answer.asked) < answer.asked for title in answer.titles):
            result.stale.append(f"{answer.path} ({answer.cache}) showed {sorted(answer.titles)}")
    return result


class Reader(Thread):
    """Many readers, one after the other, on one connection."""

    def __init__(self, port: int, paths: list[str], number: int, stop: Event) -> None:
        super().__init__()
        self._port, self._paths, self._stop_reading = port, paths, stop
        self._chance = random.Random(number)
        self._weights = [1 / rank for rank in range(1, len(paths) + 1)]
        self.answers: list[Answer] = []
        self.errors: list[str] = []

    def run(self) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=20)
        while not self._stop_reading.is_set():
            for path in self._chance.choices(self._paths, self._weights, k=100):
                encoding = "gzip" if self._chance.random() < 0.2 else "br"
                asked = time.monotonic_ns()
                try:
                    connection.request("GET", path, headers={"Accept-Encoding": encoding})
                    answer = connection.getresponse()
                    body = answer.read()
                    if answer.status != 200:
                        raise ValueError(f"answered with {answer.status}")
                    titles = frozenset(_TAKE.findall(_text(body, answer.headers.get("Content-Encoding", ""))))
                    self.answers.append(Answer(path, asked, answer.headers.get("X-Cache", "none"), titles))
                except (OSError, ValueError) as error:
                    self.errors.append(f"{path}: {type(error).__name__}: {error}")
                    connection.close()
                time.sleep(PAUSE_SECONDS)
        connection.close()


def pages_of(port: int) -> list[str]:
    """Every page that the site map names, in both languages as far as it names them."""
    index = _LOCATION.findall(_get(port, "/sitemap.xml"))
    found = []
    for address in index:
        inner = urlsplit(address).path
        found += _LOCATION.findall(_get(port, inner)) if inner.endswith(".xml") else [address]
    return list(dict.fromkeys(urlsplit(address).path for address in found))


def _get(port: int, path: str, encoding: str = "identity") -> str:
    with contextlib.closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": encoding})
        answer = connection.getresponse()
        return _text(answer.read(), answer.headers.get("Content-Encoding", ""))


def _text(body: bytes, encoding: str) -> str:
    if encoding == "br":
        body = brotli.decompress(body)
    elif encoding == "gzip":
        body = gzip.decompress(body)
    return body.decode()


@contextlib.contextmanager
def site_behind_nginx(*, database: str = "") -> Iterator[tuple[Site, int]]:
    """The site with nginx before it, which it tells of every decision; its database, and the port of nginx."""
    port = free_port()
    told = {
        "PURGE": f"nginx+http://127.0.0.1:{port}",
        "PURGE_TOKEN": SECRET,
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="healthcms-nginx-")))
        running = stack.enter_context(site(workers=WORKERS, database=database, **told))
        stack.enter_context(nginx(folder, before=running.port, port=port))
        yield running, port


def main() -> int:
    wishes = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wishes.add_argument("--seconds", type=float, default=60)
    wishes.add_argument("--every", type=float, default=1, help="seconds from one publication to the next")
    wishes.add_argument("--articles", type=int, default=1000)
    wishes.add_argument("--database", default="", help="an address; its articles are published under other titles")
    told = wishes.parse_args()
    with site_behind_nginx(database=told.database) as (running, port):
        if not told.database:
            command = [sys.executable, "manage.py", "generate_articles", str(told.articles)]
            subprocess.run(command, cwd=ROOT, env=running.environment, check=True)
        result = measure(running, port, seconds=told.seconds, every=told.every)
    print(result, *[*result.stale, *result.errors][:20], sep="\n")
    return 0 if result.ratio >= 0.99 and not (result.stale or result.errors) else 1


if __name__ == "__main__":
    sys.exit(main())
