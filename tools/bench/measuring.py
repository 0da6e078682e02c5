"""What is measured, step by step; each figure with the check that makes it one.

All sizes of one database are up together, so that what is compared is asked in the same rounds.
"""

import contextlib
import gzip
import json
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.delivery import hit_ratio
from tests.delivery.nginx import PROGRAM as NGINX
from tools.bench.corpora import Corpus, manage, opened
from tools.bench.editor import Editor
from tools.bench.figures import ANY, ON_ONE_CORE, Figures
from tools.bench.load import SHORT, Asked, Connection, Round, ask_once_each, cost_of, costs, in_rounds
from tools.bench.moving import moved
from tools.bench.seeing import seen_by_all
from tools.bench.servers import Server, kept_in_place
from tools.bench.sites import NGINX_BARE, NGINX_STATIC, WORKERS, Site, nginx, plain, said_by_nginx, shipped_nginx

LISTS = {
    "home": "/",
    "all articles": "/articles/",
    "topic": "{topic}",
    "expert": "{expert}",
    "feed": "/feeds/articles.atom",
    "site map": "/sitemap.xml",
}
SEARCHES, AGAIN = 5, 10
# Lists are many, and would take half of all the time. What takes long differs little from round to round.
ROUNDS_OF_STORED, ROUNDS_OF_RENDERED = 8, 4
# What costs microseconds: so often with servers of its own, in so many rounds each, apart and on one core.
TAKES, ROUNDS_OF_A_TAKE = 3, 10
STARTS = 3
SECONDS_BEHIND_NGINX = 15


class OutOfTime(BaseException):
    """The minutes are over: what was measured until now is what there is."""


class Bench:
    def __init__(self, corpora: Sequence[Corpus], stack: contextlib.ExitStack, say: Callable[[str], None]) -> None:
        self._corpora, self._stack, self._say = corpora, stack, say
        self.figures = Figures(corpora[0].database, [corpus.size for corpus in corpora])
        self.sites: list[Site] = []
        self.editors: dict[int, Editor] = {}

    def measure(self) -> Figures:
        """Take one step after another; those that the time did not suffice for are named."""
        steps = {
            "the site": self._start,
            "pages in memory, 304s, HEADs, and the floors beside them": self._hot,
            "pages from their rows, rendered pages, and plain Django pages": self._cold,
            "queries of a reader's request": self._queries,
            "search": self._search,
            "lists, feeds and site maps": self._lists,
            "a writer's save and a publication": self._verbs,
            "decisions, seen by every process": self._seen,
            "memory": self._memory,
            "cold start": self._cold_start,
            "a site that moves": self._moving,
            "a cache in front while articles are published": self._hit_ratio,
        }
        waiting = list(steps)
        try:
            for name, take in steps.items():
                self._say(name)
                try:
                    take()
                except Exception as failure:  # What was measured before shall not be lost with it.
                    self.figures.failed.append(f"{name.capitalize()}: {failure or type(failure).__name__}")
                    if not self.sites:
                        break
                waiting.remove(name)
        except OutOfTime:
            self.figures.not_measured += [f"{name.capitalize()}: the time was over." for name in waiting]
        return self.figures

    # --- Steps

    def _start(self) -> None:
        static = self._corpora[0].folder.parent / "static"
        for corpus in self._corpora:
            corpus.environment["STATIC_ROOT"] = str(static)
        manage(self._corpora[0].environment, "collectstatic", "--no-input", "--verbosity", "0")
        like = None
        for corpus in self._corpora:
            site = Site(corpus, self._stack)
            self.sites.append(site)
            self.editors[site.size] = editor = Editor(corpus)
            self._stack.callback(editor.stop)
            like = site.choose(like)
            self._same_page(site)

    def _hot(self) -> None:
        """Of servers that are started several times, as some processes cost more than others of the same program."""
        folder = self._page_of(self.sites[0])
        rounds: dict[tuple[str, int], list[Round]] = {}
        for _ in range(TAKES):
            with contextlib.ExitStack() as stack:
                asked = self._hot_and_floors(folder, stack)
                servers = [each.server for each in asked.values()]
                for place, is_apart in (("", True), (ON_ONE_CORE, False)):
                    with kept_in_place(servers, is_apart=is_apart):
                        for (name, size), own in in_rounds(asked, ROUNDS_OF_A_TAKE, SHORT).items():
                            rounds.setdefault((f"{name}{place}", size), []).extend(own)
        self.figures.costs |= {name: cost_of(own) for name, own in rounds.items()}

    def _hot_and_floors(self, folder: Path, stack: contextlib.ExitStack) -> dict[tuple[str, int], Asked]:
        first = self.sites[0]
        floors = {
            "floor: WSGI hello": "tools.bench.floors:hello",
            "floor: WSGI, the same bytes": "tools.bench.floors:page",
            # What differs between these two is the noise of the run.
            "floor: the same once more": "tools.bench.floors:page",
        }
        up = {name: first.up(application, BENCH_PAGE=str(folder), stack=stack) for name, application in floors.items()}
        asked: dict[tuple[str, int], Asked] = {}
        for name, server in up.items():
            server.wait()
            # At the address of the page, as its letters cost something, too.
            asked[name, ANY] = first.asked(server, first.path)
        files = {"floor: nginx, the same page as a file": NGINX_STATIC, "floor: nginx, a bare file": NGINX_BARE}
        for name, configuration in files.items():
            said, path = said_by_nginx(folder), first.path.rstrip("/")
            if static := nginx(configuration, path, folder=folder.parent, stack=stack, headers=said):
                asked[name, ANY] = first.asked(static, path, encoding="gzip")
        for site in self.sites:
            server = site.up(stack=stack)
            server.wait()
            tag = Connection(server.port).get(site.path).headers["etag"]
            asked["page in memory", site.size] = site.asked(server, site.path)
            asked["304", site.size] = site.asked(server, site.path, status=304, headers=f"If-None-Match: {tag}\r\n")
            asked["HEAD", site.size] = site.asked(server, site.path, method="HEAD")
            if before := self._nginx_before(site, stack):
                asked["page behind nginx", site.size] = site.asked(before, site.path, encoding="gzip")
        return asked

    def _cold(self) -> None:
        asked: dict[tuple[str, int], Asked] = {}
        for site in self.sites:
            self._plain_is_a_page(site)
            # What is asked for from its row was rendered and stored before.
            for path in site.paths:
                Connection(site.small.port).get(path)
            asked["page from its row", site.size] = site.asked(site.small, *site.paths)
            asked["page rendered", site.size] = site.asked(site.rendered, *site.paths)
            plain_paths = [path.replace("/articles/", "/plain/") for path in site.paths]
            asked["plain Django page", site.size] = site.asked(site.plain, *plain_paths)
        self.figures.costs |= costs(asked)

    def _queries(self) -> None:
        for size, editor in self.editors.items():
            self.figures.numbers |= {(name, size): count for name, count in editor.ask("queries").items()}

    def _search(self) -> None:
        """Each word is asked once after each publication, so that no answer is one that was given before.

        When words are asked for the first time, the database has just started and has read nothing yet: told apart.
        Later the kinds take turns: what is asked first after a publication waits longest, and is no kind's own.
        """
        words = {site.size: self.editors[site.size].ask("words") for site in self.sites}
        rounds: dict[tuple[str, int], list[Round]] = {}
        for turn, ever in enumerate((", for the first time", *[""] * SEARCHES)):
            for site in self.sites:
                self.editors[site.size].ask("decide")
                kinds = deque(words[site.size].items())
                kinds.rotate(1 - turn)
                for kind, some in kinds:
                    if not some:
                        continue  # Of a few articles only.
                    paths = [f"/search/?q={word}" for word in some]
                    names = (f"{kind} word{ever}", f"{kind} word, asked again")
                    for name, asked in zip(names, (paths, paths[:AGAIN]), strict=True):
                        own = rounds.setdefault((f"search, {name}", site.size), [])
                        own.append(ask_once_each(site.asked(site.stored, *asked)))
        self.figures.costs |= {name: cost_of(own) for name, own in rounds.items()}

    def _lists(self) -> None:
        paths = {site.size: {name: path.format(**site.hubs()) for name, path in LISTS.items()} for site in self.sites}
        for site in self.sites:
            paths[site.size]["file of the site map"] = site.maps[0]
        for name in paths[self.sites[0].size]:
            stored: dict[tuple[str, int], Asked] = {}
            rendered: dict[tuple[str, int], Asked] = {}
            for site in self.sites:
                path = paths[site.size][name]
                Connection(site.stored.port).get(path)
                stored[f"{name}, stored", site.size] = site.asked(site.stored, path)
                rendered[f"{name}, rendered", site.size] = site.asked(site.rendered, path)
            self.figures.costs |= costs(stored, rounds=ROUNDS_OF_STORED)
            self.figures.costs |= costs(rendered, rounds=ROUNDS_OF_RENDERED)

    def _verbs(self) -> None:
        for size, editor in self.editors.items():
            self.figures.numbers |= {(name, size): number for name, number in editor.ask("costs").items()}

    def _seen(self) -> None:
        for site in self.sites:
            server = site.up(workers=WORKERS)
            server.wait()
            seen = seen_by_all(server, self.editors[site.size], workers=WORKERS)
            server.stop()
            self.figures.numbers["a decision, seen by all processes, ms", site.size] = seen.longest_ms
            self.figures.checks.append(
                f"{site.size:,} articles: after each of {seen.decisions} decisions ({', '.join(seen.kinds)}) each of "
                f"{seen.workers} processes was asked; {seen.stale or 'no'} answers were out of date."
            )

    def _memory(self) -> None:
        """Of a process whose page memory holds nothing, after it made every kind of page."""
        for site in self.sites:
            words = self.editors[site.size].ask("words")
            searches = [f"/search/?q={word}" for some in words.values() for word in some]
            lists = [path.format(**site.hubs()) for path in LISTS.values()]
            for path in [*lists, *site.maps[:1], *site.paths, *searches]:
                Connection(site.small.port).get(path)
            self.figures.numbers["peak memory of a process, MiB", site.size] = site.small.peak_bytes() / 2**20

    def _cold_start(self) -> None:
        for site in self.sites:
            starts = []
            for _ in range(STARTS):
                server = site.up()
                starts.append(server.wait(site.path))
                server.stop()
            self.figures.numbers["cold start to the first article, s", site.size] = sorted(starts)[STARTS // 2]

    def _moving(self) -> None:
        site = self.sites[0]
        done = moved(site.corpus)
        numbers = {
            "import with stored pages, articles a second of processor time": site.size / done["import"].cpu_seconds,
            "import with stored pages, articles a second": site.size / done["import"].seconds,
            "import with stored pages, peak memory, MiB": done["import"].peak_bytes / 2**20,
            "export, articles a second": site.size / done["export"].seconds,
        }
        self.figures.numbers |= {(name, site.size): number for name, number in numbers.items()}

    def _hit_ratio(self) -> None:
        """On a copy of its own: whose names are taken by none who edits in the others."""
        if NGINX is None:
            self.figures.not_measured.append("The hit ratio behind nginx: nginx is not installed.")
            return
        corpus = self.sites[0].corpus
        with contextlib.ExitStack() as stack:
            fresh = stack.enter_context(opened(corpus.original, copy=corpus.folder / "behind-nginx"))
            address = fresh.environment["DATABASE_URL"]
            running, port = stack.enter_context(hit_ratio.site_behind_nginx(database=address))
            result = hit_ratio.measure(running, port, seconds=SECONDS_BEHIND_NGINX)
        if result.stale or result.errors:
            raise RuntimeError(f"Behind nginx: {[*result.stale, *result.errors][:3]}")
        self.figures.numbers["hit ratio behind nginx, one publication a second, %", corpus.size] = result.ratio * 100
        self.figures.checks.append(
            f"Behind nginx {result.answers:,} answers about {result.pages:,} pages, while {result.published} articles "
            "were published: none was out of date."
        )

    def _nginx_before(self, site: Site, stack: contextlib.ExitStack) -> Server | None:
        """The shipped nginx before a site that tells it of every change, as it is meant to be run."""
        behind = site.up(stack=stack, PURGE="nginx+http://127.0.0.1:8080", PURGE_TOKEN="change-this-secret")
        behind.wait()
        before = nginx(shipped_nginx(), site.path, folder=site.corpus.folder, stack=stack, site=behind.port)
        if before:
            ours, its = (Connection(port).get(site.path, encoding="gzip") for port in (site.stored.port, before.port))
            if plain(ours) != plain(its):
                raise RuntimeError(f"{site.path} is another page behind nginx.")
        return before

    # --- Checks

    def _same_page(self, site: Site) -> None:
        """The page from memory is byte for byte the page that Django renders, in every encoding."""
        bodies = {
            plain(Connection(server.port).get(site.path, encoding=encoding))
            for server in (site.stored, site.rendered)
            for encoding in ("br", "gzip", "identity")
        }
        if len(bodies) != 1:
            raise RuntimeError(f"{site.path} is not the same page from memory and from Django.")
        (body,) = bodies
        self.figures.numbers["the page, kB", site.size] = len(body) / 1000
        sent = len(Connection(site.stored.port).get(site.path, encoding="br").body)
        self.figures.numbers["the page in brotli, kB", site.size] = sent / 1000
        self.figures.checks.append(
            f"{site.size:,} articles: the page from memory is byte for byte the page that Django renders."
        )

    def _plain_is_a_page(self, site: Site) -> None:
        """It shows about as much as ours."""
        theirs = plain(Connection(site.plain.port).get(site.path.replace("/articles/", "/plain/")))
        ours = self.figures.numbers["the page, kB", site.size] * 1000
        if not 0.8 < len(theirs) / ours < 1.2:
            raise RuntimeError(f"The plain page has {len(theirs)} bytes where ours has {ours:.0f}.")
        self.figures.checks.append(
            f"{site.size:,} articles: the plain Django page has {len(theirs) / ours:.0%} of the bytes of ours."
        )

    def _page_of(self, site: Site) -> Path:
        """The page's bytes and headers in a folder, for the floors."""
        answer = Connection(site.stored.port).get(site.path)
        folder = site.corpus.folder / "page"
        file = folder / site.path.strip("/")
        file.parent.mkdir(parents=True)
        file.write_bytes(plain(answer))
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(plain(answer), 9))
        (folder / "page.br").write_bytes(answer.body)
        own = [(name, value) for name, value in answer.headers.items() if name not in ("date", "server")]
        (folder / "headers.json").write_text(json.dumps(own))
        return folder
