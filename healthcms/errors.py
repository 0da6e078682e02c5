"""Error pages that cannot fall over: a broken template ends in a plain page, never in a second error."""

import logging
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

logger = logging.getLogger(__name__)

SENTENCES = {
    400: ("Bad request", "We could not read this request."),
    403: ("Not allowed", "You may not see or do this."),
    404: ("Page not found", "There is no page at this address."),
    429: ("Too many attempts", "Too many failed log-ins. Please wait a quarter of an hour and try again."),
    500: ("Something went wrong", "The fault is ours. Please try again in a few minutes."),
    503: ("We will be back in a moment", "The site cannot be read just now. Please try again in a few minutes."),
}

RETRY_SECONDS = 60

PLAIN_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{sentence}</p><p><a href="/">Go to the front page</a></p></main></body>
</html>
"""


def error_page(status: int) -> HttpResponse:
    """Answer with templates/<status>.html, rendered without a request: no user, no session, no cookie."""
    title, sentence = SENTENCES[status]
    context = {"status": status, "title": title, "sentence": sentence, "site_name": settings.SITE_NAME}
    try:
        html = get_template(f"{status}.html").render(context)
    except Exception:
        logger.exception("The page for error %s could not be rendered.", status)
        html = PLAIN_PAGE.format(title=title, sentence=sentence)
    return HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A database that is away comes back: readers, caches and search engines are told to ask again."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = error_page(503)
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return error_page(500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(403)


def locked_out(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """Axes asks for this answer; the plain page is enough for it."""
    title, sentence = SENTENCES[429]
    return HttpResponse(
        PLAIN_PAGE.format(title=title, sentence=sentence), status=429, headers={"Cache-Control": "no-store"}
    )
