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
        if not is_utf8(request.content_params.get("charset", "utf-8")) or has_nul(request):
            # With the sender's encoding still set, even an error page would fail when it looks at the form.
            request.encoding = None
            return errors.bad_request(request)
        return self.get_response(request)


def is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False


def has_nul(request: HttpRequest) -> bool:
    return "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "")
