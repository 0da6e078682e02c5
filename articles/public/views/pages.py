"""Answers without a page: robots.txt, and the ledger's signed checkpoint."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.editorial import ledger
from articles.public.delivery import absolute, answer

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /desk/

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return answer(request, ROBOTS.format(sitemap=absolute("/sitemap.xml")), content_type="text/plain; charset=utf-8")


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The head of the ledger, signed. Whoever keeps one can prove any later rewriting."""
    text = json.dumps(ledger.checkpoint(), indent=2, sort_keys=True)
    return answer(request, text + "\n", content_type="application/json", keys=["ledger"])
