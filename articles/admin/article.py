"""Articles: a form for the draft, and buttons that call verbs. Nothing here writes a state or a publication."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.article_form import ArticleForm, number_of
from articles.admin.article_parts import PARTS, is_locked, readable
from articles.admin.asking_after import AskingAfterPages
from articles.admin.choosers import PictureSelect, SeveralChooser, TopicSelect
from articles.admin.citing import CitingPages, cited_in, credited_in
from articles.admin.comments import CommentPages
from articles.admin.conflict import differences
from articles.admin.editing import EditingAdmin
from articles.admin.filters import WorkFilter
from articles.admin.findings import FindingPages
from articles.admin.known_rows import RowField, RowsField
from articles.admin.merging import with_choices
from articles.admin.overview import overview_of, preview_address
from articles.admin.public_filter import PublicFilter
from articles.admin.scratch import ScratchPages, page_context, saved
from articles.admin.searching import TitleSearch
from articles.admin.topic_filter import TopicFilter
from articles.admin.verb_pages import VerbPages
from articles.admin.verbs import offered
from articles.editorial import drafts
from articles.editorial.drafting import save_locked
from articles.editorial.quoting import credit_the_quoted
from articles.editorial.snapshot import parts_of
from articles.editorial.steps import hold
from articles.models import Article, Publication, SourceKind, Topic
from articles.models.topic import ABOVE
from articles.public.related import CARDS, computed_for

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
    ("About this draft", {"fields": ["language"], "classes": ["collapse"]}),
]
# After an import: what found no other place, to be worked off and deleted line by line.
IMPORTED = ("About this draft", {"fields": ["import_note", "language"]})
# What a field is called when it is for reading only.
READABLE = {"key_points": "points_shown", "lede": "lede_shown", "emergency": "emergency_shown"}


class ArticleList(ChangeList):
    """The list says of each article what readers see of it."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        # The texts of fifty versions are heavy.
        shown = Publication.objects.in_public().select_related("version").defer("version__document")
        articles = super().get_queryset(request, exclude_parameters).defer("latest_version__document")
        return articles.prefetch_related(Prefetch("publications", shown, to_attr="in_public"))


@admin.register(Article)
class ArticleAdmin(
    TitleSearch, VerbPages, AskingAfterPages, CitingPages, CommentPages, FindingPages, ScratchPages, EditingAdmin
):
    form = ArticleForm
    inlines = PARTS
    fieldsets = [WORDS, *REST[:-1], IMPORTED]
    list_display = ["title", "state", "live_version", "next_review_due", "main_topic", "newest"]
    # The title has an index. State and topic are filters: to sort by them, every text would be read.
    sortable_by = ["title"]
    list_filter = [WorkFilter, "state", PublicFilter, TopicFilter]
    change_form_template = "admin/articles/article/change_form.html"

    # --- Who may touch what

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        return super().has_change_permission(request, obj) and not is_locked(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Articles with what list and form show of other rows."""
        return super().get_queryset(request).select_related("hero", "main_topic", "latest_version__made_by")

    # --- The list

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return ArticleList

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
            has_note = obj is not None and obj.import_note
            return [WORDS, *REST[:-1], IMPORTED if has_note else REST[-1]]
        return [
            (name, {**options, "fields": [READABLE.get(field, field) for field in options["fields"]]})
            for name, options in self.fieldsets
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list:
        return [] if obj is None or self.has_change_permission(request, obj) else list(READABLE.values())

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["form_class"] = RowField
        if db_field.name == "hero":
            kwargs["widget"] = PictureSelect(db_field, self.admin_site)
        if db_field.name == "main_topic":
            kwargs["widget"] = TopicSelect
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs["form_class"] = RowsField
        kwargs["widget"] = SeveralChooser(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

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
        if not object_id.isdecimal():
            return None
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            hold(int(object_id))
        # The form, the panel and its buttons, and a new version all ask for the topics.
        articles = self.get_queryset(request).select_related(f"main_topic__{ABOVE}")
        topics = Prefetch("topics", Topic.objects.select_related(ABOVE))
        return articles.prefetch_related(topics).filter(pk=int(object_id)).first()

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and object_id and object_id.isdecimal():
            request.POST = with_choices(request.POST, article_id=int(object_id))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Article, form: ArticleForm, change: bool) -> None:
        if not change:
            drafts.save_with_free_slug(obj)
            return
        columns = {column.name for column in Article._meta.concrete_fields if column.editable}
        obj.save(update_fields=sorted(columns.intersection(form.cleaned_data)))

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        article = form.instance
        if "topics" in form.changed_data:
            form.save_m2m()
        for formset in formsets:
            self.save_formset(request, form, formset, change)
        # Only now: the bylines, sections and citations exist from here on, and as the forms hold them, by the lock.
        at_hand = {Topic: article.all_topics()} | {formset.model: formset.rows() for formset in formsets}
        parts = parts_of(article, at_hand=at_hand)
        parts.bylines = [*parts.bylines, *credit_the_quoted(article, parts)]
        before = number_of(article)
        version = save_locked(article, parts, by=request.user)
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
        if "_preview" in request.POST:
            return saved(request, HttpResponseRedirect(preview_address(article.latest_version)))
        return saved(request, HttpResponseRedirect(article.get_admin_url()))

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
        rows = [inline.formset for inline in context["inline_admin_formsets"]]
        context |= page_context(request, obj) | {
            "cited": cited_in(rows),
            "credited": credited_in(rows),
            "source_kinds": SourceKind.choices,
        }
        if obj is not None:
            # A refused form has written its typed values into `obj`.
            article = self.get_queryset(request).get(pk=obj.pk) if form.is_bound else obj
            overview = overview_of(article, roles=context["roles"])
            context |= {
                "title": article.title,
                "subtitle": None,
                "overview": overview,
                "situation": overview.situation,
                "verbs": offered(overview.situation),
                "is_locked": is_locked(request, article),
                # Of what is live as the form shows it: a newer version will have neighbors of its own.
                "computed": computed_for(article)[:CARDS] if overview.situation.latest_is_live else [],
            }
            if getattr(form, "conflict", None):
                context |= {"conflict": form.conflict, "differences": differences(form, rows)}
        return super().render_change_form(request, context, add=add, change=change, form_url=form_url, obj=obj)
