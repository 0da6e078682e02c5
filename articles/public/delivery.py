"""How a public answer leaves: rendered without a request, with validators, compressed, and cacheable by anyone."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from articles.pages.encoding import QUICK, best_of, encoded
from articles.pages.freshness import freshness
from articles.pages.storing import Rendered
from articles.pages.validators import validator
from articles.public import languages
from articles.templating.rendering import render

# Below this, in bytes, an answer fits into one packet as it is.
WORTH_COMPRESSING = 1000


class PublicAnswer(HttpResponse):
    """An answer that is the same for everybody, with what is stored of it, if it may be stored."""

    rendered: Rendered | None = None


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    modified: datetime | None = None,
    keys: Iterable[str] = (),
    until: datetime | None = None,
    language: str = "",
    effort: dict[str, int] = QUICK,
) -> HttpResponse:
    """Answer with a page. It is rendered without the request, so it cannot know a user, a session or a cookie.

    Its words are in the language that is active. `language` is that of the text it is about, if it may be another.
    """
    spoken = languages.everywhere(request.resolver_match)
    shared = {"site_name": settings.SITE_NAME, "languages": spoken}
    if languages.is_one_of(spoken, request.path) and context.get("canonical") == absolute(request.path):
        shared["alternates"] = [*spoken, *languages.for_anybody(spoken)]
    html = render(template, {**shared, **context})
    response = answer(request, html, status=status, modified=modified, keys=keys, until=until, effort=effort)
    response.headers["Content-Language"] = language or languages.of_interface()
    return response


def answer(
    request: HttpRequest,
    body: str,
    *,
    content_type: str = "text/html; charset=utf-8",
    status: int = 200,
    modified: datetime | None = None,
    keys: Iterable[str] = (),
    until: datetime | None = None,
    effort: dict[str, int] = QUICK,
) -> HttpResponse:
    """Answer with `body`, or with 304 if the asker has exactly these bytes.

    Only the ETag is a validator. A page loses its badge when a day ends, or a card when its article is withdrawn, and
    no date of change tells that; so If-Modified-Since alone is answered in full, and Last-Modified is information.

    `keys` name what the answer shows (articles/pages/keys.py): if there are any, it is stored for the next readers
    until one of them is dropped or `until` comes, the next moment at which the clock makes it another page. Where
    nobody worked that out it is the next midnight, as no review changes its state at another time.

    It is compressed for whoever takes that, as well as `effort` says (articles/pages/encoding.py). No public answer
    holds a secret that its length could give away.
    """
    keys, until = sorted(set(keys)), until or next_midnight(timezone.now())
    uncompressed = body.encode()
    tag = hashlib.sha256(uncompressed).hexdigest()
    is_worth_it = len(uncompressed) > WORTH_COMPRESSING
    encoding = best_of(request.headers.get("Accept-Encoding", "")) if is_worth_it else ""
    content = encoded(uncompressed, encoding, effort=effort)
    etag = validator(tag, " ".join(keys), encoding, content)
    response = PublicAnswer(content, content_type=content_type, status=status)
    if keys and status == 200:
        response.rendered = Rendered(body=uncompressed, tag=tag, keys=keys, valid_until=until)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = freshness((until - timezone.now()).total_seconds())
    if modified:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    if keys:
        response.headers["Surrogate-Key"] = " ".join(keys)
    if status == 200 and "If-None-Match" in request.headers:
        return get_conditional_response(request, etag=etag, response=response) or response
    return response


def next_midnight(now: datetime) -> datetime:
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def absolute(path: str) -> str:
    """Return the public address of `path`. Never built from the Host header: shared caches would keep a forged one."""
    return f"{settings.SITE_URL}{path}"
