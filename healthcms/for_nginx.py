"""What nginx asks of the site, as it reads all headers of a page that it keeps again at every hit (deploy/nginx.conf).

X-Leave-Out names headers that it says by itself or would hide. It is believed where no other cache is told of changes
(`PURGE`), as such a one might keep a page without its policies.

X-Accel-Expires asks for how many seconds it may keep the answer: what Cache-Control says, in a word that it reads in
an instant. What is not said to be kept, it does not keep.
"""

import re
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ASKS, LEAVE_OUT = "HTTP_X_ACCEL_EXPIRES", "HTTP_X_LEAVE_OUT"
_KEPT_BY_NOBODY = re.compile(r"no-store|no-cache|private")
_SECONDS = re.compile(r"s-maxage=(\d+)"), re.compile(r"max-age=(\d+)")


def for_nginx(application: WSGIApplication, *, is_alone: bool) -> WSGIApplication:
    """Return `application`, which says to nginx what it asks for; `is_alone` where no other cache is told."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if ASKS not in environ and LEAVE_OUT not in environ:
            return application(environ, start_response)
        left_out = environ.get(LEAVE_OUT, "") if is_alone else ""
        named = {name.strip().lower() for name in left_out.split(",")}

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            said = [pair for pair in headers if pair[0].lower() not in named]
            if ASKS in environ:
                said.append(("X-Accel-Expires", str(_kept_seconds(headers))))
            return start_response(status, said, *failure)

        return application(environ, start)

    return answer


def _kept_seconds(headers: Iterable[tuple[str, str]]) -> int:
    """How long nginx may keep the answer. It counts whole seconds and shows a copy through the last one: one less."""
    said = next((value for name, value in headers if name.lower() == "cache-control"), "")
    if _KEPT_BY_NOBODY.search(said):
        return 0
    for seconds in _SECONDS:
        if found := seconds.search(said):
            return max(0, int(found[1]) - 1)
    return 0
