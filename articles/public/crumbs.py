"""The first steps of the way down to a page, in the language of the page."""

from django.urls import reverse
from django.utils.translation import gettext

Crumb = tuple[str, str]


def home() -> Crumb:
    return gettext("Home"), reverse("reading:home")


def topics() -> Crumb:
    return gettext("Topics"), reverse("reading:topics")


def experts() -> Crumb:
    return gettext("Experts"), reverse("reading:experts")
