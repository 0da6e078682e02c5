"""nginx before the site: it says what the site would say.

An old page that is on its way to it while it is told of a change is gone from it a minute later.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import WaitingPurge
from articles.pages.purging import purge_waiting
from tests.delivery.hit_ratio import site_behind_nginx
from tests.delivery.nginx import SECRET, nginx

PAGE = "/articles/knees/"


class Behind(ThreadingHTTPServer):
    """A site with one page. The answer that says `held` is on its way until `may_arrive`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.says, self.held = b"old", b"old"
        self.has_left, self.may_arrive = Event(), Event()


class Answer(BaseHTTPRequestHandler):
    server: Behind

    def do_GET(self) -> None:
        said = self.server.says
        if said == self.server.held:
            self.server.has_left.set()
            self.server.may_arrive.wait(60)
        self.send_response(200)
        self.send_header("X-Accel-Expires", "3600")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def behind() -> Iterator[Behind]:
    with Behind() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


def ask(port: int) -> tuple[bytes, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", PAGE, headers={"Host": "health.example"})
        answer = connection.getresponse()
        return answer.read(), answer.headers["X-Cache"]


@pytest.mark.django_db
def test_an_old_page_that_arrives_after_the_new_one_is_replaced_a_minute_later(behind, settings, tmp_path):
    settings.PURGE_TOKEN, settings.SITE_URL = SECRET, "https://health.example"
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"
    with nginx(tmp_path, before=behind.server_port) as port:
        settings.PURGE = [f"nginx+http://127.0.0.1:{port}"]
        reader = Thread(target=ask, args=[port])
        reader.start()
        assert behind.has_left.wait(60)

        behind.says = b"new"
        WaitingPurge.objects.create(made_at=timezone.now(), keys=[], paths=[PAGE])
        assert purge_waiting.func() == 0
        assert ask(port) == (b"new", "HIT")

        # The race: what left before the change arrives after it, and may be kept for an hour.
        behind.may_arrive.set()
        reader.join()
        assert ask(port) == (b"old", "HIT")

        WaitingPurge.objects.update(again_at=timezone.now())
        call_command("purge_caches")
        assert ask(port) == (b"new", "HIT")


# A page that is kept, one that is not there, a file, a search, and those who have policies of their own.
ASKED = ("/", "/articles/nothing/", "/static/icon.svg", "/search/?q=knees", "/desk/", "/admin/login/", "/preview/x/")
# nginx hides them or says them of itself, or they differ from answer to answer.
NOT_COMPARED = {"server", "date", "connection", "x-cache", "surrogate-key", "last-modified"}
NOT_COMPARED |= {"x-request-id", "expires", "set-cookie", "content-length"}


def said_at(port: int, path: str) -> tuple[int, list[tuple[str, str]]]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        # In the last hour of a day they are what is left of it, and less a second later.
        said = [
            (name.lower(), re.sub(r"(s-maxage|stale-while-revalidate)=\d+", r"\1", value))
            for name, value in answer.getheaders()
        ]
        policies = [(name, ";".join(sorted(value.replace("; ", ";").split(";")))) for name, value in said]
        return answer.status, sorted(pair for pair in policies if pair[0] not in NOT_COMPARED)


@pytest.fixture(scope="module")
def ports() -> Iterator[tuple[int, int]]:
    """Those of a site and of the nginx before it."""
    with site_behind_nginx() as (running, port):
        yield running.port, port


@pytest.mark.parametrize("path", ASKED)
def test_every_answer_has_the_headers_that_the_site_gives_it_and_none_of_them_twice(ports, path):
    of_site, of_nginx = ports
    first, second = said_at(of_nginx, path), said_at(of_nginx, path)

    assert first == second == said_at(of_site, path)


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/", "HIT"),
        ("/feeds/articles.atom", "HIT"),
        ("/search/?q=knees", "HIT"),
        ("/static/icon.svg", "HIT"),
        ("/articles", "MISS"),
        ("/articles/nothing/", "MISS"),
        ("/desk/", "MISS"),
        ("/admin/login/", "MISS"),
        ("/preview/x/", "MISS"),
        ("/healthz", "MISS"),
    ],
)
def test_nginx_keeps_what_any_reader_may_be_shown_again_and_nothing_else(ports, path, cache):
    _, port = ports
    cache_of(port, path)

    assert cache_of(port, path) == cache


def cache_of(port: int, path: str) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        return connection.getresponse().headers["X-Cache"]
