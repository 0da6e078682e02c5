"""The first steps of the way down to a page, in the language of the page."""

from django.utils.translation import gettext

from articles.addresses import address_of

Crumb = tuple[str, str]


def home() -> Crumb:
    return gettext("Home"), address_of("reading:home")


def topics() -> Crumb:
    return gettext("Topics"), address_of("reading:topics")


def experts() -> Crumb:
    return gettext("Experts"), address_of("reading:experts")
