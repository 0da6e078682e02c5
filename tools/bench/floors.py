"""The least that a server could do: WSGI functions for the same server. BENCH_PAGE names the page that they send."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Start = Callable[[str, list[tuple[str, str]]], Any]


def hello(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    start_response("200 OK", _HELLO)
    return [b"hello"]


def page(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    """The very bytes and headers with which the site answers."""
    start_response("200 OK", _HEADERS)
    return [_BODY]


_HELLO = [("Content-Type", "text/plain"), ("Content-Length", "5")]
_FOLDER = os.environ.get("BENCH_PAGE", "")
_BODY = (Path(_FOLDER) / "page.br").read_bytes() if _FOLDER else b""
_HEADERS = [tuple(pair) for pair in json.loads((Path(_FOLDER) / "headers.json").read_text())] if _FOLDER else []
