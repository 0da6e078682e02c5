"""One test leaves nothing behind for the next, whatever the database refuses."""

import pytest
from django.db import connection

from articles.editorial import workflow
from articles.models import Version, triggers
from tests import factories


@pytest.mark.parametrize("turn", ["first", "second"])
@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_can_be_cleaned_up_after_although_versions_are_frozen(turn):
    assert not Version.objects.exists()
    assert triggers.installed(connection) == triggers.expected()

    workflow.save_draft(factories.make_article(), by=factories.make_writer("another_writer"))


def test_a_test_within_a_transaction_sees_nothing_of_it(db):
    assert not Version.objects.exists()
    assert triggers.installed(connection) == triggers.expected()
