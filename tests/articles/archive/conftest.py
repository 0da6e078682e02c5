"""An archive of a small site, for an empty database."""

import pytest

from tests.articles.archive.site import copied


@pytest.fixture
def archive(db, tmp_path):
    return copied(tmp_path)
