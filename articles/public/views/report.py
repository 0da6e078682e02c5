"""A reader reports a problem with a page (S33)."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.editorial.reports import file_report
from articles.models import Publication
from articles.public.delivery import absolute, page
from articles.public.finding import keys_of, with_publication, with_publication_even_withdrawn
from articles.public.reporting import ReportForm, empty_form, is_too_many, stamp_in, version_seen
from articles.public.views.article import crumbs_to


# Exempt because it is anonymous: without a session there is no power that a forged post could borrow.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    return receive(request, slug) if request.method == "POST" else ask(request, slug)


@with_publication
def ask(request: HttpRequest, publication: Publication) -> HttpResponse:
    form = empty_form(publication, section=request.GET.get("section", ""), now=timezone.now())
    return show(request, publication, form)


# Even withdrawn: it may have been while the reader wrote, and their words must not be lost.
@with_publication_even_withdrawn
def receive(request: HttpRequest, publication: Publication) -> HttpResponse:
    now = timezone.now()
    stamp = stamp_in(request.POST.get("stamp", ""), now=now)
    version = version_seen(publication, stamp, now=now)
    form = ReportForm(request.POST, sections=[] if publication.is_withdrawn else version.content["sections"])
    if not form.is_valid():
        return show(request, publication, form, status=422)
    if is_too_many(request):
        form.add_error(None, _("We have had several reports from you within the hour. Please try again later."))
        return show(request, publication, form, status=429)
    file_report(
        publication,
        version=version,
        section_id=form.cleaned_data["section"],
        message=form.cleaned_data["message"],
        email=form.cleaned_data["email"],
        looks_automatic=form.is_filled_in_by_a_machine(stamp, now=now),
        now=now,
    )
    # A machine gets the same answer as a reader: it should learn nothing.
    response = HttpResponseRedirect(reverse("public:report_thanks", args=[publication.slug]))
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
@with_publication
def thanks(request: HttpRequest, publication: Publication) -> HttpResponse:
    return page(request, "articles/report_thanks.html", context_of(publication), keys=keys_of(publication))


def show(request: HttpRequest, publication: Publication, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {**context_of(publication), "form": form}
    # Under no keys, so it is not stored for others, and fresh for a minute: it says when it was opened.
    until = timezone.now() + timedelta(minutes=1)
    response = page(request, "articles/report.html", context, status=status, until=until)
    if status != 200:
        response.headers["Cache-Control"] = "no-store"  # It holds the reader's own words.
    return response


def context_of(publication: Publication) -> dict:
    return {
        "publication": publication,
        "crumbs": [*crumbs_to(publication), (publication.title, publication.get_absolute_url())],
        "canonical": absolute(reverse("public:report", args=[publication.slug])),
        "section": "articles",
    }
