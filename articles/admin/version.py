"""Versions: frozen, for reading. Their content stands here as text; the preview is the page that readers would see."""

import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.readonly import ReadOnlyAdmin
from articles.admin.searching import VersionSearch
from articles.admin.versions import VersionPages
from articles.models import Version


@admin.register(Version)
class VersionAdmin(VersionSearch, VersionPages, ReadOnlyAdmin):
    list_display = ["__str__", "article", "made_by", "made_at", "short_digest"]
    # Fetched after the page of versions is found: joined, SQLite would begin with the people and sort every version.
    list_select_related = []
    # As they were made. By time, SQLite would sort them all.
    ordering = ["-pk"]
    sortable_by = ()
    fields = ["article", "number", "made_by", "made_at", "digest", "is_untouched", "page", "readable", "json_text"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer("document").prefetch_related("article", "made_by")

    @admin.display(description="digest")
    def short_digest(self, version: Version) -> SafeString:
        return format_html("<code>{}</code>", version.digest[:12])

    @admin.display(description="As stored now", boolean=True)
    def is_untouched(self, version: Version) -> bool:
        return version.is_intact

    @admin.display(description="As readers see it")
    def page(self, version: Version) -> SafeString:
        address = reverse("admin:articles_version_preview", args=[version.pk])
        others = reverse("admin:articles_version_timeline", args=[version.article_id])
        return format_html('<a href="{}">Open the preview</a>, <a href="{}">all versions</a>', address, others)

    @admin.display(description="Content")
    def readable(self, version: Version) -> SafeString:
        return SafeString(render_to_string("admin/articles/version/content.html", {"content": version.content}))

    @admin.display(description="Document")
    def json_text(self, version: Version) -> SafeString:
        text = json.dumps(version.content, ensure_ascii=False, indent=2, sort_keys=True)
        folded = '<details><summary>As JSON</summary><pre class="document" tabindex="0">{}</pre></details>'
        return format_html(folded, text)
