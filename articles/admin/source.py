"""Sources: the evidence library. Identifiers are kept in one form, so that a paper is in it once."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.admin.editing import EditingAdmin
from articles.admin.filters import AlarmFilter
from articles.admin.lists import AuthorsField
from articles.admin.pasted import PastedField
from articles.evidence.ama import reference_html
from articles.evidence.identifiers import normalise_doi, normalise_isbn, normalise_pmid, normalise_url
from articles.models import Source


class SourceForm(forms.ModelForm):
    authors = AuthorsField(
        required=False,
        help_text="One per line: “Foley PL” or “Foley, Peter Lewis” for a person, "
        "“=World Health Organization” for an institution.",
    )
    doi = PastedField(normalise=normalise_doi, label="DOI", help_text="10.1016/j.pain.2012.12.002, or its address.")
    pmid = PastedField(normalise=normalise_pmid, label="PMID", help_text="23318126, or its address at PubMed.")
    isbn = PastedField(normalise=normalise_isbn, label="ISBN")
    url = PastedField(normalise=normalise_url, label="URL", help_text="Where readers can open it.")

    class Meta:
        model = Source
        fields = [
            "kind",
            "title",
            "authors",
            "container",
            "publisher",
            "edition",
            "year",
            "month",
            "day",
            "volume",
            "issue",
            "pages",
            "doi",
            "pmid",
            "isbn",
            "url",
            "accessed_on",
            "status",
        ]
        widgets = {"title": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}


@admin.register(Source)
class SourceAdmin(EditingAdmin):
    form = SourceForm
    fieldsets = [
        (None, {"fields": ["kind", "title", "authors", "reference"]}),
        ("Where it appeared", {"fields": ["container", ("year", "month", "day"), ("volume", "issue", "pages")]}),
        ("Books", {"fields": ["publisher", "edition", "isbn"], "classes": ["collapse"]}),
        ("Identifiers", {"fields": ["doi", "pmid", "url", "accessed_on"]}),
        (
            "Status",
            {
                "fields": ["status", "last_checked_at"],
                "description": "Whether a correction, a concern or a retraction was published. Unknown is not current.",
            },
        ),
    ]
    readonly_fields = ["reference", "last_checked_at"]
    list_display = ["title", "container", "year", "kind", "status"]
    list_filter = ["kind", "status", AlarmFilter]
    search_fields = ["title", "container", "doi", "pmid"]
    search_help_text = "Title, journal, DOI or PMID"

    def save_model(self, request: HttpRequest, obj: Source, form: SourceForm, change: bool) -> None:
        if "status" in form.changed_data:
            obj.last_checked_at = timezone.now()
        super().save_model(request, obj, form, change)

    @admin.display(description="As readers see it")
    def reference(self, source: Source) -> str | SafeString:
        # The formatter escapes every part it writes.
        return SafeString(reference_html(source)) if source.pk else "It is put together when you save."
