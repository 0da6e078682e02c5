"""People and texts for the tests of the reviewer's desk."""

import pytest
from django.test import Client

from tests import factories
from tests.scenes import scene


@pytest.fixture
def client_of():
    """A browser in which somebody is logged in: client_of(user)."""

    def logged_in(user):
        client = Client()
        client.force_login(user)
        return client

    return logged_in


@scene
def version(staff):
    """A version in review."""
    return staff.submitted(factories.make_article())
