"""The findings beside the text: what is missing, what else stands in a submission's way, and reasons for warnings.

The panel comes after the page, so that the form is there at once; without a script its link leads to the same list.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST, require_safe

from articles.editorial import findings, workflow
from articles.editorial.drafting import EDITABLE
from articles.errors import EditorialError
from articles.linting.finding import Finding, Severity, findings_by_section
from articles.linting.registry import RULES, WAIVABLE
from articles.models import Article, Waiver

WHOLE_ARTICLE = "Whole article"
# Which part of the form a finding's `place` means; a section answers by its own id, and a field by its name.
PARTS = {
    "lede": "at_id_lede",
    "sections": "sections-group",
    "bylines": "bylines-group",
    "citations": "citations-group",
}
LINTED = frozenset({*(rule.code for rule in RULES), findings.VOID_WAIVER})


@dataclass(frozen=True)
class Row:
    """One finding, and whether the reader of the panel may answer it with a reason."""

    finding: Finding
    can_be_waived: bool


@dataclass(frozen=True)
class Place:
    """Where findings stand: its name, where its link leads in the form, and the editor that holds its text."""

    name: str
    target: str
    editor: str
    rows: list[Row]


class FindingPages:
    """For the article's admin: `/admin/articles/article/7/findings/`, `.../waive/`, `.../unwaive/3/`."""

    def get_urls(self) -> list:
        guarded = self.admin_site.admin_view
        own = [
            path("<int:article_id>/findings/", guarded(require_safe(self.show)), name="articles_article_findings"),
            path("<int:article_id>/waive/", guarded(require_POST(self.waive)), name="articles_article_waive"),
            path(
                "<int:article_id>/unwaive/<int:pk>/",
                guarded(require_POST(self.unwaive)),
                name="articles_article_unwaive",
            ),
        ]
        return [*own, *super().get_urls()]

    def show(self, request: HttpRequest, article_id: int) -> HttpResponse:
        return self._panel(request, self._article(request, article_id))

    def waive(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """Keep a reason and freeze it into a version, as it is part of what the reviewer judges."""
        article = self._article(request, article_id)
        typed = {name: request.POST.get(name, "") for name in ("code", "place", "subject", "reason")}
        return self._done(request, article, lambda: workflow.waive(article, by=request.user, **typed), typed=typed)

    def unwaive(self, request: HttpRequest, article_id: int, pk: int) -> HttpResponse:
        article = self._article(request, article_id)
        waiver = get_object_or_404(Waiver, pk=pk, article=article)
        return self._done(request, article, lambda: workflow.unwaive(waiver, by=request.user))

    def _article(self, request: HttpRequest, article_id: int) -> Article:
        article = get_object_or_404(Article, pk=article_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def _done(
        self, request: HttpRequest, article: Article, verb: Callable[[], Any], *, typed: dict[str, str] | None = None
    ) -> HttpResponse:
        refusal = ""
        try:
            with transaction.atomic():
                verb()
                workflow.save_draft(article, by=request.user)
        except EditorialError as refused:
            refusal = refused.message
        article.refresh_from_db()
        if refusal or is_for_the_panel(request):
            return self._panel(request, article, refusal=refusal, typed=typed)
        messages.success(request, "The draft was saved with your reason.")
        return HttpResponseRedirect(reverse("admin:articles_article_findings", args=[article.pk]))

    def _panel(
        self, request: HttpRequest, article: Article, *, refusal: str = "", typed: dict[str, str] | None = None
    ) -> HttpResponse:
        report = findings.report(article)
        may_waive = article.state in EDITABLE and self.has_change_permission(request, article)
        places = _places_of(article)
        missing = [finding for finding in report.standing if finding.code not in LINTED]
        found = [finding for finding in report.standing if finding.code in LINTED]
        grave = [finding for finding in found if finding.severity != Severity.ADVICE]
        advice = [finding for finding in found if finding.severity == Severity.ADVICE]
        context = {
            "article": article,
            "missing": _by_place(missing, places, may_waive=False),
            "places": _by_place(grave, places, may_waive=may_waive),
            "advice": _by_place(advice, places, may_waive=False),
            "counts": Counter(finding.severity.value for finding in found).items(),
            "waivers": article.waivers.select_related("by"),
            "may_waive": may_waive,
            "refusal": refusal,
            "typed": typed or {},
        }
        if is_for_the_panel(request):
            return TemplateResponse(request, "admin/articles/article/_findings.html", context)
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Findings: {article}",
            "original": article,
        }
        return TemplateResponse(request, "admin/articles/article/findings.html", context)


def is_for_the_panel(request: HttpRequest) -> bool:
    """Whether the panel's own script asks; a person without it sees a whole page."""
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _places_of(article: Article) -> dict[str, tuple[str, str, str]]:
    """The places in the form that only the article itself knows: the whole of it, and its sections."""
    known = {"": (WHOLE_ARTICLE, "content", "")}
    for number, (anchor, label, heading) in enumerate(article.sections.values_list("anchor", "nav_label", "heading")):
        name = f"{number + 1}. {label or heading or 'Section'}"
        known[anchor] = (name, f"sections-{number}", f"id_sections-{number}-body")
    return known


def _by_place(standing: list[Finding], known: dict[str, tuple[str, str, str]], *, may_waive: bool) -> list[Place]:
    """The findings by place, in the order of the form."""
    by_place = findings_by_section(standing)
    order = [*(place for place in by_place if place not in known), *(place for place in known if place in by_place)]
    places = []
    for place in order:
        name, target, editor = known.get(place) or _field(place)
        rows = [Row(finding, may_waive and finding.code in WAIVABLE) for finding in by_place[place]]
        places.append(Place(name, target, editor, rows))
    return places


def _field(place: str) -> tuple[str, str, str]:
    name = place.replace("_", " ").capitalize()
    editor = f"id_{place}" if place in ("lede", "emergency") else ""
    return name, PARTS.get(place, f"id_{place}"), editor
