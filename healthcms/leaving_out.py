"""Headers that nginx wants to be spared: it reads all of a page that it keeps at every hit.

It names them in its request: those that it says by itself and those that it would hide (deploy/nginx.conf). It is
believed where no other cache is told of changes (`PURGE`), as such a one might keep a page without its policies.
"""

from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_IN_ENVIRON = "HTTP_X_LEAVE_OUT"


def leaving_out(application: WSGIApplication) -> WSGIApplication:
    """Return `application`, which does not say the headers that a request names, separated by commas."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if _IN_ENVIRON not in environ:
            return application(environ, start_response)
        named = {name.strip().lower() for name in environ[_IN_ENVIRON].split(",")}

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Any:
            return start_response(status, [pair for pair in headers if pair[0].lower() not in named], *failure)

        return application(environ, start)

    return answer
