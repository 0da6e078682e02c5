"""What the tests of articles share."""

import pytest

from tests.factories import Staff, make_article


@pytest.fixture
def staff(db):
    return Staff()


@pytest.fixture
def article(staff):
    """A whole draft by the staff's writer, not yet saved as a version."""
    return make_article(author=staff.writer.expert)
