"""Which experts readers may see, and where: whoever an import created stays unseen until a page names them."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models import Publication, PublicationExpert, Standing
from articles.pages.keys import of_profile
from articles.public.shelves import OnShelves, on_the_only
from experts.models import Expert


def public_experts() -> QuerySet[Expert]:
    """Everybody whom a page named, once it was out. They keep their profile when the page changes hands."""
    named = PublicationExpert.objects.filter(expert=OuterRef("pk"), publication__visible_from__lte=timezone.now())
    return Expert.objects.filter(Exists(named)).order_by("name", "pk")


def public_portraits(name: str) -> QuerySet[Expert]:
    """Everybody whose profile readers may see, with the picture file `name` on it: a profile shows the main file."""
    return public_experts().filter(portrait__src=name)


def pages_naming(expert: Expert) -> OnShelves:
    """Live pages that this expert wrote, edited, reviewed or is quoted on, newest first."""
    return on_the_only(of_profile(expert.slug))


PARTS = {"author": _("Wrote it"), "editor": _("Edited it"), "quoted": _("Is quoted in it")}


def part_in(publication: Publication, standing: Standing, expert: Expert) -> str:
    """What this expert did for a page: Wrote it. "Reviewed it" only where the badge is theirs now."""
    uid = str(expert.uid)
    roles = [line["role"] for line in publication.version.content["bylines"] if line["expert"] == uid]
    parts = [str(PARTS[role]) for role in roles if role in PARTS]
    if standing.has_badge and uid in [person["expert"] for person in standing.reviewers]:
        parts.append(gettext("Reviewed it"))
    return ", ".join(dict.fromkeys(parts))


def listed(expert: Expert, *, on: date) -> dict[str, Any]:
    """What a list shows of an expert, in the shape of a byline."""
    return {
        "slug": expert.slug,
        "name": expert.name,
        "degrees": expert.degrees,
        "title": expert.title,
        "portrait": expert.portrait,
        "affiliations": [row.as_credited() for row in expert.affiliations.all() if row.is_current(on=on)],
    }
