"""People and pages for the tests of the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.editorial import workflow
from tests import factories
from tests.articles.admin.filled_form import filled_form
from tests.scenes import scene


@scene
def superuser():
    return factories.make_user(username="sue_superuser", is_staff=True, is_superuser=True)


@scene
def article(staff):
    """A whole draft, saved as version 1."""
    article = factories.make_article()
    workflow.save_draft(article, by=staff.writer)
    article.refresh_from_db()
    return article


@pytest.fixture
def client_of():
    """A browser in which somebody is logged in: client_of(user)."""

    def logged_in(user):
        client = Client()
        client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def save(client_of):
    """Open an article's form, change some fields, and send it: save(article, by=writer, title="...")."""

    def opened_and_sent(article, *, by, **changes):
        client = client_of(by)
        page = client.get(article.get_admin_url())
        return client.post(article.get_admin_url(), filled_form(page, **changes), follow=True)

    return opened_and_sent


@pytest.fixture
def press(client_of):
    """Send the form behind an article's button: press("publish", article, by=editor, change_note="...")."""

    def sent(verb, article, *, by, **typed):
        return client_of(by).post(reverse(f"admin:articles_article_{verb}", args=[article.pk]), typed, follow=True)

    return sent
