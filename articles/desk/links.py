"""The way in for a reviewer without a password at hand: the link of a mail, then a code from another one.

The link's page says nothing of the article, and looking at it changes nothing: mail programs look at links, too.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.desk import grants
from articles.desk.forms import CodeForm
from articles.desk.identity import masked, needs_no_grant
from articles.editorial import one_time_codes, review_links
from articles.errors import EditorialError
from articles.models import ReviewLink
from articles.notices.mail import mail_review_link

# The address is a secret, so it is told to no page, ours included. "no-referrer" would say so, too, but browsers then
# hide the origin of a form, and Django refuses the form.
HEADERS = {"Referrer-Policy": "strict-origin", "X-Robots-Tag": "noindex, nofollow, noarchive"}
NEW_MAIL = (
    "If the review is still open, a new mail with a new link goes to the reviewer's own address now. "
    "It is sent every ten minutes at most."
)


@needs_no_grant
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Offer a code, take a code; then the link is spent and this browser has the one review."""
    link = review_links.open_link(token)
    if link is None:
        return _closed(request, token)
    reviewer = link.assignment.reviewer
    if request.user.is_authenticated:
        # Somebody else is refused as if the link were none: it was not meant for them.
        return redirect(_review_of(link)) if request.user.pk == reviewer.pk else _closed(request, token)
    form = CodeForm()
    context: dict[str, Any] = {"form": form, "address": masked(reviewer.email), "until": link.expires_at}
    if "mail_code" in request.POST:
        try:
            one_time_codes.send_code(reviewer, browser=grants.browser_of(request))
            grants.note_asked(request)
            context["said"] = "The code is on its way. It is good for ten minutes, in this browser."
        except EditorialError as refusal:
            context["refused"] = refusal.message
    elif request.method == "POST":
        context["form"] = form = CodeForm(request.POST)
        if form.is_valid():
            try:
                return _let_in(request, link, form.cleaned_data["code"])
            except EditorialError as refusal:
                form.add_error("code", refusal.message)
    context["has_asked"] = form.is_bound or grants.has_browser_asked(request)
    return _page(request, "desk/link.html", context)


@needs_no_grant
@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """End what the link opened; a log-in has its own way out."""
    if grants.is_held(request):
        grants.end(request)
    return redirect("desk:done")


@needs_no_grant
@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    return _page(request, "desk/link_done.html", {})


def _let_in(request: HttpRequest, link: ReviewLink, code: str) -> HttpResponse:
    one_time_codes.spend(link.assignment.reviewer, code, browser=grants.browser_of(request))
    review_links.use_link(link)
    grants.give(request, link.assignment)
    return redirect(_review_of(link))


def _review_of(link: ReviewLink) -> str:
    return reverse("desk:version", args=[link.assignment.article.latest_version_id])


def _closed(request: HttpRequest, token: str) -> HttpResponse:
    """Used, run out, not ours, or for somebody else: all are told the same, and so is who asks for a new mail."""
    context = {"sentence": review_links.CLOSED}
    if "mail_link" in request.POST:
        context["said"] = NEW_MAIL
        assignment = review_links.to_mail_anew(token)
        if assignment:
            mail_review_link.enqueue(assignment.pk)
    return _page(request, "desk/link_closed.html", context, status=403)


def _page(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
