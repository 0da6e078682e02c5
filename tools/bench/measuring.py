"""What is measured on one corpus; each figure with the check that makes it one."""

import contextlib
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import brotli

from tools.bench import servers
from tools.bench.corpus import Corpus, manage
from tools.bench.load import Answer, Connection, Cost, asking, cost, costs
from tools.bench.servers import ROOT, Server, free_port, granian

# So little memory that a walk through all pages below finds none of them in it.
SMALL_MEMORY = 100_000
PAGES = 40
LOCATION = r"<loc>http://127\.0\.0\.1(/[^<]+)</loc>"
LISTS = {
    "home": "/",
    "all articles": "/articles/",
    "topic": "/topics/{topic}/",
    "expert": "/experts/{expert}/",
    "feed": "/feeds/articles.atom",
    "site map": "/sitemap.xml",
}


@dataclass
class Figures:
    """Of one corpus. What could not be measured is not in it."""

    size: int
    database: str
    costs: dict[str, Cost] = field(default_factory=dict)
    numbers: dict[str, float] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)


class Bench:
    """Servers that are up while one corpus is measured."""

    def __init__(self, corpus: Corpus, stack: contextlib.ExitStack, say: Callable[[str], None]) -> None:
        self.corpus, self._stack, self._say = corpus, stack, say
        self.figures = Figures(corpus.size, corpus.database)

    def measure(self) -> Figures:
        self._say("starting the site")
        stored = self._site("stored")
        self._cold_start(stored)
        asker = Connection(stored.port)
        self.paths = self._article_paths(asker)
        self.path = self.paths[len(self.paths) // 2]
        self._relate()
        for path in self.paths:
            asker.get(path)
        rendered = self._site("rendered", PAGES_STORED="off")
        rendered.wait()
        self._same_page(stored, rendered)
        self._say("pages: hot, 304, HEAD, and the floors beside them")
        self._hot(stored)
        self._say("pages: from their row, rendered, and a plain Django page")
        self._cold_pages(rendered)
        self._say("lists")
        self._lists(stored, rendered)
        self._say("verbs and freshness")
        words = self._verbs(stored)
        self._say("search")
        self._search(stored, words)
        self.figures.numbers["peak memory of a process, MB"] = stored.peak_bytes() / 1e6
        return self.figures

    # --- Servers

    def _site(self, name: str, **different: str) -> Server:
        return self._up("healthcms.wsgi:application", **different)

    def _up(self, application: str, **different: str) -> Server:
        environment = self.corpus.environment | different
        server = granian(application, port=free_port(), environment=environment, folder=self.corpus.folder)
        self._stack.callback(server.stop)
        return server

    def _nginx(self, configuration: str, path: str, **words: Any) -> Server | None:
        if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
            return None
        port = free_port()
        text = configuration.format(port=port, folder=self.corpus.folder, user="root", **words)
        server = servers.nginx(text, port=port, folder=self.corpus.folder)
        self._stack.callback(server.stop)
        server.wait(path)
        return server

    # --- Checks

    def _relate(self) -> None:
        """Give the articles that are measured their neighbors; to find those of all would take longest of all."""
        slugs = [path.split("/")[2] for path in self.paths]
        manage(self.corpus.environment, "shell", "-v", "0", "-c", f"{RELATE}relate_all({slugs!r})")

    def _same_page(self, stored: Server, rendered: Server) -> None:
        """The page from memory is byte for byte the page that Django renders, in every encoding."""
        from_memory, from_django = (Connection(server.port) for server in (stored, rendered))
        bodies = {
            plain(asker.get(self.path, encoding=encoding))
            for asker in (from_memory, from_django)
            for encoding in ("br", "gzip", "identity")
        }
        if len(bodies) != 1:
            raise RuntimeError(f"{self.path} is not the same page from memory and from Django.")
        (body,) = bodies
        self.figures.numbers["the page, kB"] = len(body) / 1000
        self.figures.checks.append("The page served from memory is byte for byte the page that Django renders.")

    # --- What is measured

    def _cold_start(self, stored: Server) -> None:
        stored.wait("/")
        path = self._article_paths(Connection(stored.port))[0]
        Connection(stored.port).get(path)
        again = self._site("again")
        self.figures.numbers["cold start to the first article, s"] = again.wait(path)
        again.stop()

    def _hot(self, stored: Server) -> None:
        answer = Connection(stored.port).get(self.path)
        page = self.corpus.folder / "page"
        page.mkdir()
        (page / "page.br").write_bytes(answer.body)
        (page / "page.html").write_bytes(plain(answer))
        (page / "page.html.gz").write_bytes(gzip.compress(plain(answer), 9))
        given = {"content-type", "content-length", "content-encoding"}
        own = [(name, value) for name, value in answer.headers.items() if name not in ("date", "server")]
        (page / "headers.json").write_text(json.dumps(own))
        assert given <= set(answer.headers)
        floors = {
            "floor: WSGI hello": self._up("tools.bench.floors:hello", BENCH_PAGE=str(page)),
            "floor: WSGI, the same bytes": self._up("tools.bench.floors:page", BENCH_PAGE=str(page)),
            # What differs between the two is the noise of this run.
            "floor: the same once more": self._up("tools.bench.floors:page", BENCH_PAGE=str(page)),
        }
        for server in floors.values():
            server.wait()
        asked = {name: (server, [asking(server.port, "/")], 200) for name, server in floors.items()}
        if static := self._nginx(NGINX_STATIC, "/page.html"):
            asked["floor: nginx, the same page as a file"] = (static, [asking(static.port, "/page.html")], 200)
        if before := self._nginx(NGINX_BEFORE, self.path, site=stored.port):
            asked["hot page through nginx before the site"] = (before, [asking(before.port, self.path)], 200)
        port, tag = stored.port, f"If-None-Match: {answer.headers['etag']}\r\n"
        asked["hot page"] = (stored, [asking(port, self.path)], 200)
        asked["hot page, 304"] = (stored, [asking(port, self.path, headers=tag)], 304)
        asked["hot page, HEAD"] = (stored, [asking(port, self.path, method="HEAD")], 200)
        self.figures.costs |= costs(asked)

    def _cold_pages(self, rendered: Server) -> None:
        small = self._site("small", PAGES_MEMORY_BYTES=str(SMALL_MEMORY))
        ordinary = self._up("tools.bench.plain:application", PAGES_STORED="off")
        small.wait()
        self._plain_is_a_page(ordinary)
        walks = {
            "page from its row": (small, self.paths),
            "page rendered": (rendered, self.paths),
            "plain Django page": (ordinary, [path.replace("/articles/", "/plain/") for path in self.paths]),
        }
        asked = {
            name: (server, [asking(server.port, path) for path in paths], 200)
            for name, (server, paths) in walks.items()
        }
        self.figures.costs |= costs(asked)

    def _plain_is_a_page(self, ordinary: Server) -> None:
        """It shows as much as ours: within a tenth of the bytes, with every section."""
        ordinary.wait()
        theirs = plain(Connection(ordinary.port).get(self.path.replace("/articles/", "/plain/")))
        ours = self.figures.numbers["the page, kB"] * 1000
        if not 0.8 < len(theirs) / ours < 1.2:
            raise RuntimeError(f"The plain page has {len(theirs)} bytes where ours has {ours:.0f}.")
        self.figures.checks.append(f"The plain Django page has {len(theirs) / ours:.0%} of the bytes of ours.")

    def _lists(self, stored: Server, rendered: Server) -> None:
        article = plain(Connection(stored.port).get(self.path)).decode()
        named = {
            "topic": _first(r'href="/topics/([-\w]+)/"', article),
            "expert": _first(r'href="/experts/([-\w]+)/"', article),
        }
        for name, pattern in LISTS.items():
            path = pattern.format(**named)
            status = Connection(stored.port).get(path).status
            if status != 200:
                raise RuntimeError(f"{path} was answered with {status}.")
            pair = {"stored": stored, "rendered": rendered}
            asked = {f"{name}, {how}": (server, [asking(server.port, path)], 200) for how, server in pair.items()}
            self.figures.costs |= costs(asked)

    def _verbs(self, stored: Server) -> dict[str, list[str]]:
        child = subprocess.Popen(
            [sys.executable, "-m", "tools.bench.editing"],
            cwd=ROOT,
            env={**os.environ, **self.corpus.environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._stack.callback(child.wait)
        self._stack.callback(child.stdin.close)

        def ask(word: str) -> Any:
            child.stdin.write(f"{word}\n")
            child.stdin.flush()
            return json.loads(child.stdout.readline())

        told = ask("verbs")
        self.figures.numbers |= {
            "a writer's save, ms": told["save_ms"],
            "a writer's save, queries": told["save_queries"],
            "publish, ms before the answer": told["publish_ms"],
            "publish, queries": told["publish_queries"],
        }
        fresh = 0
        for _ in range(5):
            Connection(stored.port).get("/articles/bench-0/")
            digest = ask("publish")["digest"]
            fresh += digest.encode() in plain(Connection(stored.port).get("/articles/bench-0/"))
        if fresh != 5:
            raise RuntimeError(f"After {5 - fresh} of 5 publications the next request did not see the new version.")
        self.figures.checks.append("After each of 5 publications the next request was given the new version.")
        return ask("words")

    def _search(self, stored: Server, words: dict[str, list[str]]) -> None:
        for name, some in words.items():
            if some:
                paths = [f"/search/?q={word}" for word in some]
                self.figures.costs[f"search, {name} word"] = cost(stored, [asking(stored.port, path) for path in paths])

    def _article_paths(self, asker: Connection) -> list[str]:
        """Addresses of articles, as the site map gives them."""
        leaves = re.findall(LOCATION, plain(asker.get("/sitemap.xml")).decode())
        for leaf in leaves:
            if leaf.endswith(".xml"):
                leaves += re.findall(LOCATION, plain(asker.get(leaf)).decode())
            if len(found := [path for path in leaves if re.fullmatch(r"/articles/[-\w]+/", path)]) >= PAGES:
                return found[:PAGES]
        raise RuntimeError(f"The site map names {len(found)} articles only.")


def plain(answer: Answer) -> bytes:
    encoding = answer.headers.get("content-encoding", "")
    return {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding, bytes)(answer.body)


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if not found:
        raise RuntimeError(f"There is no {pattern} in the page.")
    return found[1]


RELATE = """
from articles.editorial.relating import relate
from articles.models import Article
def relate_all(slugs):
    for article in Article.objects.filter(slug__in=slugs):
        relate(article)
"""
NGINX_HEAD = """
worker_processes 1; daemon off; pid nginx.pid; error_log error.log; user {user};
events {{ worker_connections 256; }}
http {{
    access_log off; types {{ text/html html; }} default_type text/html; keepalive_requests 1000000;
    client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
"""
NGINX_STATIC = (
    NGINX_HEAD
    + """
    server {{ listen 127.0.0.1:{port}; root {folder}/page; gzip_static on; }}
}}
"""
)
# As deploy/nginx.conf, with these ports.
NGINX_BEFORE = (
    NGINX_HEAD
    + """
    proxy_cache_path cache levels=1:2 keys_zone=healthcms:50m max_size=2g inactive=7d use_temp_path=off;
    upstream healthcms {{ server 127.0.0.1:{site}; keepalive 32; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://healthcms;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_cache healthcms;
            proxy_cache_key "$host$request_uri $http_accept_encoding";
            proxy_ignore_headers Vary;
        }}
    }}
}}
"""
)
