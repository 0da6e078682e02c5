"""The ledger, entry by entry, for reading."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.readonly import ReadOnlyAdmin
from articles.models import EditorialRecord


@admin.register(EditorialRecord)
class EditorialRecordAdmin(ReadOnlyAdmin):
    list_display = ["sequence", "event", "article", "version", "actor", "at"]
    list_filter = ["event"]
    list_select_related = ["article", "version", "actor"]
    search_fields = ["article__title", "content_digest", "record_hash"]
    search_help_text = "Title of the article, a digest or a hash"
    ordering = ["-sequence"]
    fields = [
        "sequence",
        "event",
        "article",
        "version",
        "actor",
        "at",
        "note_text",
        "content_digest",
        "is_untouched",
        "record_hash",
        "previous_hash",
        "signature",
        "entry",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("document", "version__document")

    @admin.display(description="Note")
    def note_text(self, record: EditorialRecord) -> str:
        return record.note or "-"

    @admin.display(description="Has the hash it was chained under", boolean=True)
    def is_untouched(self, record: EditorialRecord) -> bool:
        return record.is_intact

    @admin.display(description="Entry")
    def entry(self, record: EditorialRecord) -> SafeString:
        text = json.dumps(record.facts, ensure_ascii=False, indent=2, sort_keys=True)
        return format_html('<pre class="document" tabindex="0">{}</pre>', text)
