"""The ledger, entry by entry, for reading."""

import json

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.paging import among
from articles.admin.readonly import ReadOnlyAdmin
from articles.admin.searching import RecordSearch
from articles.editorial.reading import haste_of
from articles.editorial.roles import Role, has_role
from articles.models import EditorialRecord
from articles.models.record import REVIEWS


class EventFilter(admin.ChoicesFieldListFilter):
    """Rare events are found by their index: along the ledger, every entry would be read until the page is full."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.lookup_val is None:
            return queryset
        is_such = Q(event__in=self.lookup_val)
        return among(queryset, EditorialRecord.objects.filter(is_such), many=is_such)


@admin.register(EditorialRecord)
class EditorialRecordAdmin(RecordSearch, ReadOnlyAdmin):
    list_display = ["sequence", "event", "article", "version", "actor", "at"]
    # To sort by anything else, the whole ledger would be read.
    sortable_by = ["sequence"]
    list_filter = [("event", EventFilter)]
    list_select_related = ["article", "version", "actor"]
    ordering = ["-sequence"]
    fields = [
        "sequence",
        "event",
        "article",
        "version",
        "actor",
        "at",
        "note_text",
        "haste",
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

    def get_fields(self, request: HttpRequest, obj: EditorialRecord | None = None) -> list[str]:
        """Only editors are told of haste, and only where there was some."""
        is_told = obj is not None and has_role(request.user, Role.EDITOR) and _haste(obj)
        return [name for name in self.fields if name != "haste" or is_told]

    @admin.display(description="How it was read")
    def haste(self, record: EditorialRecord) -> SafeString | str:
        haste = _haste(record)
        if haste is None:
            return "-"
        seconds = f"{haste['seconds']} second{'' if haste['seconds'] == 1 else 's'}"
        sentence = f"{record.get_event_display()} after {seconds}: {haste['words']} words"
        return format_html('<span class="chip warn" data-sign="!">{}</span>', sentence)

    @admin.display(description="Has the hash it was chained under", boolean=True)
    def is_untouched(self, record: EditorialRecord) -> bool:
        return record.is_intact

    @admin.display(description="Entry")
    def entry(self, record: EditorialRecord) -> SafeString:
        text = json.dumps(record.facts, ensure_ascii=False, indent=2, sort_keys=True)
        return format_html('<pre class="document" tabindex="0">{}</pre>', text)


def _haste(record: EditorialRecord) -> dict[str, int] | None:
    return haste_of(record) if record.event in REVIEWS else None
