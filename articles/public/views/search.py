"""Search: the page of results, suggestions while somebody types, and the description that browsers add a search by.

Four queries at the most: the topics, the pages that answer, and then either their topics and rows, or what was meant.
"""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from articles.public import crumbs, results
from articles.public.delivery import absolute, answer, page


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    found = results.of(request.GET)
    context = {
        "found": found,
        "typed": found.typed,
        "crumbs": [crumbs.home()],
        "section": "search",
        # The form is a page worth finding; what somebody typed into it is none.
        "canonical": "" if request.GET else absolute(request.path),
    }
    return page(request, "search/search.html", context, keys=["articles", "topics"])


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Topics and titles that what is typed may become, as a plain JSON list."""
    names = results.suggested(request.GET.get("q", ""))
    return answer(request, json.dumps(names), content_type="application/json", keys=["articles", "topics"])


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    context = {"site_name": settings.SITE_NAME, "address": absolute("/search/")}
    body = render_to_string("search/opensearch.xml", context)
    return answer(request, body, content_type="application/opensearchdescription+xml")
