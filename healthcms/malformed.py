"""Requests that cannot be read are refused with a 400 before anything stumbles over them."""

import codecs
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from healthcms import errors


class RefuseMalformedRequests:
    """Refuse texts in other encodings than UTF-8, and NUL bytes, which PostgreSQL cannot hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset")
        if charset:
            # With the sender's word still set, Django refuses "utf8", and an error page that looks at the form fails.
            request.encoding = "utf-8"
        if has_nul(request) or not is_utf8(charset or "utf-8"):
            return errors.bad_request(request)
        return self.get_response(request)


def is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False


def has_nul(request: HttpRequest) -> bool:
    return "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
