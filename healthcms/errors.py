"""Error pages that cannot fall over: a broken template ends in a plain page, never in a second error."""

import hashlib
import logging
import re
import sys
from base64 import b64encode

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import select_template
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

logger = logging.getLogger(__name__)

SENTENCES = {
    400: (_("Bad request"), _("We could not read this request.")),
    403: (_("Not allowed"), _("You may not see or do this.")),
    404: (_("Page not found"), _("There is no page at this address.")),
    429: ("Too many attempts", "Too many failed log-ins. Please wait a quarter of an hour and try again."),
    500: (_("Something went wrong"), _("The fault is ours. Please try again in a few minutes.")),
    503: (_("We will be back in a moment"), _("The site cannot be read just now. Please try again in a few minutes.")),
}

RETRY_SECONDS = 60

OWN_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)

PLAIN_PAGE = """<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body><main><h1>{title}</h1><p>{sentence}</p><p><a href="/">{link}</a></p></main></body>
</html>
"""


def plain_page(status: int) -> str:
    title, sentence = map(gettext, SENTENCES[status])
    return PLAIN_PAGE.format(
        language=get_language(), title=title, sentence=sentence, link=gettext("Go to the front page")
    )


def error_page(status: int) -> HttpResponse:
    """Answer with templates/<status>.html, rendered without a request: no user, no session, no cookie.

    The pages for our own faults stand alone, without a tag that could fail, so there is one for each language.
    """
    title, sentence = map(gettext, SENTENCES[status])
    context = {"status": status, "title": title, "sentence": sentence, "site_name": settings.SITE_NAME}
    try:
        html = select_template([f"{status}.{get_language()}.html", f"{status}.html"]).render(context)
    except Exception:
        logger.exception("The page for error %s could not be rendered.", status)
        html = plain_page(status)
    response = HttpResponse(html, status=status, headers={"Cache-Control": "no-store"})
    style = OWN_STYLE.search(html)
    if style:
        # The pages that stand alone bring their style along, and the policy lets in exactly these letters.
        digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        # What the decorator `csp_update` does to the answer of a view.
        vars(response)["_csp_update"] = {"style-src": [f"'sha256-{digest}'"]}
    return response


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
    return HttpResponse(plain_page(429), status=429, headers={"Cache-Control": "no-store"})
