"""Topics: the hubs that readers browse, and how often their articles are reviewed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from articles.admin.choosers import Chooser
from articles.admin.editing import ChangesPages, EditingAdmin
from articles.admin.lists import CommasField, ShowsLists
from articles.editorial.listing import rebuild_hubs
from articles.models import Topic
from articles.pages.keys import around_topic


class TopicForm(forms.ModelForm):
    synonyms = CommasField(required=False, help_text="Other names readers use, separated by commas.")
    specialties = CommasField(
        required=False,
        help_text="Whose reviewers may judge its articles, such as Neurology, separated by commas. "
        "Empty: as the topic above, or anyone.",
    )

    class Meta:
        model = Topic
        fields = [
            "name",
            "slug",
            "parent",
            "kind",
            "synonyms",
            "code",
            "description",
            "months_between_reviews",
            "reviewers_needed",
            "specialties",
        ]
        widgets = {"description": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}


@admin.register(Topic)
class TopicAdmin(ShowsLists, ChangesPages, EditingAdmin):
    shown_on = staticmethod(around_topic)
    form = TopicForm
    fields = TopicForm.Meta.fields
    change_form_template = "admin/articles/topic/change_form.html"
    lists = ("synonyms", "specialties")
    list_display = ["name", "parent", "kind", "code", "months_between_reviews"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "code"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and "parent" in form.changed_data:
            # Its pages stand on the hubs above it, on the new ones and no longer on the old ones.
            before = Topic.objects.filter(pk=form.initial["parent"]).first()
            above = [*form.instance.ancestors(), *([before, *before.ancestors()] if before else [])]
            rebuild_hubs(above)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict:
        return {} if obj else {"slug": ["name"]}
