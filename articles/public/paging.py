"""Lists in leaves of twenty. An address that names no leaf is not found; it is never guessed at."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest

PER_LEAF = 20


def page_of(rows, request: HttpRequest) -> Page:
    """Return the leaf of `rows` that the request's `page` names, with its own address as `address`."""
    named = request.GET.get("page", "1")
    try:
        leaf = Paginator(rows, PER_LEAF).page(named if named.isascii() and named.isdigit() else "")
    except InvalidPage as error:
        raise Http404 from error
    leaf.address = request.path if leaf.number == 1 else f"{request.path}?page={leaf.number}"
    return leaf
