"""The reviewer's pages. A view fetches, calls a verb, and shows its refusal as it is."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from articles.desk import hindrances, page, review, waiting
from articles.desk.evidence import glance_at
from articles.desk.forms import APPROVE, DecisionForm, DeclineForm, ReviewForm
from articles.desk.identity import (
    after_deciding,
    for_reviewers,
    for_staff_of_the_desk,
    latest_version,
    own_assignment,
)
from articles.desk.reading import dressed
from articles.editorial import gate, workflow
from articles.editorial.roles import Role, has_role
from articles.errors import EditorialError
from articles.models import Event, Publication, ReviewAssignment, Version

SECOND = " A second reviewer must say so, too."


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
    jobs = waiting.jobs_of(request.user, today=today)
    context = {
        "jobs": jobs,
        "minutes": sum(job.progress.minutes for job in jobs),
        "due": [(publication, publication.standing()) for publication in due],
        "decided": waiting.decided_lately_by(request.user),
        "hindrance": hindrances.to_reviewing(request.user, on=today),
        "today": today,
    }
    return render(request, "desk/queue.html", context)


@for_reviewers(latest_version)
@require_http_methods(["GET", "HEAD", "POST"])
def version(request: Any, pk: int) -> HttpResponse:
    """Show a frozen page, and take the decision on it."""
    reviewer = request.reader.user
    version, versions = review.opened(pk, by=reviewer)
    today = timezone.now().date()
    latest = gate.latest_review_date(version, on=today)
    form = DecisionForm(request.POST or None, request=request, latest=latest, initial={"digest": version.digest})
    if request.method == "POST" and form.is_valid():
        try:
            with form.proven() as identity:
                said = _decide(version, form, by=reviewer, identity=identity)
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, said)
            return after_deciding(request)
    hindrance = hindrances.to_deciding(version, reviewer, on=today)
    context = {
        **page.shown(version),
        **review.context_of(version, by=reviewer, on=today, hindrance=hindrance, versions=versions),
        "form": form,
        "moved": review.moved_since(version) if hindrance.sentence else [],
        "assignment": review.assignment_of(version),
        "me": reviewer.expert if hasattr(reviewer, "expert") else None,
    }
    context["content"] = dressed(context["reading"], context, request=request)
    return render(request, "desk/version.html", context)


@for_staff_of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def live_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a page as it is live, and take the word that it was checked and needs no change."""
    # By any of its publications: a reminder that was sent before a correction leads to the page as it is now.
    live = Publication.objects.live().with_standing().select_related("article")
    publication = get_object_or_404(live, article__publications=pk)
    version, standing, today = publication.version, publication.standing(), timezone.now().date()
    latest = gate.latest_review_date(version, on=today, event=Event.CONFIRMED_UNCHANGED)
    form = ReviewForm(request.POST or None, request=request, latest=latest, initial={"digest": version.digest})
    if request.method == "POST" and form.is_valid():
        try:
            with form.proven() as identity:
                record = workflow.confirm_unchanged(
                    publication.article, by=request.user, identity=identity, **form.said
                )
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
        else:
            waits = "" if record.is_whole else SECOND
            messages.success(request, f"“{publication.title}” was checked and stays as it is.{waits}")
            return redirect("desk:queue")
    hindrance = hindrances.to_confirming(publication, request.user, on=today)
    versions = {version.pk: version}
    context = {
        **page.shown(version, standing),
        **review.context_of(version, by=request.user, on=today, hindrance=hindrance, versions=versions),
        "form": form,
        "publication": publication,
        "glance": glance_at(publication, on=today),
    }
    context["content"] = dressed(context["reading"], context, request=request)
    return render(request, "desk/live_page.html", context)


@for_reviewers(own_assignment)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: Any, pk: int) -> HttpResponse:
    """Give a review back to the editor. A refusal shows the reason again as it was typed."""
    assignment = get_object_or_404(ReviewAssignment.objects.select_related("article", "reviewer"), pk=pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            workflow.decline(assignment, by=request.reader.user, reason=form.reason)
        except EditorialError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"You declined “{assignment.article}”. The editor sees why.")
            return after_deciding(request)
    return render(request, "desk/decline.html", {"assignment": assignment, "form": form})


def _decide(version: Version, form: DecisionForm, *, by: Any, identity: str) -> str:
    """Call the verb that was chosen and return what to say of it."""
    if form.cleaned_data["decision"] == APPROVE:
        record = workflow.approve(version, by=by, identity=identity, **form.said)
        waits = "" if record.is_whole else SECOND
        return f"You approved version {version.number} of “{version.article}”.{waits}"
    typed = form.cleaned_data
    workflow.request_changes(version, digest=typed["digest"], note=typed["note"], by=by, identity=identity)
    return f"You asked for changes to version {version.number} of “{version.article}”."
