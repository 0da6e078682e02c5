"""Versions: frozen, for reading. Their content stands here as text; the preview is the page that readers would see."""

import json

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.readonly import ReadOnlyAdmin
from articles.desk.page import preview
from articles.models import Version


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "article", "made_by", "made_at", "short_digest"]
    list_select_related = ["article", "made_by"]
    search_fields = ["article__title", "digest"]
    search_help_text = "Title of the article, or a digest"
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-number"]
    fields = ["article", "number", "made_by", "made_at", "digest", "is_untouched", "page", "readable", "json_text"]

    @admin.display(description="digest")
    def short_digest(self, version: Version) -> SafeString:
        return format_html("<code>{}</code>", version.digest[:12])

    @admin.display(description="As stored now", boolean=True)
    def is_untouched(self, version: Version) -> bool:
        return version.is_intact

    @admin.display(description="As readers see it")
    def page(self, version: Version) -> SafeString:
        address = reverse("admin:articles_version_preview", args=[version.pk])
        return format_html('<a href="{}">Open the preview</a>', address)

    @admin.display(description="Content")
    def readable(self, version: Version) -> SafeString:
        return SafeString(render_to_string("admin/articles/version/content.html", {"content": version.content}))

    @admin.display(description="Document")
    def json_text(self, version: Version) -> SafeString:
        text = json.dumps(version.content, ensure_ascii=False, indent=2, sort_keys=True)
        folded = '<details><summary>As JSON</summary><pre class="document" tabindex="0">{}</pre></details>'
        return format_html(folded, text)

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<int:version_id>/preview/", view, name="articles_version_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest, version_id: int) -> HttpResponse:
        version = get_object_or_404(Version.objects.select_related("article"), pk=version_id)
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        return preview(request, version, back_to=version.article.get_admin_url())
