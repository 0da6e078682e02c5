"""The site on one corpus, in the ways in which it is measured: one server for each."""

import contextlib
import gzip
import json
import re
import shutil
from pathlib import Path
from typing import Any

import brotli

from tools.bench import servers
from tools.bench.corpora import Corpus, manage
from tools.bench.load import Answer, Asked, Connection, asking
from tools.bench.servers import ROOT, Server, free_port, granian

# So little memory that a walk through all pages below finds none of them in it.
SMALL_MEMORY = 100_000
PAGES = 40
WORKERS = 4
# And the keys, which the shipped nginx hands on to nobody.
SAID_OF_ANY_FILE = set("content-type content-length content-encoding etag last-modified vary surrogate-key".split())
LOCATION = r"<loc>http://127\.0\.0\.1(/[^<]+)</loc>"


class Site:
    """One corpus with its servers, which end with `stack`."""

    def __init__(self, corpus: Corpus, stack: contextlib.ExitStack) -> None:
        self.corpus, self._stack = corpus, stack
        self.size = corpus.size
        # As it is delivered; rendering every page anew; with a memory that holds nothing; and a plain Django page.
        self.stored = self.up()
        self.rendered = self.up(PAGES_STORED="off")
        self.small = self.up(PAGES_MEMORY_BYTES=str(SMALL_MEMORY))
        self.plain = self.up("tools.bench.plain:application", PAGES_STORED="off")
        for server in (self.stored, self.rendered, self.small, self.plain):
            server.wait()
        self.maps = self._site_maps()
        self.paths = self._article_paths()
        self._relate()
        self.path = self.paths[0]

    def up(
        self,
        application: str = "healthcms.wsgi:application",
        *,
        workers: int = 1,
        stack: contextlib.ExitStack | None = None,
        **different: str,
    ) -> Server:
        environment = self.corpus.environment | different
        server = granian(
            application, port=free_port(), environment=environment, folder=self.corpus.folder, workers=workers
        )
        (stack or self._stack).callback(server.stop)
        return server

    def choose(self, like: int | None) -> int:
        """Measure the article whose bytes are nearest to `like`, so that sites differ by their size alone."""
        asker = Connection(self.stored.port)
        sizes = {path: len(asker.get(path).body) for path in self.paths}
        like = like or sorted(sizes.values())[len(sizes) // 2]
        self.path = min(sizes, key=lambda path: abs(sizes[path] - like))
        return sizes[self.path]

    def asked(self, server: Server, *paths: str, status: int = 200, **details: str) -> Asked:
        return Asked(server, [asking(server.port, path, **details) for path in paths], status)

    def hubs(self) -> dict[str, str]:
        """The addresses of a topic and of a person, as the article names them."""
        article = plain(Connection(self.stored.port).get(self.path)).decode()
        return {name: _first(rf'href="(/{name}s/[-\w]+/)"', article) for name in ("topic", "expert")}

    def _site_maps(self) -> list[str]:
        index = plain(Connection(self.stored.port).get("/sitemap.xml")).decode()
        return [path for path in re.findall(LOCATION, index) if "articles" in path]

    def _article_paths(self) -> list[str]:
        asker = Connection(self.stored.port)
        found: list[str] = []
        for leaf in self.maps:
            found += re.findall(LOCATION, plain(asker.get(leaf)).decode())
            if len(found) >= PAGES:
                return found[:PAGES]
        raise RuntimeError(f"The site map names {len(found)} articles only.")

    def _relate(self) -> None:
        """Give the articles that are measured their neighbors; to find those of all would take longest of all."""
        slugs = [path.split("/")[2] for path in self.paths]
        manage(self.corpus.environment, "shell", "-v", "0", "-c", f"{RELATE}relate_all({slugs!r})")


def plain(answer: Answer) -> bytes:
    encoding = answer.headers.get("content-encoding", "")
    return {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding, bytes)(answer.body)


def nginx(configuration: str, path: str, *, folder: Path, stack: contextlib.ExitStack, **words: Any) -> Server | None:
    """An nginx that answers `path`; nothing where none is installed."""
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        return None
    port = free_port()
    server = servers.nginx(configuration.format(port=port, folder=folder, **words), port=port, folder=folder)
    stack.callback(server.stop)
    server.wait(path)
    return server


def shipped_nginx() -> str:
    """deploy/nginx.conf as it is, but for its ports and folders."""
    text = (ROOT / "deploy" / "nginx.conf").read_text().replace("{", "{{").replace("}", "}}")
    for told, here in (
        ("127.0.0.1:8000", "127.0.0.1:{site}"),
        ("listen 8080", "listen 127.0.0.1:{port}"),
        ("/var/cache/nginx/", ""),
        ("/var/log/nginx/", ""),
    ):
        text = text.replace(told, here)
    return f"{NGINX_HEAD}{text}}}}}\n"


def said_by_nginx(page: Path) -> str:
    """What a file needs to leave as our page does: its headers, but for those that nginx says of any file by itself."""
    headers = json.loads((page / "headers.json").read_text())
    return " ".join(f'add_header {name} "{value}";' for name, value in headers if name not in SAID_OF_ANY_FILE)


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    if not found:
        raise RuntimeError(f"There is no {pattern} in the page.")
    return found[1]


RELATE = """
from articles.editorial.relating import relate
from articles.models import Publication
def relate_all(slugs):
    for publication in Publication.objects.live().with_standing().filter(slug__in=slugs):
        relate(publication)
"""
NGINX_HEAD = """
worker_processes 1; daemon off; pid nginx.pid; error_log error.log; user root;
events {{ worker_connections 256; }}
http {{
    access_log off; types {{ text/html html; }} default_type text/html; keepalive_requests 1000000;
    client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
"""
NGINX_BARE = (
    NGINX_HEAD
    + """
    server {{ listen 127.0.0.1:{port}; root {folder}/page; gzip_static on; }}
}}
"""
)
NGINX_STATIC = (
    NGINX_HEAD
    + """
    server {{
        listen 127.0.0.1:{port}; root {folder}/page; gzip_static on; gzip_vary on; charset utf-8;
        {headers}
    }}
}}
"""
)
