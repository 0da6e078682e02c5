"""The people behind the pages: a list, and a profile each (S34)."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.public import people, structured_data
from articles.public.delivery import absolute, page
from articles.public.paging import leaf_of
from articles.public.related import with_standings
from experts.models import Disclosure

CRUMBS = [("Home", "/"), ("Experts", "/experts/")]


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    leaf = leaf_of(people.public_experts().prefetch_related("affiliations"), request)
    today = timezone.now().date()
    context = {
        "people": [people.listed(expert, on=today) for expert in leaf.rows],
        "leaf": leaf,
        "crumbs": CRUMBS[:1],
        "canonical": absolute(leaf.address),
        "section": "experts",
    }
    return page(request, "experts/index.html", context, keys=["experts"])


@require_safe
def expert(request: HttpRequest, slug: str) -> HttpResponse:
    declared = Disclosure.objects.filter(expert=OuterRef("pk")).order_by("-declared_on", "-pk")
    found = get_object_or_404(
        people.public_experts()
        .prefetch_related("affiliations", "credentials")
        .annotate(
            statement=Subquery(declared.values("statement")[:1]),
            declared_on=Subquery(declared.values("declared_on")[:1]),
        ),
        slug=slug,
    )
    leaf = leaf_of(people.pages_naming(found), request)
    today = timezone.now().date()
    affiliations = [row for row in found.affiliations.all() if row.is_current(on=today)]
    context = {
        "expert": found,
        "person": people.listed(found, on=today),
        "affiliations": affiliations,
        # Only what somebody here checked with the issuer: the rest is a claim.
        "credentials": [row for row in found.credentials.all() if row.is_valid(on=today)],
        "entries": [
            (publication, standing, people.part_in(publication, standing, found))
            for publication, standing in with_standings(leaf.rows)
        ],
        "leaf": leaf,
        "crumbs": CRUMBS,
        "canonical": absolute(leaf.address),
        "structured_data": structured_data.script_text(
            structured_data.expert_page(found, affiliations=affiliations, crumbs=CRUMBS)
        ),
        "section": "experts",
    }
    return page(request, "experts/expert.html", context, keys=["articles", f"expert:{slug}"])
