"""What stands in front of Django: a page that is ready leaves without Django being asked.

    path -> bytes in this process's memory, else one query for the encoding asked for, else Django.

Whatever is not plainly a reader asking for a page goes on to Django: another method, a query, a cookie, an unknown
host, a plain connection where TLS is required. So nothing here decides anything; it only spares the work.
"""

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.http.request import split_domain_port, validate_host

from articles.pages.encoding import best_of
from articles.pages.layout import layout
from articles.pages.memory import Memory
from articles.pages.tally import EDGE_200, EDGE_304, numbers

REMEMBERED = 200
_READING = frozenset({"GET", "HEAD"})


class Edge:
    """A WSGI application around another one."""

    def __init__(self, application: WSGIApplication, *, seen: Callable[[WSGIEnvironment], None] | None = None) -> None:
        self._application = application
        self._find = Memory(limit=settings.PAGES_MEMORY_BYTES).find
        layout()  # It reads every template: now, and not while the first reader waits.
        self._seen = seen
        self._numbers = numbers()
        self._hosts: dict[str, bool] = {}
        self._encodings: dict[str, str] = {}
        self._needs_tls = settings.SECURE_SSL_REDIRECT
        self._proxy_says = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # In one piece and in this order, as most requests end here: each call within would cost a tenth of it.
        method = environ["REQUEST_METHOD"]
        if method not in _READING or "HTTP_COOKIE" in environ or "HTTP_AUTHORIZATION" in environ:
            return self._application(environ, start_response)
        told = environ.get
        try:
            is_ours = self._hosts[host := told("HTTP_HOST", "")]
        except KeyError:
            is_ours = self._know_host(host)
        if told("QUERY_STRING") or not is_ours or (self._needs_tls and not self._is_secure(environ)):
            return self._application(environ, start_response)
        try:
            encoding = self._encodings[accepted := told("HTTP_ACCEPT_ENCODING", "")]
        except KeyError:
            encoding = self._know_encoding(accepted)
        try:
            page = self._find(environ["PATH_INFO"], encoding)
        except DatabaseError:
            close_old_connections()
            page = None  # Django says 503 in words, or has the page from elsewhere.
        if page is None:
            return self._application(environ, start_response)

        asked = told("HTTP_IF_NONE_MATCH")
        if asked is not None and is_match(asked, page.etag):
            self._numbers[EDGE_304] += 1
            start_response("304 Not Modified", page.headers_304)
            return []
        self._numbers[EDGE_200] += 1
        start_response("200 OK", page.headers)
        if method != "GET":
            return []
        if self._seen is not None:
            self._seen(environ)
        return [page.body]

    def _is_secure(self, environ: WSGIEnvironment) -> bool:
        if self._proxy_says:
            name, value = self._proxy_says
            told = environ.get(name)
            if told is not None:
                return told.split(",", 1)[0].strip() == value
        return environ.get("wsgi.url_scheme") == "https"

    def _know_host(self, host: str) -> bool:
        domain, _ = split_domain_port(host)
        is_ours = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
        if len(self._hosts) < REMEMBERED:
            self._hosts[host] = is_ours
        return is_ours

    def _know_encoding(self, accepted: str) -> str:
        encoding = best_of(accepted)
        if len(self._encodings) < REMEMBERED:
            self._encodings[accepted] = encoding
        return encoding


def is_match(asked: str, etag: str) -> bool:
    """Whether If-None-Match names the page (RFC 9110, 13.1.2): weakly, as a cache in between may have weakened it."""
    if asked == etag:
        return True
    tags = [tag.strip() for tag in asked.split(",")]
    return "*" in tags or any(tag.removeprefix("W/") == etag for tag in tags)
