"""What the editor page asks while somebody writes: sources and people that fit some words, and new ones of either.

The answers are JSON for static/js/citing.js and experts.js. Who may ask is what Django's permissions say.
"""

import json
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from articles.admin.lists import AuthorsField
from articles.admin.source import SourceForm
from articles.editorial.quoting import add_person
from articles.errors import EditorialError
from articles.evidence.ama import reference_html
from articles.evidence.reference_text import Fields, has_identity, is_reference, key_stem, read_reference
from articles.models import Byline, Citation, Source, SourceStatus
from experts.models import Expert

MOST_SHOWN = 8
MOST_WORDS = 6
# What the small form asks for; everything else can be added to the source later.
ASKED = ["kind", "title", "authors", "container", "publisher", "year", "volume", "issue", "pages", "doi", "pmid", "url"]


class CitingPages:
    """For the article's admin: the addresses of these answers."""

    def get_urls(self) -> list:
        def page(name: str, view: Callable[..., HttpResponse]) -> Any:
            return path(f"citing/{name}/", self.admin_site.admin_view(view), name=f"articles_article_citing_{name}")

        return [page("sources", sources), page("people", people), *super().get_urls()]


@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> JsonResponse:
    """Get: sources that fit `q`, which may be a pasted reference. Post: one new source, or the one known already."""
    _require(request, "articles.view_source")
    if request.method == "POST":
        return _add_source(request)
    words = request.GET.get("q", "")
    fields = read_reference(words)
    pasted = is_reference(fields)
    found = _known(fields) if pasted else _fitting(words)
    return JsonResponse(
        {
            "sources": [shown_source(source) for source in found[:MOST_SHOWN]],
            "fields": _for_the_form(fields) if pasted else None,
        }
    )


def _add_source(request: HttpRequest) -> JsonResponse:
    _require(request, "articles.add_source")
    known = _known(read_reference(" ".join(request.POST.get(name, "") for name in ("doi", "pmid")))).first()
    if known:
        return JsonResponse({"source": shown_source(known), "is_known": True})
    form = SourceForm(_as_posted(request))
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    source = form.save()
    return JsonResponse({"source": shown_source(source), "is_known": False}, status=201)


def _as_posted(request: HttpRequest) -> Any:
    data = request.POST.copy()
    # Nobody has looked it up yet, whatever was posted.
    data["status"] = SourceStatus.UNKNOWN
    return data


@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> JsonResponse:
    """Get: experts whose name or title fits `q`. Post: somebody new, known by name alone."""
    _require(request, "experts.view_expert")
    if request.method == "POST":
        _require(request, "articles.change_article")
        try:
            person = add_person(request.POST.get("name", ""), by=request.user)
        except EditorialError as refusal:
            return JsonResponse({"errors": {"name": [refusal.message]}}, status=400)
        return JsonResponse({"person": shown_person(person)}, status=201)
    found = Expert.objects.all()
    for word in request.GET.get("q", "").split()[:MOST_WORDS]:
        found = found.filter(Q(name__icontains=word) | Q(title__icontains=word))
    return JsonResponse({"people": [shown_person(person) for person in found[:MOST_SHOWN]]})


def shown_source(source: Source) -> dict[str, Any]:
    """One source as the scripts know it. The reference is safe HTML: its formatter escapes every part."""
    return {
        "id": source.pk,
        "label": str(source),
        "html": reference_html(source),
        "kind": source.get_kind_display(),
        "status": source.status,
        "status_label": source.get_status_display(),
        "key": key_stem(source.authors, source.year, title=source.title),
    }


def shown_person(expert: Expert) -> dict[str, Any]:
    """One person as the scripts know them; the text names them by `uid`."""
    return {
        "id": expert.pk,
        "uid": str(expert.uid),
        "name": str(expert),
        "title": expert.title,
        "is_verified": expert.is_verified,
    }


def cited_in(formsets: list) -> dict[str, Any]:
    """The sources in the rows of a form, by id, for the scripts."""
    return {str(source.pk): shown_source(source) for source in _named(formsets, Citation, "source")}


def credited_in(formsets: list) -> dict[str, Any]:
    """The people in the rows of a form, by id, for the scripts."""
    return {str(expert.pk): shown_person(expert) for expert in _named(formsets, Byline, "expert")}


def _named(formsets: list, part: type[Model], name: str) -> list[Any]:
    """What the rows of one part name; one query for those that were chosen in a form that came back refused."""
    rows = [form for formset in formsets if formset.model is part for form in formset.forms]
    stored = [getattr(form.instance, name) for form in rows if name in form.instance._state.fields_cache]
    known = {str(row.pk) for row in stored}
    typed = [form[name].value() for form in rows if name in form.fields]
    chosen = {str(pk) for pk in typed if str(pk or "").isdecimal()} - known
    others = part._meta.get_field(name).related_model._default_manager.filter(pk__in=chosen) if chosen else []
    return [*stored, *others]


def _fitting(words: str) -> QuerySet[Source]:
    """Sources in which every word stands somewhere."""
    found = Source.objects.all()
    for word in words.split()[:MOST_WORDS]:
        # SQLite keeps JSON with its letters escaped, PostgreSQL as they are.
        escaped = json.dumps(word)[1:-1]
        fits = Q(title__icontains=word) | Q(container__icontains=word) | Q(authors__icontains=word)
        fits |= Q(doi__icontains=word) | Q(pmid=word[:10])
        if escaped != word:
            fits |= Q(authors__icontains=escaped)
        if word.isdecimal() and len(word) == 4:
            fits |= Q(year=int(word))
        found = found.filter(fits)
    return found.order_by("-year", "title")


def _known(fields: Fields) -> QuerySet[Source]:
    """Sources of the library that are exactly this one."""
    same = Q()
    for name in ("doi", "pmid", "url"):
        if fields.get(name):
            same |= Q(**{name: fields[name]})
    if fields.get("title") and not has_identity(fields):
        same |= Q(title__iexact=fields["title"])
    elif fields.get("title"):
        same |= Q(title__iexact=fields["title"], year=fields.get("year"))
    return Source.objects.filter(same) if same else Source.objects.none()


def _for_the_form(fields: Fields) -> dict[str, str]:
    """What was read, as text for the fields of the small form; what kind of evidence it is, a person says."""
    kind = "web_page" if fields.get("url") and not fields.get("volume") and not fields.get("doi") else "review"
    texts = {name: str(fields.get(name, "")) for name in ASKED if name not in ("kind", "authors")}
    return {**texts, "kind": kind, "authors": AuthorsField().prepare_value(fields.get("authors", []))}


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
