"""Pictures are served under the digest of their bytes, and nothing else is served."""

import hashlib
import os

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

BYTES = b"\xff\xd8\xff a picture"


@pytest.fixture
def picture():
    name = f"figures/{hashlib.sha256(BYTES).hexdigest()}.jpg"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(BYTES))
    yield name
    default_storage.delete(name)


def test_a_picture_may_be_kept_for_ever_because_its_name_is_its_content(client, picture):
    response = client.get(f"/media/{picture}")

    assert response.content == BYTES
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in response.headers and not response.cookies
    assert client.get(f"/media/{picture}", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_a_file_that_was_exchanged_under_its_name_is_not_served(client, picture, caplog):
    with open(default_storage.path(picture), "wb") as file:
        file.write(b"another picture")

    assert client.get(f"/media/{picture}").status_code == 404
    assert "not those it is named after" in caplog.text


@pytest.mark.parametrize(
    "path",
    [
        "figures/../../etc/passwd",
        "../var/secret.key",
        "figures/%2e%2e/%2e%2e/secret.key",
        "figures/" + "a" * 64 + ".svg",
        "figures/" + "a" * 64 + ".jpg/",
        "figures/" + "a" * 64 + ".jpg",
        "figures/" + "A" * 64 + ".jpg",
        "figures/",
        "",
        "/etc/passwd",
    ],
)
def test_nothing_else_under_the_media_root_or_above_it_can_be_named(client, path):
    os.makedirs(settings.MEDIA_ROOT, exist_ok=True)

    assert client.get(f"/media/{path}").status_code == 404


def test_a_file_beside_the_figures_is_not_served(client):
    name = default_storage.save("private.jpg", ContentFile(BYTES))

    assert client.get(f"/media/{name}").status_code == 404
    default_storage.delete(name)
