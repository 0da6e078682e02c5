"""The rows of an article's form: sections, bylines, citations, related articles."""

from typing import Any

from django import forms
from django.contrib.admin import StackedInline, TabularInline, display
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Field, Model, QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from articles.admin.choosers import Chooser, ExpertSelect, PictureSelect
from articles.admin.known_rows import RowField, give, give_known_rows
from articles.admin.lost_rows import with_lost_rows_as_new
from articles.admin.richtext import RichTextField
from articles.content.html import sanitise
from articles.models import Article, Byline, Citation, RelatedArticle, Section, State


def is_locked(request: HttpRequest, article: Article | None) -> bool:
    """Whether the form is for reading only. A post gets through to the form, which refuses it with its text intact."""
    return article is not None and article.state == State.IN_REVIEW and request.method != "POST"


class OrderedFormSet(BaseInlineFormSet):
    """Rows with a position. They are numbered afresh at each save, so that no gap or tie decides the order."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._chosen: dict[str, list[Model]] = {}
        if self.is_bound:
            known = {str(row.pk) for row in self.get_queryset()}
            self.data = with_lost_rows_as_new(self.data, prefix=self.prefix, known=known)

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        give_known_rows(form)
        own = form.fields["id"]
        form.fields["id"] = RowField(own.queryset, initial=own.initial, required=False, widget=own.widget)
        give(form.fields["id"], [form.instance] if form.instance.pk else [])
        if self.is_bound:
            for name, field in form.fields.items():
                if isinstance(field, RowField) and name != "id":
                    give(field, self._chosen_as(name, field))
        if "position" not in form.fields:
            return  # For reading only.
        form.fields["position"].required = False
        if form.instance.pk is None:
            # No place yet: left empty, the row comes last.
            form.initial["position"] = form.fields["position"].initial = None
            # A place alone makes no row: one that was added and left blank is not saved.
            form.fields["position"].has_changed = lambda initial, data: False

    def save(self, commit: bool = True) -> list:
        kept = (form for form in self.forms if form not in self.deleted_forms)
        rows = [form for form in kept if form.instance.pk or form.has_changed()]
        # Sorting is stable: rows that want the same place stay as they stand on the page.
        rows.sort(key=lambda form: self._place(form))
        moved = [form for number, form in enumerate(rows, start=1) if self._move(form.instance, number)]
        saved = super().save(commit)
        unsaved = [form.instance for form in moved if not form.has_changed()]
        self.model.objects.bulk_update(unsaved, ["position"])
        return saved

    def rows(self) -> list[Any]:
        """After a save: all rows of the article as they are stored now, in their order."""
        rows = [row for row in (*self.get_queryset(), *self.new_objects) if row.pk]
        return sorted(rows, key=lambda row: (row.position, row.pk))

    def _chosen_as(self, name: str, field: RowField) -> list[Model]:
        """All rows that the posted form names as `name`: those that were stored so, and in one query the others."""
        if name not in self._chosen:
            stored = [row for part in self.get_queryset() if (row := getattr(part, name))]
            typed = {self.data.get(f"{self.prefix}-{index}-{name}", "") for index in range(self.total_form_count())}
            new = [key for key in typed - {str(row.pk) for row in stored} if key.isdecimal() and len(key) < 19]
            self._chosen[name] = [*stored, *(field.queryset.filter(pk__in=new) if new else [])]
        return self._chosen[name]

    def _place(self, form: forms.ModelForm) -> float:
        position = form.cleaned_data.get("position")
        return float("inf") if position is None else position

    def _move(self, row: Any, number: int) -> bool:
        was, row.position = row.position, number
        return was != number


class PartInline:
    """Open and locked with its article."""

    extra = 0
    template = "admin/articles/article/_rows.html"
    # Another row of the database that each row names, and the widget that chooses it.
    chosen = ""
    chooser: type[Chooser] = Chooser

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related(self.chosen)

    def formfield_for_foreignkey(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == self.chosen:
            kwargs["form_class"] = RowField
            kwargs["widget"] = self.chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # A new picture can be added on the way, and a source by citing it. Everything else has its own page.
            field.widget.can_add_related &= db_field.name == "figure"
            field.widget.can_change_related = field.widget.can_delete_related = field.widget.can_view_related = False
        return field

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not is_locked(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_locked(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_locked(request, obj)


class SectionForm(forms.ModelForm):
    body = RichTextField(required=False, label="Text")

    class Meta:
        model = Section
        fields = ["position", "nav_label", "heading", "body", "figure"]


class SectionInline(PartInline, StackedInline):
    model = Section
    form = SectionForm
    formset = OrderedFormSet
    fields = [("nav_label", "heading", "position"), "body", "figure"]
    template = "admin/articles/article/_sections.html"
    chosen = "figure"
    chooser = PictureSelect

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list:
        if self.has_change_permission(request, obj):
            return self.fields
        return [("nav_label", "heading"), "text", "figure"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list:
        return [] if self.has_change_permission(request, obj) else ["text"]

    @display(description="Text")
    def text(self, section: Section) -> SafeString:
        return readable(section.body)


class BylineInline(PartInline, TabularInline):
    model = Byline
    formset = OrderedFormSet
    fields = ["expert", "role", "position"]
    chosen = "expert"
    chooser = ExpertSelect


class CitationInline(PartInline, TabularInline):
    model = Citation
    formset = OrderedFormSet
    fields = ["key", "source", "locator", "position"]
    chosen = "source"


class RelatedArticleInline(PartInline, TabularInline):
    model = RelatedArticle
    formset = OrderedFormSet
    fk_name = "article"
    template = "admin/articles/article/_related.html"
    # The style sheet hides the column while nothing is suggested.
    fields = ["related", "suggestion", "position"]
    readonly_fields = ["suggestion"]
    chosen = "related"

    @display(description="An imported page suggested")
    def suggestion(self, row: RelatedArticle) -> str:
        claim = "; it claimed a medical review, which is not believed" if row.claims_review else ""
        about = f" ({row.suggested_topic})" if row.suggested_topic else ""
        return f"{row.suggested_title}{about}{claim}" if row.suggested_title else ""


def readable(html: str) -> SafeString:
    """Draft HTML for reading in the admin."""
    return SafeString(f'<div class="read">{sanitise(html)}</div>' if html else "-")


PARTS = [SectionInline, BylineInline, CitationInline, RelatedArticleInline]
