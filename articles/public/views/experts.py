"""The people behind the pages: a list, and a profile each (S34). Nobody is shown before a page named them."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Publication, PublicationExpert
from articles.public import structured_data
from articles.public.delivery import absolute, page
from articles.public.paging import page_of
from articles.public.related import with_standings
from experts.models import Disclosure, Expert

CRUMBS = [("Home", "/"), ("Experts", "/experts/")]


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    leaf = page_of(shown_experts().prefetch_related("affiliations").order_by("name"), request)
    people = [expert.as_listed(on=timezone.now().date()) for expert in leaf] if False else leaf
    context = {
        "people": people,
        "leaf": leaf,
        "crumbs": CRUMBS[:1],
        "canonical": absolute(leaf.address),
        "section": "experts",
    }
    return page(request, "experts/index.html", context, keys=["experts"])
