"""Readers' questions that no stored page answers go to a replica, if DATABASE_REPLICA_URL names one.

That is a search, a narrowed or continued list, a page of the API, a picture: a GET by somebody without a session.
Everything else goes to the primary: who is logged in sees their own writes, and a page that will be stored is rendered
from where its generation was read. A replica that has not yet heard of the newest decision is not asked at all, so
nobody is shown by a replica what a decision has taken away.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.http import HttpRequest, HttpResponse

from articles.models import PageGeneration
from articles.pages import generation

PRIMARY, REPLICA = "default", "replica"
_asks_replica: ContextVar[bool] = ContextVar("asks_replica", default=False)
# The first part of the address, after that of the language. Forms and previews are not for a replica.
_READING = re.compile(r"(?:/[a-z]{2,3}(?:-[a-z0-9]+)*)?/(?:articles|topics|experts|search|api|media)(?:/|$)", re.ASCII)
_WRITING = re.compile(r"/report/")


class Replicas:
    """Django asks it for every query."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        # Within a transaction everything is read where it is written.
        return REPLICA if _asks_replica.get() and not connections[PRIMARY].in_atomic_block else PRIMARY

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == PRIMARY


class ReadFromReplica:
    """Decides for a whole request, so that all it shows is of one moment as far as one database can tell."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if REPLICA not in connections.settings or not is_for_replica(request) or not has_caught_up():
            return self.get_response(request)
        token = _asks_replica.set(True)
        try:
            return self.get_response(request)
        finally:
            _asks_replica.reset(token)


def is_for_replica(request: HttpRequest) -> bool:
    is_reader = request.method in ("GET", "HEAD") and not request.COOKIES and "Authorization" not in request.headers
    is_never_stored = bool(request.META.get("QUERY_STRING")) or request.path_info.startswith("/media/")
    return (
        is_reader
        and (is_never_stored or not settings.PAGES_STORED)
        and "preview" not in request.GET
        and bool(_READING.match(request.path_info))
        and not _WRITING.search(request.path_info)
    )


def has_caught_up() -> bool:
    """Whether the replica knows every decision that this host knows of. One that is away knows none."""
    try:
        told = PageGeneration.objects.using(REPLICA).filter(pk=1).values_list("number", flat=True).first()
    except DatabaseError:
        return False
    return (told or 0) >= generation.shared().value
