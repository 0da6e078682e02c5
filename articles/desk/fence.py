"""A browser that was given one review by a link gets that review, and 403 from everything else of desk and admin."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve

from articles.desk import grants

# Public pages are not looked at: they must not even ask whether there is a session.
FENCED = ("/desk/", "/admin/")
# Where people type at length; what stood there is shown again when it can no longer be sent.
TYPED = ("note", "conflict", "body", "suggestion", "more")


class KeepGrantsToTheirReview:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(FENCED) or not grants.is_held(request):
            return self.get_response(request)
        view, is_alive = view_at(request.path_info), grants.of(request) is not None
        if getattr(view, "needs_no_grant", False):
            return self.get_response(request)
        if getattr(view, "is_open_to_grants", False):
            return self.get_response(request) if is_alive else ended(request)
        if is_alive:
            return refused(request, "desk/link_elsewhere.html")
        grants.end(request)
        return self.get_response(request)


def view_at(path: str) -> Any:
    try:
        return resolve(path).func
    except Resolver404:
        return None


def ended(request: HttpRequest) -> HttpResponse:
    """Say that the time is over or the review closed, and show what was typed, so that it can be copied.

    What is over stays noted: a script of the page may ask before the reviewer does, who must still get this answer.
    """
    kept = [text for name in TYPED if (text := request.POST.get(name, "").strip())]
    return refused(request, "desk/link_ended.html", {"kept": kept})


def refused(request: HttpRequest, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
    response = render(request, template, context, status=403)
    response.headers["Cache-Control"] = "no-store"
    return response
