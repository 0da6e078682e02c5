import pytest

from tests.factories import Staff, make_article


@pytest.fixture
def staff(db):
    return Staff()


@pytest.fixture
def published(staff):
    """One article, reviewed and out today."""
    return staff.published(make_article(author=staff.writer.expert))
