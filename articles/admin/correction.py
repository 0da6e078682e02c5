"""Corrections, for reading: once on a page, they are never changed."""

from django.contrib import admin

from articles.admin.readonly import ReadOnlyAdmin
from articles.models import Correction


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    list_display = ["article", "published_on", "text"]
    list_select_related = ["article"]
    search_fields = ["article__title", "text"]
    fields = ["article", "published_on", "text"]
