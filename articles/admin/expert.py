"""Experts: whom readers see, where they work, and what entitles them to review."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import site
from django.http import HttpRequest

from articles.admin.choosers import PictureSelect
from articles.admin.editing import ChangesPages, EditingAdmin
from articles.admin.filters import RenewalFilter
from articles.admin.lists import CommasField, ShowsLists
from articles.admin.pasted import PastedField
from articles.evidence.identifiers import normalise_orcid
from articles.models import Article, Figure
from articles.pages.keys import around_expert
from experts.models import Affiliation, Credential, Disclosure, Expert


class ExpertForm(forms.ModelForm):
    degrees = CommasField(required=False, help_text="In the order they are written, separated by commas: MD, MSc.")
    specialties = CommasField(required=False, help_text="Separated by commas.")
    orcid = PastedField(normalise=normalise_orcid, label="ORCID iD", help_text="0000-0002-1825-0097, or its address.")
    picture = forms.ModelChoiceField(
        label="Portrait",
        queryset=Figure.objects.all(),
        required=False,
        widget=PictureSelect(Article._meta.get_field("hero"), site),
        help_text="Chosen from the pictures. Pages published from now on show it; those before keep theirs.",
    )

    class Meta:
        model = Expert
        fields = ["name", "slug", "user", "degrees", "title", "specialties", "bio", "orcid", "npi", "is_verified"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        portrait = self.instance.portrait or {}
        self.initial["picture"] = Figure.objects.filter(digest=portrait.get("digest", "")).first()


class AffiliationInline(admin.StackedInline):
    model = Affiliation
    extra = 0
    fields = [("role", "unit"), ("institution", "city", "region"), ("since", "until")]


class CredentialInline(admin.StackedInline):
    """Nobody checks their own credentials: on one's own profile they are for reading."""

    model = Credential
    extra = 0
    fields = [("kind", "issuer", "number"), ("verified_on", "expires_on")]

    def has_add_permission(self, request: HttpRequest, obj: Expert | None = None) -> bool:
        return super().has_add_permission(request, obj) and not is_own(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Expert | None = None) -> bool:
        return super().has_change_permission(request, obj) and not is_own(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Expert | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_own(request, obj)


class DisclosureInline(admin.StackedInline):
    model = Disclosure
    extra = 0
    widgets = {"statement": forms.Textarea(attrs={"rows": 2})}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.widgets:
            kwargs["widget"] = self.widgets[db_field.name]
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Expert)
class ExpertAdmin(ShowsLists, ChangesPages, EditingAdmin):
    shown_on = staticmethod(around_expert)
    form = ExpertForm
    inlines = [AffiliationInline, CredentialInline, DisclosureInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "degrees", "title", "specialties", "bio", "picture"]}),
        ("Who this is", {"fields": ["orcid", "npi", "is_verified", "user"]}),
    ]
    lists = ("degrees", "specialties")
    list_display = ["name", "title", "is_verified", "user"]
    list_filter = ["is_verified", RenewalFilter]
    list_select_related = ["user"]
    search_fields = ["name", "slug", "title"]
    search_help_text = "Name or title"

    def get_readonly_fields(self, request: HttpRequest, obj: Expert | None = None) -> list[str]:
        fixed = ["slug"] if obj else []
        # Which account decides under this name is a matter of access, not of editing.
        if not request.user.has_perm("experts.change_user"):
            fixed.append("user")
        if is_own(request, obj):
            fixed += ["is_verified", "user"]
        return list(dict.fromkeys(fixed))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Expert | None = None) -> dict:
        return {} if obj else {"slug": ["name"]}

    def save_model(self, request: HttpRequest, obj: Expert, form: ExpertForm, change: bool) -> None:
        figure = form.cleaned_data["picture"]
        obj.portrait = figure.as_shown() if figure else None
        super().save_model(request, obj, form, change)


def is_own(request: HttpRequest, expert: Expert | None) -> bool:
    return expert is not None and expert.user_id is not None and expert.user_id == request.user.pk
