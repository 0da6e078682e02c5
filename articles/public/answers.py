"""Answers to questions that were asked before. Each worker keeps some, for exactly as long as they are true.

A search may show any article, so any decision makes every answer old: an answer belongs to the generation that was
read before it was looked for (articles/pages/generation.py). What the clock alone changes is known beforehand: a review
turns at midnight, and a scheduled article begins at its hour (`ComingChange`).
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, router
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime

from articles.models import PageGeneration
from articles.models.prepared_statement import PreparedStatement
from articles.pages.encoding import best_of
from articles.pages.freshness import freshness
from articles.pages.keys import ARTICLES
from articles.public.delivery import next_midnight

MOST_BYTES = 4 * 1024 * 1024
# What a kept answer costs besides its bytes: headers, the question, the entries that lead to it.
OVERHEAD = 2000
# Nobody asks such a question twice.
LONGEST_QUESTION = 500

_MOMENT = PreparedStatement(
    "SELECT (SELECT number FROM articles_pagegeneration WHERE id = 1), "
    "(SELECT min(at) FROM articles_comingchange WHERE key = %s AND at > %s)",
    [("", ARTICLES), ("now", None)],
)


@dataclass(frozen=True)
class Moment:
    """What an answer is true of: so many decisions, and until the clock changes something."""

    generation: int
    until: datetime


def this_moment() -> Moment:
    """Ask for it before looking for anything: what is decided meanwhile is missing in the answer, and is known to be.

    One query, of the database that will be asked. It also tells, instead of Django's own check, which would be one more
    query, whether a connection that was kept open still stands.
    """
    now = timezone.now()
    connection = connections[router.db_for_read(PageGeneration)]
    connection.health_check_done = True
    try:
        number, start = _number_and_start(connection, now)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        number, start = _number_and_start(connection, now)
    if isinstance(start, str):
        start = parse_datetime(start).replace(tzinfo=UTC)
    return Moment(number or 0, min(next_midnight(now), start) if start else next_midnight(now))


def _number_and_start(connection: Any, now: datetime) -> tuple[Any, Any]:
    with connection.cursor() as cursor:
        cursor.execute(*_MOMENT.asked(connection, {"now": connection.ops.adapt_datetimefield_value(now)}))
        return cursor.fetchone()


@dataclass(frozen=True, slots=True)
class Kept:
    body: bytes
    headers: tuple[tuple[str, str], ...]
    until: datetime


class Answers:
    """Answers by question, all of one generation. Bounded; what was asked for longest ago goes first."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._generation = -1
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, question: str, moment: Moment) -> Kept | None:
        with self._lock:
            if moment.generation != self._generation:
                self._kept.clear()
                self._size = 0
                self._generation = moment.generation
            kept = self._kept.get(question)
            if kept is None or kept.until <= timezone.now():
                return None
            self._kept.move_to_end(question)
            return kept

    def keep(self, question: str, kept: Kept, moment: Moment) -> None:
        with self._lock:
            # Another thread may have heard of a decision meanwhile.
            if moment.generation == self._generation:
                self._remove(question)
                self._kept[question] = kept
                self._size += _size_of(question, kept)
                while self._size > self._limit:
                    self._remove(next(iter(self._kept)))

    def _remove(self, question: str) -> None:
        kept = self._kept.pop(question, None)
        if kept:
            self._size -= _size_of(question, kept)


answers = Answers(limit=MOST_BYTES)
View = Callable[[HttpRequest, Moment | None], HttpResponse]


def kept(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Answer from what is kept, or let `view` answer and keep that. It must look at nothing but the address.

    Where pages are not stored, no answer is, and `view` is given no moment. An address without a question is a page
    like others and is stored like them (articles/public/storing.py).
    """

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        if not settings.PAGES_STORED:
            return view(request, None)
        moment = this_moment()
        question = _question(request)
        found = answers.find(question, moment)
        if found:
            return _again(request, found)
        response = view(request, moment)
        is_worth_keeping = request.META.get("QUERY_STRING") and len(question) <= LONGEST_QUESTION
        if response.status_code == 200 and is_worth_keeping:
            answers.keep(question, Kept(response.content, tuple(response.items()), moment.until), moment)
        return response

    return answer


def _question(request: HttpRequest) -> str:
    encoding = best_of(request.headers.get("Accept-Encoding", ""))
    return f"{encoding} {request.path}?{request.META.get('QUERY_STRING', '')}"


def _again(request: HttpRequest, found: Kept) -> HttpResponse:
    response = HttpResponse(found.body, headers=dict(found.headers))
    response.headers["Cache-Control"] = freshness((found.until - timezone.now()).total_seconds())
    if "If-None-Match" in request.headers:
        return get_conditional_response(request, etag=response.headers["ETag"], response=response) or response
    return response


def _size_of(question: str, kept: Kept) -> int:
    return len(question) + len(kept.body) + OVERHEAD
