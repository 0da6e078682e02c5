"""A reader reports a problem with a page (S33)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from articles.editorial.reports import file_report
from articles.models import Publication
from articles.public.delivery import absolute, page
from articles.public.finding import keys_of, with_publication
from articles.public.reporting import ReportForm, is_too_many
from articles.public.views.article import crumbs_to


# Exempt because it is anonymous: without a session there is no power that a forged post could borrow.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@with_publication
def report(request: HttpRequest, publication: Publication) -> HttpResponse:
    if request.method == "POST":
        return receive(request, publication)
    return show(request, publication, ReportForm(content=publication.version.content))


def receive(request: HttpRequest, publication: Publication) -> HttpResponse:
    form = ReportForm(request.POST, content=publication.version.content)
    if form.is_from_a_machine:
        return thank(publication)  # As if it had worked: a machine should learn nothing.
    if not form.is_valid():
        return show(request, publication, form, status=422)
    if is_too_many(request):
        form.add_error(None, "We have had several reports from you within the hour. Please try again later.")
        return show(request, publication, form, status=429)
    file_report(
        publication,
        section_id=form.cleaned_data["section"],
        message=form.cleaned_data["message"],
        email=form.cleaned_data["email"],
    )
    return thank(publication)


@require_safe
@with_publication
def thanks(request: HttpRequest, publication: Publication) -> HttpResponse:
    return page(request, "articles/report_thanks.html", context_of(publication), keys=keys_of(publication))


def thank(publication: Publication) -> HttpResponse:
    response = HttpResponseRedirect(reverse("public:report_thanks", args=[publication.slug]))
    response.headers["Cache-Control"] = "no-store"
    return response


def show(request: HttpRequest, publication: Publication, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {**context_of(publication), "form": form}
    response = page(request, "articles/report.html", context, status=status, keys=keys_of(publication))
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
