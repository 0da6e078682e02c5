"""Each request has an id, in its answer and in all its log lines: that of the proxy in front, or a new one."""

import re
from collections.abc import Callable
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

from articles.pages.building import BUILDING
from healthcms.logs import request_id

HEADER = "X-Request-ID"
# Anybody can send one, and it goes into our logs: short, and nothing that could end a line or begin a field.
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}", re.ASCII)


class NameRequests:
    """The outermost middleware, so that no page is stored with the id of the one who first asked for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if BUILDING in request.META:
            return self.get_response(request)  # Nobody asked; the lines belong to whoever has it built.
        sent = request.headers.get(HEADER, "")
        name = sent if _WELL_FORMED.fullmatch(sent) else uuid4().hex
        # It stays until this thread begins its next request: Django writes its last line after all middleware.
        request_id.set(name)
        response = self.get_response(request)
        response.headers[HEADER] = name
        return response
