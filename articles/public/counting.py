"""Count how often articles, topics, people's profiles and the front page are read, if the site wants to know.

Off unless COUNT_PAGE_VIEWS is on. What is kept is a day, a path and a number: no cookie, no address, no browser, and
nothing from which one reader's way through the site could be told. Counts wait in memory and are written together, so
a process that is killed loses those of half a minute; that is meant to be cheap, not exact.
"""

import atexit
import logging
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, close_old_connections, connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles.editorial.page_views import add_views

WRITE_AFTER_SECONDS = 30
WRITE_AFTER_VIEWS = 200
LONGEST_PATH = 200  # As long as the column.

logger = logging.getLogger(__name__)
_PAGE = re.compile(r"(?:/[a-z]{2,3}(?:-[a-z0-9]+)*)?/(?:(?:articles|topics|experts)/[-\w]+/)?", re.ASCII)
# Programs that say what they are. Their name is looked at and forgotten.
_PROGRAM = re.compile(
    r"bot\b|bot[/;_-]|crawl|spider|slurp|archiv|preview|monitor|uptime|lighthouse|headless|facebookexternalhit|"
    r"curl/|wget/|python|go-http|java/|okhttp|libwww|scrapy|feed",
    re.IGNORECASE,
)


class Waiting:
    """Counts of this process that are not written yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._start()

    def _start(self) -> None:
        self._counts: Counter[tuple[date, str]] = Counter()
        self._views, self._since = 0, time.monotonic()

    def add(self, path: str) -> bool:
        """Count one view; say whether it is time to write."""
        with self._lock:
            if not self._views:
                self._since = time.monotonic()
            self._counts[timezone.now().date(), path] += 1
            self._views += 1
            return self._views >= WRITE_AFTER_VIEWS or time.monotonic() - self._since >= WRITE_AFTER_SECONDS

    def taken(self) -> Counter[tuple[date, str]]:
        """Hand the counts over, and begin anew."""
        with self._lock:
            counts = self._counts
            self._start()
            return counts


waiting = Waiting()


def seen(path: str) -> None:
    """Count one view of the page at `path`, if it is one that is counted. For whatever answers readers."""
    if _PAGE.fullmatch(path) and len(path) <= LONGEST_PATH and waiting.add(path):
        write()


def seen_in(environ: Mapping[str, Any]) -> None:
    """Count the page that was asked for in a WSGI environment and answered with 200, if a reader asked."""
    if is_reader(environ):
        seen(environ["PATH_INFO"])


def write() -> None:
    """Write what waits. A database that is away costs these counts, and never a page."""
    counts = waiting.taken()
    if not counts:
        return
    if not connection.in_atomic_block:
        # Whoever calls may be outside of Django's care for its connections.
        close_old_connections()
    try:
        add_views(counts)
    except DatabaseError as error:
        logger.warning("%s page views were not counted (%s).", counts.total(), type(error).__name__)


def is_reader(headers: Mapping[str, Any]) -> bool:
    """Whether somebody reads: no program that says so, no page that is only fetched ahead, nobody who works here.

    `headers` are named as in a WSGI environment. Readers have no cookie of ours; who is logged in has.
    """
    ahead = " ".join(headers.get(name, "") for name in ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ")).lower()
    agent = headers.get("HTTP_USER_AGENT", "")
    is_staff = f"{settings.SESSION_COOKIE_NAME}=" in headers.get("HTTP_COOKIE", "")
    return bool(agent) and "pre" not in ahead and not is_staff and not _PROGRAM.search(agent)


class CountPageViews:
    """Counts what Django itself answered; where counting is off, there is no such middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not settings.COUNT_PAGE_VIEWS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        atexit.register(write)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200:
            seen_in(request.META)
        return response
