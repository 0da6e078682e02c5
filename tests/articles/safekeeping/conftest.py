"""A live article with one real file of a picture, in places of this test's own."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from articles.models import Figure, search_document, triggers
from tests.articles.conftest import article, staff
from tests.scenes import scene

__all__ = ["article", "staff"]

BYTES = b"what a picture is made of"
NAME = f"figures/{hashlib.sha256(BYTES).hexdigest()}.jpg"


@scene
def live(staff, article):
    return publish(staff, article)


def publish(staff, article):
    publication = staff.published(article)
    # The factory's picture has words and no file.
    Figure.objects.update(src=NAME, renditions=[])
    publication.files.all().delete()
    publication.files.create(name=NAME)
    # Tests that empty the tables do so behind the back of the index.
    search_document.rebuild(connection)
    return publication


@pytest.fixture(autouse=True)
def own_places(settings, tmp_path):
    settings.PAGES_STORED = True
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SITE_URL = "http://testserver"
    settings.ALLOWED_HOSTS = ["testserver"]
    default_storage.save(NAME, ContentFile(BYTES))


@pytest.fixture
def tamper():
    """Change a row as somebody would who has the database's password."""

    def tampered(statement, *parameters):
        triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute(statement, parameters)
        triggers.install(connection)

    return tampered
