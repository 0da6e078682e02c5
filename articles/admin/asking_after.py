"""What an editor does about a review that was asked for: chase it, ask somebody else, or let the reviewer off."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse

from articles.admin.verb_forms import AssignForm, VerbForm
from articles.editorial import workflow
from articles.errors import EditorialError
from articles.models import ReviewAssignment


class AboutForm(VerbForm):
    """What is asked about one assignment."""

    def __init__(self, *args: Any, instead_of: ReviewAssignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instead_of = instead_of


class ReleaseForm(AboutForm):
    note = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Why; it stands in the ledger."
    )


class ReassignForm(AssignForm):
    """The same list; the same person may be asked anew for another day."""


@dataclass(frozen=True)
class Act:
    """One button of an open assignment."""

    name: str
    label: str
    form: type[VerbForm]
    perform: Callable[..., Any]
    explanation: str
    done: str


ACTS = (
    Act(
        "chase",
        "Chase…",
        AboutForm,
        workflow.chase,
        "The reviewer is told that you ask after this review, in the app and by mail as they wish; once a day at most.",
        "The reviewer was asked after it.",
    ),
    Act(
        "reassign",
        "Reassign…",
        ReassignForm,
        workflow.reassign,
        "Ask somebody else instead, or the same person for another day. Whoever is released is told.",
        "Somebody else was asked.",
    ),
    Act(
        "release",
        "Release…",
        ReleaseForm,
        workflow.unassign,
        "The reviewer no longer owes this review and is told. The article waits for another reviewer.",
        "The reviewer was released.",
    ),
)


def buttons_of(assignment: ReviewAssignment) -> list[tuple[str, str]]:
    """The words and addresses of what an editor can do about it."""
    where = [assignment.article_id, assignment.pk]
    return [(act.label, reverse(f"admin:articles_article_{act.name}", args=where)) for act in ACTS]


class AskingAfterPages:
    """For the article's admin: addresses such as `/admin/articles/article/7/asked/3/chase/`."""

    def get_urls(self) -> list:
        pages = [
            path(
                f"<int:article_id>/asked/<int:pk>/{act.name}/",
                self.admin_site.admin_view(partial(self.asked_view, act=act)),
                name=f"articles_article_{act.name}",
            )
            for act in ACTS
        ]
        return [*pages, *super().get_urls()]

    def asked_view(self, request: HttpRequest, article_id: int, pk: int, *, act: Act) -> HttpResponse:
        """Say what will happen, then do it. A refusal is shown as it is, with everything that was typed."""
        asked = ReviewAssignment.objects.select_related("article__latest_version", "reviewer")
        assignment = get_object_or_404(asked, pk=pk, article=article_id)
        article = assignment.article
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        data = request.POST if request.method == "POST" else None
        form = act.form(data, article=article, instead_of=assignment)
        if request.method == "POST" and form.is_valid():
            try:
                act.perform(assignment, by=request.user, **form.cleaned_data)
            except EditorialError as refusal:
                form.add_error(None, refusal.message)
            else:
                self.message_user(request, act.done, messages.SUCCESS)
                return HttpResponseRedirect(article.get_admin_url())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": act.label.rstrip("…"),
            "original": article,
            "article": article,
            "verb": act,
            "form": form,
            "assignment": assignment,
        }
        return TemplateResponse(request, act.form.template, context)
