"""Pictures: checked, stripped, re-encoded, named by their bytes."""

import hashlib
import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from articles.editorial.pictures import store_picture
from articles.errors import EditorialError

pytestmark = pytest.mark.django_db


def picture(size=(800, 500), format="PNG", **options):
    out = io.BytesIO()
    Image.new("RGB", size, "#17594a").save(out, format, **options)
    return out.getvalue()


def test_every_file_has_the_name_of_its_bytes():
    figure = store_picture(picture(), name="Green", alt="A green field.")

    for row in [{"src": figure.src, "digest": figure.digest}, *figure.renditions]:
        with default_storage.open(row["src"]) as file:
            assert hashlib.sha256(file.read()).hexdigest() == row["digest"]
            assert row["digest"] in row["src"]
    assert [row["width"] for row in figure.renditions] == [480, 800]
    assert (figure.width, figure.height) == (800, 500)


def test_the_same_picture_is_stored_once():
    first = store_picture(picture(), name="Green", alt="A green field.")

    assert store_picture(picture(), name="Again", alt="A green field.") == first


def test_where_it_was_taken_is_not_stored():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    figure = store_picture(picture(format="JPEG", exif=exif), name="Photo", alt="A photo.")

    with default_storage.open(figure.src) as file:
        data = file.read()
    assert b"SecretCamera" not in data
    assert not Image.open(io.BytesIO(data)).getexif()


def test_a_picture_needs_words_or_is_decorative():
    with pytest.raises(EditorialError, match="Describe the picture"):
        store_picture(picture((10, 10)), name="Green")
    assert store_picture(picture((10, 10)), name="Line", is_decorative=True).as_shown()["alt"] == ""


def bomb():
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a JPEG, PNG or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a JPEG, PNG or WebP"),
        (b"<html><script>alert(1)</script></html>", "not a JPEG, PNG or WebP"),
        (b"GIF89a" + b"\0" * 100, "not a JPEG, PNG or WebP"),
        (picture()[:200], "not a JPEG, PNG or WebP"),
        (b"\0" * (15 * 1024 * 1024 + 1), "at most 15 MB"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(EditorialError, match=sentence):
        store_picture(data, name="x", alt="x")


def test_a_decompression_bomb_is_refused():
    with pytest.raises(EditorialError):
        store_picture(bomb(), name="x", alt="x")


def test_a_script_hidden_behind_a_picture_does_not_survive():
    figure = store_picture(picture() + b"<script>alert(1)</script>", name="Polyglot", alt="x")

    with default_storage.open(figure.src) as file:
        assert b"<script>" not in file.read()
