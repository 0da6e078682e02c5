"""Reports of readers: read here, answered by mail, and then the reader's address is forgotten."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from articles.admin.readonly import ReadOnlyAdmin
from articles.editorial.reports import mark_answered
from articles.errors import EditorialError
from articles.models import ReaderReport


class AnsweredFilter(admin.SimpleListFilter):
    title = "answered"
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "No"), ("yes", "Yes")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "no":
                return queryset.filter(answered_at__isnull=True)
            case "yes":
                return queryset.filter(answered_at__isnull=False)
        return queryset


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "article", "section", "made_at", "answered_at"]
    list_filter = [AnsweredFilter]
    list_select_related = ["article"]
    search_fields = ["message", "article__title"]
    fields = ["article", "version", "section", "message", "email", "made_at", "answered_at"]
    change_form_template = "admin/articles/readerreport/change_form.html"

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.answer_view)
        return [path("<int:report_id>/answered/", view, name="articles_readerreport_answered"), *super().get_urls()]

    def answer_view(self, request: HttpRequest, report_id: int) -> HttpResponse:
        report = get_object_or_404(ReaderReport, pk=report_id)
        if request.method != "POST" or not self.has_view_permission(request, report):
            raise PermissionDenied
        try:
            mark_answered(report, by=request.user)
        except EditorialError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
        else:
            self.message_user(request, "Marked as answered; the reader’s address is forgotten.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_readerreport_change", args=[report.pk]))
