"""The people behind the pages: a list, and a profile each (S34)."""

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles.pages import keys
from articles.public import crumbs, directory, people, social, structured_data, structured_lists
from articles.public.delivery import absolute, page
from articles.public.lines import grouped, leaf_among
from articles.public.paging import leaf_of, without_page_numbers
from articles.public.related import with_standings
from experts.models import Disclosure, Expert


@require_safe
@without_page_numbers
def experts(request: HttpRequest) -> HttpResponse:
    found = directory.found(request.GET)
    leaf = leaf_among(found.lines, request, choices=found.choices)
    # Letters are a help where there is more than one leaf of names.
    is_long = len(found.lines) > len(leaf.rows)
    rows = Expert.objects.prefetch_related("affiliations").in_bulk([line.key for line in leaf.rows])
    shown = [rows[key] for key in dict.fromkeys(line.key for line in leaf.rows) if key in rows]
    parts = directory.counted(shown)
    today = timezone.now().date()
    way = [crumbs.home()]
    context = {
        "found": found,
        # Somebody who was removed between the two queries is no row any more.
        "groups": grouped(
            (
                line.group if is_long or found.is_by_specialty else "",
                (people.listed(rows[line.key], on=today), rows[line.key].specialties, parts[line.key]),
            )
            for line in leaf.rows
            if line.key in rows
        ),
        "leaf": leaf,
        "letters": [(letter, leaf.at(after=place)) for letter, place in found.letters] if is_long else [],
        "crumbs": way,
        "canonical": absolute(leaf.address),
        "structured_data": structured_lists.collection(
            name=gettext("The people behind our pages"),
            address=leaf.address,
            items=[(expert.credited_name, expert.get_absolute_url()) for expert in shown],
            way=way,
        ),
        "section": "experts",
    }
    return page(request, "experts/index.html", context, keys=[keys.EXPERTS])


@require_safe
@without_page_numbers
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
    way = [crumbs.home(), crumbs.experts()]
    # Only what somebody here checked with the issuer: the rest is a claim.
    credentials = [row for row in found.credentials.all() if row.is_valid(on=today)]
    context = {
        "expert": found,
        "person": people.listed(found, on=today),
        "affiliations": affiliations,
        "credentials": credentials,
        "entries": [
            (publication, standing, people.part_in(publication, standing, found))
            for publication, standing in with_standings(leaf.rows)
        ],
        "leaf": leaf,
        "crumbs": way,
        "canonical": absolute(leaf.address),
        "social": social.of_expert(found),
        "structured_data": structured_data.script_text(
            structured_data.expert_page(found, affiliations=affiliations, credentials=credentials, crumbs=way)
        ),
        "section": "experts",
    }
    return page(request, "experts/expert.html", context, keys=[keys.of_profile(slug)])
