"""Reports of readers: read beside the words they are about, answered by mail, and then their address is forgotten."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin.paging import count_up_to_most, in_words
from articles.admin.readonly import ReadOnlyAdmin
from articles.admin.reported import what_was_read
from articles.editorial.reports import LONGEST_ANSWER, answer_report, call_genuine, close_report
from articles.editorial.roles import Role, has_role
from articles.errors import EditorialError
from articles.models import ReaderReport


class StateFilter(admin.SimpleListFilter):
    """What was set aside stands in a list of its own."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        # Counted here, as this list does not show them: a machine's guess must not silence a reader.
        doubtful = in_words(count_up_to_most(ReaderReport.objects.doubtful()))
        return [
            ("open", "Waiting for an answer"),
            ("leaving", "Answer not mailed yet"),
            ("dealt-with", "Dealt with"),
            ("doubtful", f"Set aside as doubtful ({doubtful})"),
        ]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:
        everything, *others = super().choices(changelist)
        yield {**everything, "display": "All but the doubtful"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "open":
                return queryset.open()
            case "leaving":
                return queryset.to_mail()
            case "dealt-with":
                return queryset.filter(answered_at__isnull=False)
            case "doubtful":
                return queryset.doubtful()
        return queryset.genuine()


class AnswerForm(forms.Form):
    # The verb says what is too little or too much, so that the shell and this form say the same.
    text = forms.CharField(
        label="Your answer",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_ANSWER, "aria-describedby": "answer-hint"}),
    )


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "article", "part", "made_at", "state"]
    list_filter = [StateFilter]
    list_select_related = ["article"]
    search_fields = ["message", "article__title"]

    @admin.display(description="section")
    def part(self, report: ReaderReport) -> str:
        return report.section or "The whole page"

    @admin.display(description="state")
    def state(self, report: ReaderReport) -> str:
        if report.answered_at is not None:
            return "Answered" if report.answer else "Dealt with"
        if report.is_on_its_way:
            return "Answer not mailed yet"
        return "Set aside" if report.is_doubtful else "Waiting"

    def get_urls(self) -> list:
        def verb(name: str, view: Any) -> Any:
            address = f"<int:report_id>/{name}/"
            return path(address, self.admin_site.admin_view(view), name=f"articles_readerreport_{name}")

        return [
            verb("answer", self.answer_view),
            verb("close", self.close_view),
            verb("genuine", self.genuine_view),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        report = self.get_object(request, object_id)
        if report is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if request.method != "GET" or not self.has_view_permission(request, report):
            raise PermissionDenied
        return self._page(request, report, AnswerForm())

    def answer_view(self, request: HttpRequest, report_id: int) -> HttpResponse:
        report, form = self._posted_to(request, report_id), AnswerForm(request.POST)
        form.full_clean()
        try:
            answered = answer_report(report, text=form.cleaned_data.get("text", ""), by=request.user)
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
            return self._page(request, report, form)  # With everything that was typed.
        said = "The answer is kept. The reader left no address, so nothing is mailed."
        if answered.is_on_its_way:
            said = "The answer is on its way; the reader’s address is forgotten as it leaves."
        return self._done(request, report, said)

    def close_view(self, request: HttpRequest, report_id: int) -> HttpResponse:
        report = self._posted_to(request, report_id)
        return self._do(request, report, close_report, "Dealt with; if the reader left an address, it is forgotten.")

    def genuine_view(self, request: HttpRequest, report_id: int) -> HttpResponse:
        report = self._posted_to(request, report_id)
        return self._do(request, report, call_genuine, "It waits for an answer now, as the other reports do.")

    def _posted_to(self, request: HttpRequest, report_id: int) -> ReaderReport:
        report = get_object_or_404(ReaderReport, pk=report_id)
        if request.method != "POST" or not self.has_view_permission(request, report):
            raise PermissionDenied
        return report

    def _do(self, request: HttpRequest, report: ReaderReport, verb: Any, said: str) -> HttpResponse:
        try:
            verb(report, by=request.user)
        except EditorialError as refusal:
            self.message_user(request, refusal.message, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:articles_readerreport_change", args=[report.pk]))
        return self._done(request, report, said)

    def _done(self, request: HttpRequest, report: ReaderReport, said: str) -> HttpResponse:
        self.message_user(request, said, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_readerreport_change", args=[report.pk]))

    def _page(self, request: HttpRequest, report: ReaderReport, form: AnswerForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "A reader’s report",
            "original": report,
            "report": report,
            "reported": what_was_read(report),
            "form": form,
            "can_answer": has_role(request.user, Role.EDITOR),
            "others": ReaderReport.objects.open().filter(article=report.article_id).exclude(pk=report.pk).count(),
        }
        return TemplateResponse(request, "admin/articles/readerreport/report.html", context)
