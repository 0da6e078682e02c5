"""What is worked out under the text of some pages about the site: an example, all corrections, the people who review.

The table at the end says which page has which. The texts around them are frozen; these follow the site as it stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles.models import BylineRole, EditorialRecord, Event, Publication, PublicationExpert
from articles.pages import keys
from articles.public import example
from articles.public.directory import is_done
from articles.public.paging import leaf_of
from experts.models import Credential, Expert


@dataclass(frozen=True)
class Extra:
    """One of them: its heading, what it shows, and the keys of what makes it another page."""

    template: str
    heading: Any
    context: Callable[[HttpRequest], dict[str, Any]]
    keys: tuple[str, ...] = ()


def pair_of_seals(request: HttpRequest) -> dict[str, Any]:
    return {"example": example.pair()}


def corrections(request: HttpRequest) -> dict[str, Any]:
    """Every correction of a page that is live, newest first, as the ledger has it. Two queries.

    What was withdrawn is not quoted here: its own address says why it is gone.
    """
    live = Publication.objects.live()
    made = EditorialRecord.objects.filter(Exists(live.filter(article=OuterRef("article"))), event=Event.CORRECTED)
    leaf = leaf_of(made.order_by("-at", "-sequence"), request)
    pages = {page.article_id: page for page in live.filter(article__in=[record.article_id for record in leaf.rows])}
    told = [(record, pages[record.article_id]) for record in leaf.rows if record.article_id in pages]
    return {"leaf": leaf, "corrected": [(record, page) for record, page in told if record.is_intact]}


def board(request: HttpRequest) -> dict[str, Any]:
    """Everybody with a valid license or certificate on whose word the badge of a live page rests now. Two queries."""
    today = timezone.now().date()
    valid = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
    held = Credential.objects.filter(valid, expert=OuterRef("pk"), verified_on__lte=today)
    reviews = PublicationExpert.objects.filter(is_done(), role=BylineRole.MEDICAL_REVIEWER)
    reviewers = Expert.objects.filter(Exists(held), Exists(reviews.filter(expert=OuterRef("pk"))))
    leaf = leaf_of(reviewers.order_by("name", "pk"), request)
    # Counted for those who are shown alone: with many pages it is the count that takes its time.
    pages = dict(reviews.filter(expert__in=leaf.rows).values_list("expert").annotate(Count("publication")))
    shown = ("slug", "name", "degrees", "title", "specialties", "portrait")
    members = [{name: getattr(expert, name) for name in shown} | {"pages": pages[expert.pk]} for expert in leaf.rows]
    return {"leaf": leaf, "members": members}


def contact(request: HttpRequest) -> dict[str, Any]:
    return {"contact_email": settings.CONTACT_EMAIL}


EXTRAS = {
    "contact": Extra("site_pages/_contact.html", gettext_lazy("Where to write"), contact),
    "corrections": Extra(
        "site_pages/_corrections.html", gettext_lazy("All corrections, newest first"), corrections, (keys.CORRECTIONS,)
    ),
    "how-we-review": Extra("site_pages/_example.html", gettext_lazy("Two seals, one digit apart"), pair_of_seals),
    "medical-review-board": Extra(
        "site_pages/_board.html", gettext_lazy("Who reviews now"), board, (keys.ARTICLES, keys.EXPERTS)
    ),
}
