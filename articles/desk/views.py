"""The reviewer's pages. A view fetches, calls a verb, and shows its refusal as it is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from articles.desk import hindrances, page, waiting
from articles.desk.changes import changes_since_review
from articles.desk.forms import APPROVE, DecisionForm, DeclineForm, ReviewForm
from articles.editorial import gate, workflow
from articles.editorial.roles import Role, has_role
from articles.errors import EditorialError
from articles.models import Event, Publication, ReviewAssignment, Version


def for_staff_of_the_desk(view: Any) -> Any:
    """Only for people who may see versions: every role may, a reader with an account may not."""
    allowed = permission_required("articles.view_version", raise_exception=True)(view)
    return never_cache(login_required(allowed, login_url="desk:login"))


class LogIn(LoginView):
    """One door for everybody; reviewers, who have no access to the admin, find no other."""

    template_name = "desk/login.html"
    redirect_authenticated_user = False

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        is_reviewer = has_role(user, Role.MEDICAL_REVIEWER)
        return reverse("desk:queue") if is_reviewer or not user.is_staff else reverse("admin:index")


@for_staff_of_the_desk
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    today = timezone.now().date()
    due = waiting.pages_due_of(request.user, today=today)
    context = {
        "jobs": waiting.jobs_of(request.user, today=today),
        "due": [(publication, publication.standing()) for publication in due],
        "decided": waiting.decided_lately_by(request.user),
        "hindrance": hindrances.to_reviewing(request.user, on=today),
        "decline_form": DeclineForm(),
        "today": today,
    }
    return render(request, "desk/queue.html", context)


@for_staff_of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a frozen page, and take the decision on it."""
    version = get_object_or_404(Version.objects.select_related("article__latest_version", "made_by"), pk=pk)
    today = timezone.now().date()
    latest = gate.latest_review_date(version, on=today)
    form = DecisionForm(request.POST or None, latest=latest, initial={"digest": version.digest})
    if request.method == "POST" and form.is_valid():
        try:
            said = _decide(version, form.cleaned_data, by=request.user)
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, said)
            return redirect("desk:queue")
    records = version.article.records.order_by("-sequence").select_related("actor", "version")
    context = {
        **page.shown(version),
        "form": form,
        "article": version.article,
        "hindrance": hindrances.to_deciding(version, request.user, on=today),
        "assignment": version.article.assignments.open().filter(reviewer=request.user).first(),
        "asked": records.filter(event=Event.ASSIGNED, version=version).first(),
        "submitted": records.filter(event=Event.SUBMITTED, version=version).first(),
        "returned": records.filter(event=Event.CHANGES_REQUESTED).first(),
        "changes": changes_since_review(version),
        "decline_form": DeclineForm(),
    }
    return render(request, "desk/version.html", context)


@for_staff_of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def live_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a page as it is live, and take the word that it was checked and needs no change."""
    publication = get_object_or_404(Publication.objects.live().with_standing().select_related("article"), pk=pk)
    version, standing, today = publication.version, publication.standing(), timezone.now().date()
    latest = gate.latest_review_date(version, on=today)
    form = ReviewForm(request.POST or None, latest=latest, initial={"digest": version.digest})
    if request.method == "POST" and form.is_valid():
        try:
            workflow.confirm_unchanged(publication.article, by=request.user, **form.cleaned_data)
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"“{publication.title}” was checked and stays as it is.")
            return redirect("desk:queue")
    context = {
        **page.shown(version, standing),
        "form": form,
        "article": publication.article,
        "publication": publication,
        "hindrance": hindrances.to_confirming(publication, request.user, on=today),
    }
    return render(request, "desk/live_page.html", context)


@for_staff_of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a review back to the editor. A refusal shows the reason again as it was typed."""
    assignment = get_object_or_404(ReviewAssignment.objects.select_related("article", "reviewer"), pk=pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.decline(assignment, by=request.user, reason=form.cleaned_data["reason"])
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"You declined “{assignment.article}”. The editor sees why.")
            return redirect("desk:queue")
    return render(request, "desk/decline.html", {"assignment": assignment, "form": form})


def _decide(version: Version, typed: dict[str, Any], *, by: Any) -> str:
    """Call the verb that was chosen and return what to say of it."""
    seen = {"digest": typed["digest"], "note": typed["note"], "by": by}
    if typed["decision"] == APPROVE:
        workflow.approve(version, next_review_due=typed["next_review_due"], **seen)
        return f"You approved version {version.number} of “{version.article}”."
    workflow.request_changes(version, **seen)
    return f"You asked for changes to version {version.number} of “{version.article}”."
