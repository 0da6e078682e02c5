"""What stands first: one list for the front page and one for each topic's hub. The verb writes it, whole."""

from typing import Any

from csp.decorators import csp_update
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator

from articles.admin.choosers import Chooser
from articles.admin.editing import EDITOR_CSP
from articles.editorial import workflow
from articles.editorial.featuring import MOST
from articles.errors import EditorialError
from articles.models import Article, Feature, Publication, Topic


class FeatureForm(forms.Form):
    """One row: an article, and its place for whoever has no script."""

    article = forms.ModelChoiceField(
        Article.objects.only("title"),
        required=False,
        widget=Chooser(Feature._meta.get_field("article"), admin.site),
    )
    position = forms.IntegerField(required=False, min_value=0, label="Place")
    # The article it began with, so that the page can say where it stands.
    chosen: Article | None = None


class FeatureRows(BaseFormSet):
    """The rows of one list; each is told the article it begins with, so that nothing is asked for twice."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        article = form.initial.get("article")
        form.fields["article"].widget.known = (article,) if article else ()
        if article:
            form.initial["article"] = article.pk
            form.chosen = article

    def in_order(self) -> list[Article]:
        """The articles that were kept, by their places; rows that want the same place stay as they stand."""
        kept = [form for form in self.forms if form not in self.deleted_forms and form.cleaned_data.get("article")]
        kept.sort(key=lambda form: form.cleaned_data["position"] or len(self.forms))
        return [form.cleaned_data["article"] for form in kept]


Rows = formset_factory(FeatureForm, FeatureRows, extra=0, can_delete=True, max_num=50, absolute_max=100)


@admin.register(Feature)
class FeatureAdmin(admin.ModelAdmin):
    """One page with a list; `?topic=` names the hub. There is no form of a single row: it would pass by the verb."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list:
        return [path("", self.admin_site.admin_view(self.changelist_view), name="articles_feature_changelist")]

    @method_decorator(csp_update(EDITOR_CSP))
    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        topic = _topic_of(request.GET.get("topic", ""))
        may_change = self.has_change_permission(request)
        if request.method == "POST" and not may_change:
            raise PermissionDenied
        stored = Feature.objects.filter(topic=topic).select_related("article")
        initial = [{"article": row.article, "position": row.position} for row in stored]
        rows = Rows(request.POST if request.method == "POST" else None, initial=initial, prefix="features")
        refusal = ""
        if request.method == "POST" and rows.is_valid():
            try:
                workflow.feature(topic, articles=rows.in_order(), by=request.user)
            except EditorialError as error:
                refusal = error.message
            else:
                self.message_user(request, "Saved. Readers see it in this order now.", messages.SUCCESS)
                return HttpResponseRedirect(request.get_full_path())
        live = Publication.objects.live(timezone.now()).filter(article__in=[row.article_id for row in stored])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"What stands first: {topic or 'the front page'}",
            "topic": topic,
            "topics": Topic.objects.annotate(chosen=Count("features")).order_by("name"),
            "rows": rows,
            "stored": stored,
            "live": set(live.values_list("article", flat=True)),
            "may_change": may_change,
            "refusal": refusal,
            "most": MOST,
            "media": self.media + rows.empty_form.media,
        }
        return TemplateResponse(request, "admin/articles/feature/change_list.html", context)


def _topic_of(key: str) -> Topic | None:
    """The hub that the address names; none is the front page."""
    if not key:
        return None
    topic = Topic.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 10 else None
    if topic is None:
        raise Http404
    return topic
