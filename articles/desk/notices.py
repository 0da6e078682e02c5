"""A reviewer's notices. Every notice, in mail and in either desk, is opened through the same door."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from articles.desk.identity import for_staff_of_the_desk
from articles.notices.inbox import do_as_posted, open_notice, shown_to


@for_staff_of_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def inbox(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, do_as_posted(request.user, request.POST))
        return redirect("desk:notices")
    return render(request, "desk/notices.html", shown_to(request.user))


@for_staff_of_the_desk
@require_safe
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one's own notice as read and go where it leads; another person's is not there."""
    return redirect(open_notice(get_object_or_404(request.user.notices, pk=pk)))
