"""Every part of the public pages in every state, from the templates that readers get; in development alone.

A state is given to the newest reviewed page by hand: what is shown here is said of no text.
"""

from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Publication, Standing
from articles.models.standing import UNREVIEWED, ReviewState
from articles.public.delivery import page
from articles.public.example import pair
from articles.public.views.article import shown

COLORS = "paper surface sunk ink soft line edge accent accent-deep accent-tint alarm alarm-tint due due-tint hit art"
# How far from today a review in each state is due.
DUE_IN_DAYS = {
    ReviewState.REVIEWED: 300,
    ReviewState.DUE_SOON: 30,
    ReviewState.DUE: 0,
    ReviewState.OVERDUE: -10,
    ReviewState.LAPSED: -90,
}


class ExampleForm(forms.Form):
    """Three fields, of which two refuse what was typed."""

    section = forms.ChoiceField(choices=[("", "The whole page")], required=False, label="Which part is it about?")
    message = forms.CharField(widget=forms.Textarea, label="What is wrong?")
    email = forms.EmailField(label="Your email address")


@require_safe
def design(request: HttpRequest) -> HttpResponse:
    rows = Publication.objects.live().with_standing().filter(review__isnull=False).newest_first()
    publication = next((row for row in rows if row.standing().reviewer), None)
    if publication is None:
        raise Http404("Publish a reviewed article first: this page shows its parts.")
    today = timezone.now().date()
    standing = replace(publication.standing(), edited_on=None, note="")
    warned = _like(publication, safety_notice="One batch was recalled.\n\nAsk your pharmacist.", safety_notice_on=today)
    states = states_of(standing, today=today)
    context = {
        **shown(publication, states[0][1]),
        "report_address": reverse("public:report", args=[publication.slug]),
        "states": states,
        "lapsed": next(given for _, given in states if given.is_lapsed),
        "warned": warned,
        "bare": _like(publication, card={**publication.card, "figure": None}),
        "fresh_correction": {"on": today.isoformat()},
        "corrections": [{"on": today.isoformat(), "text": "It said mg and means g."}],
        "form": ExampleForm({"section": "", "message": "", "email": "nobody"}),
        "leaf": SimpleNamespace(previous="?", next="?", start="?", is_first=False),
        "example": pair(),
        "colors": COLORS.split(),
        "canonical": "",
        "crumbs": [("Home", "/")],
    }
    return page(request, "design.html", context)


def states_of(standing: Standing, *, today: date) -> list[tuple[str, Standing]]:
    """The standings there can be, each with a word for its state."""
    by_clock = [
        (state.value, replace(standing, state=state, due_on=today + timedelta(days=days)))
        for state, days in DUE_IN_DAYS.items()
    ]
    reviewed = by_clock[0][1]
    return [
        by_clock[0],
        ("reviewed, edited since", replace(reviewed, edited_on=today, note="Two spaces.")),
        ("reviewed by two", replace(reviewed, co_reviewers=tuple(reviewed.reviewers))),
        *by_clock[1:],
        ("unreviewed", UNREVIEWED),
    ]


def _like(publication: Publication, **fields: object) -> Publication:
    """The same page with other fields; never saved."""
    twin = copy(publication)
    for name, value in fields.items():
        setattr(twin, name, value)
    return twin
