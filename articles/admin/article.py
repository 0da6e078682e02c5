"""Articles: a form for the draft, and buttons that call verbs. Nothing here writes a state or a publication."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.article_form import ArticleForm, number_of
from articles.admin.article_parts import (
    BylineInline,
    CitationInline,
    RelatedArticleInline,
    SectionInline,
    is_locked,
    readable,
)
from articles.admin.choosers import PictureSelect
from articles.admin.conflict import differences, with_lost_rows_as_new
from articles.admin.editing import EditingAdmin
from articles.admin.overview import overview_of, preview_address, situation_of
from articles.admin.verbs import VERBS, Verb, offered
from articles.editorial import drafts, workflow
from articles.editorial.steps import lock
from articles.errors import EditorialError
from articles.models import Article, Publication

WORDS = ("Words", {"fields": ["title", "slug", "summary", "key_points", "lede"]})
REST = [
    (
        "When to get help now",
        {"fields": ["emergency"], "description": "Shown in a red box. Leave it empty if there is no emergency."},
    ),
    ("Picture and topics", {"fields": ["hero", "main_topic", "topics"]}),
    (
        "Disclosures",
        {
            "fields": ["funding", "ai_use"],
            "description": "Readers see both. An article without them cannot be submitted.",
        },
    ),
    ("About this draft", {"fields": ["language", "import_note"], "classes": ["collapse"]}),
]
# What a field is called when it is for reading only.
READABLE = {"key_points": "points_shown", "lede": "lede_shown", "emergency": "emergency_shown"}


class PublicFilter(admin.SimpleListFilter):
    title = "public"
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("live", "Live"), ("due", "Live, and due for review"), ("withdrawn", "Withdrawn"), ("no", "Not live")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        live = Publication.objects.live()
        match self.value():
            case "live":
                return queryset.filter(pk__in=live.values("article"))
            case "due":
                due = live.filter(review_due_on__lt=timezone.now().date())
                return queryset.filter(pk__in=due.values("article"))
            case "withdrawn":
                return queryset.filter(pk__in=Publication.objects.withdrawn().values("article"))
            case "no":
                return queryset.exclude(pk__in=live.values("article"))
        return queryset


@admin.register(Article)
class ArticleAdmin(EditingAdmin):
    form = ArticleForm
    inlines = [SectionInline, BylineInline, CitationInline, RelatedArticleInline]
    fieldsets = [WORDS, *REST]
    autocomplete_fields = ["topics"]
    list_display = ["title", "state", "live_version", "next_review_due", "main_topic", "newest"]
    list_filter = ["state", PublicFilter, ("main_topic", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["main_topic", "latest_version"]
    search_fields = ["title", "slug", "summary"]
    search_help_text = "Title, address or summary"
    change_form_template = "admin/articles/article/change_form.html"

    # --- Who may touch what

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and not is_locked(request, obj)

    # --- The list

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        shown = Publication.objects.in_public().select_related("version")
        return super().get_queryset(request).prefetch_related(Prefetch("publications", shown, to_attr="in_public"))

    @admin.display(description="live version")
    def live_version(self, article: Article) -> str:
        publication = next(iter(article.in_public), None)
        if publication is None:
            return "-"
        if publication.is_withdrawn:
            return "withdrawn"
        link = '<a href="{}">version {}</a>'
        return format_html(link, publication.get_absolute_url(), publication.version.number)

    @admin.display(description="next review due")
    def next_review_due(self, article: Article) -> Any:
        publication = next(iter(article.in_public), None)
        return publication.review_due_on if publication and not publication.is_withdrawn else None

    @admin.display(description="latest version")
    def newest(self, article: Article) -> str:
        version = article.latest_version
        return f"{version.number}, {date_format(version.made_at, 'N j, Y')}" if version else "-"

    # --- The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        return [
            (name, {**options, "fields": [READABLE.get(field, field) for field in options["fields"]]})
            for name, options in self.fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list:
        shown = [] if obj is None or self.has_change_permission(request, obj) else list(READABLE.values())
        return ["import_note", *shown]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "hero":
            kwargs["widget"] = PictureSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description="Key points")
    def points_shown(self, article: Article) -> str:
        return "\n".join(article.key_points) or "-"

    @admin.display(description="Lede")
    def lede_shown(self, article: Article) -> SafeString:
        return readable(article.lede)

    @admin.display(description="When to get help now")
    def emergency_shown(self, article: Article) -> SafeString:
        return readable(article.emergency)

    # --- Saving

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """On a post, the row as it is now, locked until the answer: nobody can save between our check and our save."""
        article = super().get_object(request, object_id, from_field)
        is_saving = request.method == "POST" and transaction.get_connection().in_atomic_block
        return lock(article) if article and is_saving else article

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and object_id and object_id.isdigit():
            request.POST = with_nothing_lost(request.POST, article_id=int(object_id))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        if not change:
            drafts.save_with_free_slug(obj)
            return
        columns = {column.name for column in Article._meta.concrete_fields if column.editable}
        obj.save(update_fields=sorted(columns.intersection(form.cleaned_data)))

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        # Only now: the bylines, sections and citations exist from here on.
        before = number_of(form.instance)
        version = workflow.save_draft(form.instance, by=request.user)
        is_new = version.number != before
        request.outcome = (
            f"Saved as version {version.number}." if is_new else f"Nothing changed, so version {version.number} stays."
        )

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return self._stay(request, obj)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._stay(request, obj)

    def _stay(self, request: HttpRequest, article: Article) -> HttpResponse:
        """A writer saves often and goes on; only "Save and preview" leads away."""
        self.message_user(request, request.outcome, messages.SUCCESS)
        article.refresh_from_db()
        if "_preview" in request.POST:
            return HttpResponseRedirect(preview_address(article.latest_version))
        return HttpResponseRedirect(article.get_admin_url())

    # --- The page around the form

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict,
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> HttpResponse:
        form = context["adminform"].form
        if obj is not None:
            # Afresh: a refused form has written its typed values into `obj`.
            article = Article.objects.select_related("latest_version").get(pk=obj.pk)
            overview = overview_of(article, user=request.user)
            context |= {
                "title": article.title,
                "subtitle": None,
                "overview": overview,
                "situation": overview.situation,
                "verbs": offered(overview.situation),
                "is_locked": is_locked(request, article),
            }
            if getattr(form, "conflict", None):
                formsets = [inline.formset for inline in context["inline_admin_formsets"]]
                context |= {"conflict": form.conflict, "differences": differences(form, formsets)}
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)

    # --- Verbs

    def get_urls(self) -> list:
        verbs = [
            path(
                f"<int:article_id>/{verb.name}/",
                self.admin_site.admin_view(partial(self.verb_view, verb=verb)),
                name=verb.url_name,
            )
            for verb in VERBS
        ]
        return [*verbs, *super().get_urls()]

    def verb_view(self, request: HttpRequest, article_id: int, *, verb: Verb) -> HttpResponse:
        """Ask what the verb needs, then call it. A refusal is shown as it is, with everything that was typed."""
        article = get_object_or_404(Article, pk=article_id)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        form = verb.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                verb.perform(article, by=request.user, **form.cleaned_data)
            except EditorialError as refusal:
                for sentence in [issue.message for issue in refusal.issues] or [refusal.message]:
                    form.add_error(None, sentence)
            else:
                self.message_user(request, verb.done, messages.SUCCESS)
                return HttpResponseRedirect(article.get_admin_url())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": verb.label.rstrip("…"),
            "original": article,
            "article": article,
            "verb": verb,
            "form": form,
            "situation": situation_of(article, user=request.user),
        }
        return TemplateResponse(request, "admin/articles/article/verb.html", context)


def with_nothing_lost(data: Any, *, article_id: int) -> Any:
    """Return the post with rows that somebody else deleted meanwhile as new rows."""
    for inline in ArticleAdmin.inlines:
        prefix = inline.model._meta.get_field("article").remote_field.get_accessor_name()
        known = {str(pk) for pk in inline.model.objects.filter(article=article_id).values_list("pk", flat=True)}
        data = with_lost_rows_as_new(data, prefix=prefix, known=known)
    return data
