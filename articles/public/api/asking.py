"""What may be asked, and how a list goes on: the parameters of the table and no others, and never a count of rows."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt

from articles.evidence.identifiers import normalise_doi, normalise_pmid, normalise_url
from articles.public.api.table import ENDPOINTS, MOST
from articles.public.delivery import absolute, answer

FEW = 20
SOURCES = {"doi": normalise_doi, "pmid": normalise_pmid, "url": normalise_url}
OFFERED = {endpoint.name: {parameter.name for parameter in endpoint.parameters} for endpoint in ENDPOINTS}


class Refused(Exception):
    """An answer other than 200, with a sentence."""

    def __init__(self, status: int, sentence: str, **more: str):
        super().__init__(sentence)
        self.status, self.body = status, {"error": sentence, **more}


@dataclass(frozen=True)
class Answer:
    body: Any
    keys: Iterable[str] = ()
    modified: datetime | None = None


def endpoint(name: str) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """Make a view of a function that answers for the address `name` of the table, or raises `Refused`."""

    def decorate(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def respond(request: HttpRequest, **named: Any) -> HttpResponse:
            try:
                if request.method not in ("GET", "HEAD"):
                    raise Refused(405, "The API is read-only: ask with GET.")
                require_offered(request, name)
                found = view(request, **named)
            except Refused as refused:
                return as_json(request, Answer(refused.body), status=refused.status)
            return as_json(request, found)

        # Nothing is ever changed here, so a POST needs no token to be refused.
        return csrf_exempt(respond)

    return decorate


def as_json(request: HttpRequest, found: Answer, *, status: int = 200) -> HttpResponse:
    text = json.dumps(found.body, ensure_ascii=False, indent=2) + "\n"
    response = answer(
        request, text, content_type="application/json", status=status, modified=found.modified, keys=found.keys
    )
    # Anybody's page may read it: it is public, and no cookie goes with it.
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    if status == 405:
        response.headers["Allow"] = "GET, HEAD"
    return response


def require_offered(request: HttpRequest, name: str) -> None:
    """A misspelled filter must not answer with everything."""
    unknown = sorted(set(request.GET) - OFFERED.get(name, set()))
    if unknown:
        offered = ", ".join(sorted(OFFERED.get(name, set()))) or "nothing"
        raise Refused(400, f"There is no parameter “{unknown[0][:40]}” here; offered: {offered}.")


def limit_of(request: HttpRequest) -> int:
    named = request.GET.get("limit", str(FEW))
    if not (named.isascii() and named.isdigit() and len(named) < 4 and 1 <= int(named) <= MOST):
        raise Refused(400, f"limit is a number from 1 to {MOST}.")
    return int(named)


def day_of(request: HttpRequest, name: str) -> date | None:
    named = request.GET.get(name)
    if named is None:
        return None
    return parsed_day(named, f"{name} is a day, such as 2026-09-14.")


def source_of(named: str) -> tuple[str, str]:
    """What a source is asked for by: the kind of identifier, and the identifier in the form in which we keep it."""
    scheme, colon, identifier = named.partition(":")
    if not colon or scheme not in SOURCES:
        raise Refused(400, "source is doi:, pmid: or url:, followed by the identifier, such as doi:10.1000/182.")
    try:
        return scheme, SOURCES[scheme](identifier)
    except ValueError as error:
        raise Refused(400, str(error)) from error


def parsed_day(named: str, sentence: str) -> date:
    try:
        if len(named) != 10 or not named.isascii():
            raise ValueError
        return date.fromisoformat(named)
    except ValueError as error:
        raise Refused(400, sentence) from error


def listed(request: HttpRequest, rows: list[Any], *, after: str | None) -> dict[str, Any]:
    """Return the body of a list; `after` says where to go on, if there is more."""
    asked = {key: value for key, value in request.GET.items() if key != "after"}
    following = absolute(f"{request.path}?{urlencode({**asked, 'after': after})}") if after else None
    return {"data": rows, "next": following}
