"""How a public answer leaves: rendered without a request, with validators, compressed, and cacheable by anyone."""

import gzip
import hashlib
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

FRESH_SECONDS = 60
STALE_SECONDS = 30
# Below this, in bytes, an answer fits into one packet as it is.
WORTH_COMPRESSING = 1000
_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?!;\s*q=0(?:\.0*)?\s*(?:,|$))(?:;[^,]*)?(?:,|$)", re.IGNORECASE)


def page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
    modified: datetime | None = None,
    keys: Iterable[str] = (),
) -> HttpResponse:
    """Answer with a page. It is rendered without the request, so it cannot know a user, a session or a cookie."""
    html = render_to_string(template, {"site_name": settings.SITE_NAME, **context})
    return answer(request, html, status=status, modified=modified, keys=keys)


def answer(
    request: HttpRequest,
    body: str,
    *,
    content_type: str = "text/html; charset=utf-8",
    status: int = 200,
    modified: datetime | None = None,
    keys: Iterable[str] = (),
) -> HttpResponse:
    """Answer with `body`, or with 304 if the asker has exactly these bytes.

    Only the ETag is a validator. A page loses its badge when a day ends, or a card when its article is withdrawn, and
    no date of change tells that; so If-Modified-Since alone is answered in full, and Last-Modified is information.

    It is compressed for whoever takes that. No public answer holds a secret that its length could give away.
    """
    content = body.encode()
    tag = hashlib.sha256(content).hexdigest()
    is_compressed = len(content) > WORTH_COMPRESSING and bool(_GZIP.search(request.headers.get("Accept-Encoding", "")))
    if is_compressed:
        # Other bytes need another strong validator.
        content, tag = gzip.compress(content, compresslevel=6, mtime=0), f"{tag}-gzip"
    etag = quote_etag(tag)
    response = HttpResponse(content, content_type=content_type, status=status)
    if is_compressed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = freshness(timezone.now())
    if modified:
        response.headers["Last-Modified"] = http_date(modified.timestamp())
    if keys:
        response.headers["Surrogate-Key"] = " ".join(keys)
    if status == 200 and "If-None-Match" in request.headers:
        return get_conditional_response(request, etag=etag, response=response) or response
    return response


def freshness(now: datetime) -> str:
    """Return a Cache-Control that no badge can outlive: a review runs out at midnight, and so do all copies."""
    midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    seconds_left = int((midnight - now).total_seconds())
    fresh = min(FRESH_SECONDS, seconds_left)
    stale = min(STALE_SECONDS, seconds_left - fresh)
    return f"public, max-age={fresh}, stale-while-revalidate={stale}"


def absolute(path: str) -> str:
    """Return the public address of `path`. Never built from the Host header: shared caches would keep a forged one."""
    return f"{settings.SITE_URL}{path}"
