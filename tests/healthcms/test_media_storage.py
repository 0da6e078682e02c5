"""Wherever pictures are kept, readers get them from the site, and only while a page shows them."""

import hashlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, default_storage

from articles.models import PublicationFile
from healthcms.media_storage import is_usable, storage_for
from tests.healthcms.test_settings import PRODUCTION, run

BYTES = b"a picture's bytes"
NAME = f"figures/{hashlib.sha256(BYTES).hexdigest()}.jpg"


class Elsewhere(Storage):
    """Keeps files in no folder, as a bucket does: whoever asks for a path on disk gets none."""

    def __init__(self):
        self.files = {}

    def _save(self, name, content):
        self.files[name] = content.read()
        return name

    def _open(self, name, mode="rb"):
        if name not in self.files:
            raise FileNotFoundError(name)
        return ContentFile(self.files[name])

    def exists(self, name):
        return name in self.files

    def url(self, name):
        return f"/media/{name}"


@pytest.fixture
def elsewhere(settings):
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Elsewhere"}}


@pytest.mark.django_db
def test_a_picture_is_private_until_a_live_page_shows_it(elsewhere, client, staff, article):
    publication = staff.published(article)
    default_storage.save(NAME, ContentFile(BYTES))
    assert client.get(f"/media/{NAME}").status_code == 404

    PublicationFile.objects.create(publication=publication, name=NAME)

    answer = client.get(f"/media/{NAME}")
    assert (answer.status_code, answer.content) == (200, BYTES)


@pytest.mark.django_db
def test_bytes_that_were_exchanged_are_served_to_nobody(elsewhere, client, staff, article):
    publication = staff.published(article)
    PublicationFile.objects.create(publication=publication, name=NAME)
    default_storage.save(NAME, ContentFile(b"something else"))

    assert client.get(f"/media/{NAME}").status_code == 404


def test_a_bucket_is_named_with_its_prefix():
    found = storage_for("s3://pictures/healthcms/live/")

    assert found["BACKEND"] == "healthcms.bucket.Bucket"
    assert (found["OPTIONS"]["bucket_name"], found["OPTIONS"]["location"]) == ("pictures", "healthcms/live")
    assert storage_for("")["BACKEND"].endswith("FileSystemStorage")


@pytest.mark.parametrize("address", ["pictures", "s3:///prefix", "https://pictures.example", "s3://a/b?c=d"])
def test_another_address_is_refused(address):
    done = run("manage.py", "check", **(PRODUCTION | {"MEDIA_STORAGE": address}))

    assert not is_usable(address)
    assert done.returncode == 1 and "MEDIA_STORAGE is not usable" in done.stderr


def test_what_a_bucket_needs_is_not_loaded_where_there_is_none():
    code = "import django, sys; django.setup(); print([n for n in ('storages', 'boto3') if n in sys.modules])"
    done = run("-c", code, **(PRODUCTION | {"DJANGO_SETTINGS_MODULE": "healthcms.settings"}))

    assert done.stdout.strip() == "[]", done.stderr
