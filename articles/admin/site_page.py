"""Pages about the site: drafted here, published with a word on what changed, and kept in every version readers saw."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve, reverse
from django.utils import translation

from articles.admin.editing import EditingAdmin
from articles.admin.richtext import SiteTextField
from articles.admin.site_page_views import SitePageViews
from articles.editorial.site_pages import draft_digest
from articles.models import SitePage, SitePageVersion

TAKEN = "The address “%s” leads to something else on this site; choose another one."
SAVED_MEANWHILE = (
    "Somebody saved this page after you opened it. What you typed is still here. Look at theirs in another window "
    "first: if you save again, your text takes its place."
)


class SitePageForm(forms.ModelForm):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    summary = forms.CharField(
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="One or two sentences under the title.",
    )
    body = SiteTextField(
        label="Text",
        required=False,
        help_text="Headings of the second level make the list “On this page”. No medical advice: that belongs into an "
        "article, where a doctor reviews it.",
    )
    # What the draft was when the form was opened.
    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SitePage
        fields = ["slug", "language", "title", "summary", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["based_on"].initial = draft_digest(self.instance) if self.instance.pk else ""

    def clean_slug(self) -> str:
        """Refuse an address at which readers would find something else: the page or its history would be hidden."""
        slug = self.cleaned_data["slug"]
        own = {"": "site_page", "history/": "site_page_history", "history/1/": "site_page_version"}
        with translation.override(settings.LANGUAGE_CODE):
            leads_here = all(resolve(f"/{slug}/{tail}").view_name == f"reading:{name}" for tail, name in own.items())
        if not leads_here or translation.get_language_from_path(f"/{slug}/"):
            raise forms.ValidationError(TAKEN % slug)
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse to write over what somebody else saved meanwhile, once; who saves again has been told."""
        cleaned = super().clean() or {}
        stored = self.fields["based_on"].initial
        if stored and cleaned.get("based_on") != stored:
            self.data = {**self.data.dict(), "based_on": stored}
            self.add_error(None, SAVED_MEANWHILE)
        return cleaned


@admin.register(SitePage)
class SitePageAdmin(SitePageViews, EditingAdmin):
    form = SitePageForm
    fields = SitePageForm.Meta.fields
    change_form_template = "admin/articles/sitepage/change_form.html"
    list_display = ["title", "slug", "language", "state", "published_on"]
    list_filter = ["language"]
    search_fields = ["title", "slug", "summary"]
    kept_advice = "Readers can look up every version they saw. Publish other words instead."

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        newest = SitePageVersion.objects.filter(page=OuterRef("pk")).order_by("-number")
        shown = {f"public_{name}": Subquery(newest.values(name)[:1]) for name in ("number", "digest", "made_at")}
        return super().get_queryset(request).annotate(**shown)

    @admin.display(description="state")
    def state(self, page: SitePage) -> str:
        if page.public_number is None:
            return "Never published"
        version = f"Version {page.public_number} is public"
        return version if draft_digest(page) == page.public_digest else f"{version}, the draft differs"

    @admin.display(description="published", ordering="public_made_at")
    def published_on(self, page: SitePage) -> Any:
        return page.public_made_at

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["slug", "language"] if obj else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict:
        return {} if obj else {"slug": ["title"]}

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        page = context["original"] if context.get("change", True) else None
        if page:
            context |= {"state": self.state(page), "is_public": page.public_number is not None}
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: SitePage, post_url_continue: str | None = None) -> HttpResponse:
        return self._go_on(request, obj)

    def response_change(self, request: HttpRequest, obj: SitePage) -> HttpResponse:
        return self._go_on(request, obj)

    def _go_on(self, request: HttpRequest, page: SitePage) -> HttpResponse:
        """Stay with the draft, or look at it, or publish it: only the last is seen by readers."""
        self.message_user(request, "The draft is saved. Readers see it when it is published.", messages.SUCCESS)
        view = next((name for name in ("preview", "publish") if f"_{name}" in request.POST), "change")
        return HttpResponseRedirect(reverse(f"admin:articles_sitepage_{view}", args=[page.pk]))
