"""What the shipped nginx answers by itself is what the site would say: a copy for each encoding, never an old one."""

from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.delivery.nginx import SECRET, nginx

PAGE = "/articles/knees/"
DATE = "Fri, 01 May 2026 09:30:00 GMT"
KEPT = {"Cache-Control": "public, max-age=60, s-maxage=3600, stale-while-revalidate=30", "X-Accel-Expires": "3599"}
# A moment long ago, as a page cannot be kept for a time that is over when it arrives.
OVER = {"X-Accel-Expires": "@1"}


class Behind(ThreadingHTTPServer):
    """A site whose one page says in which encoding it was asked for, and what `kept` tells caches of keeping it."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.take, self.asked = "first", 0
        self.left_out: str | None = None
        self.is_asked_how_long = self.is_asked_for_news = False
        self.kept, self.is_down = KEPT, False


class Answer(BaseHTTPRequestHandler):
    server: Behind

    def do_GET(self) -> None:
        self.server.asked += 1
        if self.server.is_down:
            return
        self.server.left_out = self.headers.get("X-Leave-Out")
        self.server.is_asked_how_long = "X-Accel-Expires" in self.headers
        self.server.is_asked_for_news = "If-None-Match" in self.headers
        encoding = self.headers.get("Accept-Encoding", "")
        said = f"{self.server.take} in {encoding or 'no encoding'}".encode()
        self.send_response(200)
        for name, value in self.server.kept.items():
            self.send_header(name, value)
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("ETag", f'"{self.server.take}-{encoding}"')
        self.send_header("Last-Modified", DATE)
        self.send_header("Surrogate-Key", "article:1")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def behind() -> Iterator[Behind]:
    with Behind() as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def says_as_ever_afterwards(behind):
    yield
    behind.kept, behind.is_down = KEPT, False


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("nginx")


@pytest.fixture(scope="module")
def port(behind, folder):
    with nginx(folder, before=behind.server_port) as port:
        yield port


def ask(port, path=PAGE, **headers):
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": "health.example", **named})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, br", "br"),
        ("deflate;q=0.5, br;q=0.4", "br"),
        ("BR", "br"),
        ("gzip, deflate", "gzip"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.8, br; q=0.000", "gzip"),
        ("brotli, x-gzip", "no encoding"),
        ("gzip;q=0", "no encoding"),
        ("identity", "no encoding"),
        ("", "no encoding"),
    ],
)
def test_each_reader_gets_the_copy_in_an_encoding_they_accept(port, accepted, encoding):
    ask(port, Accept_Encoding=accepted)
    status, body, headers = ask(port, Accept_Encoding=accepted)

    assert (status, body.partition(" in ")[2], headers["X-Cache"]) == (200, encoding, "HIT")
    assert headers["Vary"] == "Accept-Encoding" and "Surrogate-Key" not in headers


def test_there_are_three_copies_of_a_page_and_a_304_is_told_from_them(port, behind):
    for accepted in ("br", "gzip", "identity"):
        ask(port, "/three/", Accept_Encoding=accepted)
    asked = behind.asked
    for accepted in ("br", "gzip, br", "gzip", "gzip, deflate", "identity", "zstd", ""):
        etag = ask(port, "/three/", Accept_Encoding=accepted)[2]["ETag"]
        status, body, headers = ask(port, "/three/", Accept_Encoding=accepted, If_None_Match=etag)
        assert (status, body, headers["ETag"]) == (304, "", etag)

    assert behind.asked == asked


def test_who_asks_by_a_date_gets_the_page_as_no_date_tells_that_its_badge_ran_out(port):
    ask(port)
    status, body, headers = ask(port, If_Modified_Since=DATE)

    assert (status, body, headers["X-Cache"]) == (200, "first in no encoding", "HIT")
    assert "Last-Modified" not in headers


def test_a_page_that_is_replaced_is_shown_at_once_though_its_file_was_open(port, behind):
    for number in range(5):
        behind.take = f"take {number}"
        ask(port, Accept_Encoding="br", X_Refresh=SECRET)

        assert [ask(port, Accept_Encoding="br")[1] for _ in range(3)] == [f"take {number} in br"] * 3


def test_the_site_is_spared_the_headers_that_nginx_says_or_hides_and_no_others(port, behind):
    headers = ask(port, "/spared/")[2]
    hidden = {"surrogate-key", "last-modified"}
    said = {name.lower() for name in headers} - {"server", "date", "connection", "content-length", "x-cache"}

    assert set(behind.left_out.split(", ")) - hidden == said - {"cache-control", "vary", "etag"}


def test_readers_are_told_what_the_site_says_of_keeping_a_page_and_not_what_nginx_goes_by(port, behind):
    headers = ask(port, "/told/")[2]

    assert behind.is_asked_how_long
    assert headers["Cache-Control"] == KEPT["Cache-Control"] and "X-Accel-Expires" not in headers


@pytest.mark.parametrize(
    "said",
    [
        {"Cache-Control": KEPT["Cache-Control"]},
        {"X-Accel-Expires": "0"},
        {"X-Accel-Expires": "3599", "Set-Cookie": "a=b"},
        {},
    ],
    ids=["an old site", "for no cache", "for one reader", "nothing"],
)
def test_what_the_site_does_not_tell_nginx_to_keep_is_not_kept(port, behind, said):
    behind.kept = said

    assert [ask(port, "/unkept/")[2]["X-Cache"] for _ in range(3)] == ["MISS"] * 3


def test_a_page_whose_time_is_over_is_never_shown_though_it_might_be_stale_and_the_site_is_down(port, behind):
    behind.kept = KEPT | OVER
    ask(port, "/over/")
    behind.take = "fresh"
    assert [ask(port, "/over/")[1] for _ in range(2)] == ["fresh in no encoding"] * 2

    behind.is_down = True
    assert ask(port, "/over/")[0] == 502


def test_a_page_whose_time_is_over_is_asked_for_in_full_as_a_304_could_not_say_that_it_must_not_be_kept(port, behind):
    behind.kept = KEPT | OVER
    for _ in range(2):
        ask(port, "/full/")

    assert not behind.is_asked_for_news


@pytest.mark.parametrize("path", ["/admin/login/", "/preview/s3cret/", "/desk/link/s3cret/"])
def test_where_nginx_says_nothing_the_site_is_spared_nothing_whoever_asks(port, behind, path):
    headers = ask(port, path, X_Leave_Out="content-security-policy")[2]

    assert behind.left_out is None and "Content-Security-Policy" not in headers


@pytest.mark.parametrize("said", [{"Cookie": "sessionid=1"}, {"Authorization": "Bearer 0"}, {"X-Refresh": SECRET}])
def test_who_is_logged_in_or_knows_the_secret_is_not_answered_from_a_copy(port, behind, said):
    ask(port, "/bypassed/")
    asked = behind.asked

    assert ask(port, "/bypassed/", **said)[2]["X-Cache"] == "BYPASS" and behind.asked == asked + 1


@pytest.mark.parametrize("said", [{"Cookie": "seen=1"}, {"X-Refresh": "another-secret"}, {"X-Refresh": ""}])
def test_whoever_else_asks_is_answered_from_the_copy(port, said):
    ask(port, "/bypassed/")

    assert ask(port, "/bypassed/", **said)[2]["X-Cache"] == "HIT"


def test_the_log_has_a_line_for_what_the_site_was_asked_and_none_for_what_nginx_answered_by_itself(port, folder):
    for _ in range(3):
        ask(port, "/logged/")

    lines = [line for line in (folder / "healthcms.log").read_text().splitlines() if "/logged/" in line]
    assert len(lines) == 1 and lines[0].endswith(" MISS")


def test_the_log_tells_no_reader_no_question_and_no_secret_of_a_preview(port, folder):
    shown, secret = ["/articles/", "/search/?q=s3cret"], ["/preview/s3cret/", "/articles/x/?a=1&preview=s3cret"]
    for path in (*shown, *secret, "/desk/link/s3cret/"):
        ask(port, path, User_Agent="Browser")

    log = (folder / "healthcms.log").read_text()
    assert " 200 GET /articles/ " in log and " 200 GET /search/ " in log
    assert not any(word in log for word in ("s3cret", "127.0.0.1", "Browser"))
