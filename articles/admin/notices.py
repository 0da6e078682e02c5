"""The page of notices of whoever works in the admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from articles.notices.inbox import do_as_posted, shown_to


@require_http_methods(["GET", "HEAD", "POST"])
def notices_view(request: HttpRequest, *, site: Any) -> HttpResponse:
    if request.method == "POST":
        messages.success(request, do_as_posted(request.user, request.POST))
        return redirect("admin:notices")
    context = {**site.each_context(request), "title": "Notices", **shown_to(request.user)}
    return TemplateResponse(request, "admin/notices.html", context)
