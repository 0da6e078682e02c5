"""Answers without a page: robots.txt, the ledger's signed checkpoint, and the program that checks saved pages."""

import json

from django.conf import settings
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
def verifier(request: HttpRequest) -> HttpResponse:
    """The very file of this release: whoever was given a receipt need not look for what reads it."""
    program = (settings.BASE_DIR / "tools" / "verify_receipt.py").read_text(encoding="utf-8")
    response = answer(request, program, content_type="text/x-python; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="verify_receipt.py"'
    return response


@require_safe
def checkpoint(request: HttpRequest) -> HttpResponse:
    """The head of the ledger, signed. Whoever keeps one can prove any later rewriting."""
    text = json.dumps(ledger.checkpoint(), indent=2, sort_keys=True)
    return answer(request, text + "\n", content_type="application/json", keys=["ledger"])
