"""A frozen version as readers would see it, for those who may look before readers do."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from articles.models import Publication, Version
from articles.models.standing import UNREVIEWED, Standing
from articles.public.views.article import credits_of, crumbs_to


def shown(version: Version, standing: Standing = UNREVIEWED) -> dict[str, Any]:
    """What the public templates need to show this version. Before it is live it claims no review: that is to decide."""
    return {
        "version": version,
        "content": version.content,
        "standing": standing,
        "credits": credits_of(version.content["bylines"], standing),
        "crumbs": crumbs_to(Publication(version=version)),
        "coming": {"changed_on": version.made_at},
        "site_name": settings.SITE_NAME,
    }


def preview(version: Version, *, back_to: str = "", widths: str = "") -> HttpResponse:
    """Answer with the page of `version`, marked as a preview. No cache keeps it and no search engine lists it."""
    context = {**shown(version), "back_to": back_to, "widths": widths}
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(render_to_string("desk/preview.html", context), headers=headers)
