"""What stands in front of Django: a page that is ready leaves without Django being asked.

    path -> bytes in this process's memory, else one query for the encoding asked for, else Django.

Whatever is not plainly a reader asking for a page goes on to Django: another method, a query, a cookie, an unknown
host, a plain connection where TLS is required. So nothing here decides anything; it only spares the work.
"""

from collections.abc import Callable, Iterable
from time import time
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.http.request import split_domain_port, validate_host

from articles.pages.encoding import best_of
from articles.pages.layout import layout
from articles.pages.memory import Memory, Ready
from articles.pages.tally import EDGE_200, EDGE_304, numbers

REMEMBERED = 200


class Edge:
    """A WSGI application around another one."""

    def __init__(self, application: WSGIApplication, *, seen: Callable[[WSGIEnvironment], None] | None = None) -> None:
        self._application = application
        self._memory = Memory(limit=settings.PAGES_MEMORY_BYTES)
        layout()  # It reads every template: now, and not while the first reader waits.
        self._seen = seen
        self._numbers = numbers() if settings.METRICS_TOKEN else None
        # By the words of a request: its host, if it is ours, then what it accepts, then its path.
        self._held: dict[str, dict[str, dict[str, Ready]]] = {}
        self._by_accepted: dict[str, dict[str, Ready]] = {}
        self._needs_tls = settings.SECURE_SSL_REDIRECT
        self._proxy_says = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        # In one piece, as most requests end here: each call within, and each thing it touches, is a hundredth of one.
        method = environ["REQUEST_METHOD"]
        if (
            (method != "GET" and method != "HEAD")
            or "HTTP_COOKIE" in environ
            or "HTTP_AUTHORIZATION" in environ
            or environ.get("QUERY_STRING")
            or (self._needs_tls and not self._is_secure(environ))
        ):
            return self._application(environ, start_response)
        page, memory, now = None, self._memory, time()
        # First whether what is held is true, then what is held: in between it may only become less.
        if memory.told[0] == memory.known and now < memory.poll_at:
            try:
                page = self._held[environ["HTTP_HOST"]][environ["HTTP_ACCEPT_ENCODING"]][environ["PATH_INFO"]]
            except KeyError:
                pass
        if page is not None and now < page.calm_until:
            page.used = now
        else:
            page = self._look_for(environ)
            if page is None:
                return self._application(environ, start_response)

        if "HTTP_IF_NONE_MATCH" in environ:
            asked = environ["HTTP_IF_NONE_MATCH"]
            if asked == page.etag or is_match(asked, page.etag):
                if self._numbers is not None:
                    self._numbers[EDGE_304] += 1
                start_response("304 Not Modified", page.headers_304)
                return []
        if self._numbers is not None:
            self._numbers[EDGE_200] += 1
        start_response("200 OK", page.headers)
        if method == "HEAD":
            return []
        if self._seen is not None:
            self._seen(environ)
        return [page.body]

    def _look_for(self, environ: WSGIEnvironment) -> Ready | None:
        """Return the page, if it is ready; remember the words of the request, so that the next one is found above."""
        host, accepted = environ.get("HTTP_HOST", ""), environ.get("HTTP_ACCEPT_ENCODING", "")
        if host not in self._held and not self._is_ours(host):
            return None
        encoding = best_of(accepted)
        if len(self._by_accepted) < REMEMBERED:
            self._by_accepted[accepted] = self._memory.pages[encoding]
        try:
            return self._memory.find(environ["PATH_INFO"], encoding)
        except DatabaseError:
            close_old_connections()
            return None  # Django says 503 in words, or has the page from elsewhere.

    def _is_ours(self, host: str) -> bool:
        domain, _ = split_domain_port(host)
        is_ours = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
        if is_ours and len(self._held) < REMEMBERED:
            self._held[host] = self._by_accepted
        return is_ours

    def _is_secure(self, environ: WSGIEnvironment) -> bool:
        if self._proxy_says:
            name, value = self._proxy_says
            told = environ.get(name)
            if told is not None:
                return told.split(",", 1)[0].strip() == value
        return environ.get("wsgi.url_scheme") == "https"


def is_match(asked: str, etag: str) -> bool:
    """Whether If-None-Match names the page (RFC 9110, 13.1.2): weakly, as a cache in between may have weakened it."""
    if asked == etag:
        return True
    tags = [tag.strip() for tag in asked.split(",")]
    return "*" in tags or any(tag.removeprefix("W/") == etag for tag in tags)
