"""One test leaves nothing behind for the next, whatever the database refuses."""

import pytest
from django.core.management import call_command
from django.db import connection

from articles.editorial import workflow
from articles.models import Version, triggers
from tests import factories


@pytest.mark.django_db(transaction=True)
def test_a_transactional_test_can_be_cleaned_up_after_although_versions_are_frozen():
    workflow.save_draft(factories.make_article(), by=factories.make_writer("another_writer"))

    # What Django itself does after this test.
    call_command("flush", interactive=False, verbosity=0)

    assert not Version.objects.exists()
    assert triggers.installed(connection) == triggers.expected()
