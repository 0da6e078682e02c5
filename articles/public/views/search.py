"""Search: the page of results, suggestions while somebody types, and the description that browsers add a search by.

Four queries at the most: the moment, the pages that answer and their rows, or else what was meant and whether that is
found; and the topics, where no pages are stored or a decision has just fallen.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from articles.pages.encoding import ONCE, QUICK
from articles.public import crumbs, results
from articles.public.answers import Moment, kept
from articles.public.delivery import absolute, answer, page
from articles.public.subjects import subjects_at

# Any decision may change what a search shows.
KEYS = ("articles", "topics")


@require_safe
@kept
def search(request: HttpRequest, moment: Moment | None) -> HttpResponse:
    found = results.of(request.GET, subjects_at(moment))
    context = {
        "found": found,
        "typed": found.typed,
        "crumbs": [crumbs.home()],
        "section": "search",
        # The form is a page worth finding; what somebody typed into it is none.
        "canonical": "" if request.GET else absolute(request.path),
    }
    until = moment.until if moment else None
    effort = ONCE if request.GET else QUICK
    return page(request, "search/search.html", context, keys=KEYS, until=until, effort=effort)


@require_safe
@kept
def suggestions(request: HttpRequest, moment: Moment | None) -> HttpResponse:
    """Topics and titles that what is typed may become, as a plain JSON list."""
    names = results.suggested(request.GET.get("q", ""), subjects_at(moment))
    until = moment.until if moment else None
    body = json.dumps(names)
    return answer(request, body, content_type="application/json", keys=KEYS, until=until)


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    context = {"site_name": settings.SITE_NAME, "address": absolute("/search/")}
    body = render_to_string("search/opensearch.xml", context)
    return answer(request, body, content_type="application/opensearchdescription+xml")
