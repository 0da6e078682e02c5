"""The same article as a plain Django site would show it: read from its rows on every request, with no copy of anything.

It has the site's middleware and templates, which Django renders. Less is done than such a site must do: nothing is
sanitized, nothing numbered, no badge proved.
"""

import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "healthcms.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import get_object_or_404  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402
from django.urls import path, reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.editorial.snapshot import SCHEMA  # noqa: E402
from articles.evidence.ama import reference_html  # noqa: E402
from articles.models import Article, Publication, Standing  # noqa: E402
from articles.models.standing import UNREVIEWED, state_on  # noqa: E402
from articles.public import languages, social, structured_data  # noqa: E402
from articles.public.delivery import absolute, answer  # noqa: E402
from articles.public.views.article import credits_of, crumbs_to  # noqa: E402
from healthcms import urls  # noqa: E402

PEOPLE = ("expert__affiliations", "expert__credentials", "expert__disclosures")
CARDS = 4


def article(request: HttpRequest, slug: str) -> HttpResponse:
    draft = get_object_or_404(Article.objects.select_related("hero", "main_topic"), slug=slug)
    live = get_object_or_404(draft.publications.live().select_related("review"))
    live.version = draft.latest_version
    content = live.version.__dict__["content"] = _content(draft)
    standing = _standing(live)
    near = Publication.objects.live().select_related("review").in_topics([draft.main_topic]).exclude(pk=live.pk)
    context = {
        "publication": live,
        "content": content,
        "standing": standing,
        "credits": credits_of(content["bylines"], standing),
        "crumbs": crumbs_to(live),
        "canonical": absolute(live.get_absolute_url()),
        "version_count": draft.versions.count(),
        "section": "articles",
        "related": [(other, _standing(other)) for other in near[:CARDS]],
        "social": social.of_article(live, standing),
        "structured_data": structured_data.script_text(structured_data.article_page(live, standing, crumbs_to(live))),
        "report_address": reverse("public:report", args=[slug]),
    }
    html = render_to_string("articles/article.html", {**_shared(request), **context})
    return answer(request, html, keys=[])


def _shared(request: HttpRequest) -> dict[str, Any]:
    return {"site_name": settings.SITE_NAME, "languages": languages.everywhere(request.resolver_match)}


def _content(draft: Article) -> dict[str, Any]:
    today = timezone.now().date()
    bylines = draft.bylines.select_related("expert").prefetch_related(*PEOPLE)
    citations = draft.citations.select_related("source")
    return {
        "schema": SCHEMA,
        "article": str(draft.uid),
        **{name: getattr(draft, name) for name in ("language", "slug", "title", "summary", "lede", "key_points")},
        "emergency": draft.emergency,
        "hero": draft.hero.as_shown() if draft.hero else None,
        "sections": [
            {
                "id": section.anchor,
                "nav_label": section.nav_label,
                "heading": section.heading,
                "html": section.body,
                "figure": section.figure.as_shown() if section.figure else None,
            }
            for section in draft.sections.select_related("figure")
        ],
        "bylines": [{"role": line.role, **line.expert.as_credited(on=today)} for line in bylines],
        "references": [
            {
                **{name: getattr(citation.source, name) for name in ("kind", "doi", "pmid", "isbn", "url", "year")},
                "number": number,
                "key": citation.key,
                "source": str(citation.source.uid),
                "kind_label": citation.source.get_kind_display(),
                "html": reference_html(citation.source),
                "locator": citation.locator,
                "mentions": 1,
            }
            for number, citation in enumerate(citations, 1)
        ],
        "topics": [topic.as_shown() for topic in draft.all_topics()],
        "disclosures": {"funding": draft.funding, "ai_use": draft.ai_use},
        "corrections": [correction.as_shown() for correction in draft.corrections.all()],
        "related": [],
    }


def _standing(live: Publication) -> Standing:
    """As a row says it, and no more."""
    if live.review is None or live.review_due_on is None:
        return UNREVIEWED
    return Standing(
        state=state_on(timezone.now().date(), due_on=live.review_due_on),
        reviewer=live.review.facts["actor"]["credit"],
        reviewed_on=live.reviewed_on,
        due_on=live.review_due_on,
        approved_digest=live.review.facts["digest"],
    )


urls.urlpatterns.insert(0, path("plain/<slug:slug>/", article))
application = WSGIHandler()
