"""Publications: what readers saw and when, for reading. The buttons of an article make and change them."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from articles.admin.readonly import ReadOnlyAdmin
from articles.admin.searching import TitleSearch
from articles.models import Publication


@admin.register(Publication)
class PublicationAdmin(TitleSearch, ReadOnlyAdmin):
    list_display = ["title", "version", "stands", "visible_from", "visible_until", "review_due_on"]
    # As they came out. To sort by anything else, every publication would be read.
    sortable_by = ()
    fields = [
        "article",
        "version",
        "page",
        "stands",
        "summary",
        "language",
        "first_published_on",
        "changed_on",
        "imported_updated_on",
        "reviewed_on",
        "review_due_on",
        "visible_from",
        "visible_until",
        "change_note",
        "withdrawn_at",
        "withdrawal_reason",
        "replacement",
        "release",
        "review",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("version").defer("version__document", "card")

    @admin.display(description="stands")
    def stands(self, publication: Publication) -> str:
        if publication.is_scheduled():
            return "scheduled"
        if publication.visible_until is not None and not publication.is_live():
            return "past"
        return "withdrawn" if publication.is_withdrawn else "live"

    @admin.display(description="Address")
    def page(self, publication: Publication) -> str:
        address = publication.get_absolute_url()
        return format_html('<a href="{}">{}</a>', address, address)
