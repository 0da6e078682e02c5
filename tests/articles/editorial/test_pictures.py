"""Pictures: checked, stripped, re-encoded, named by their bytes; removed only when nothing shows them."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageCms

from articles.editorial import workflow
from articles.editorial.pictures import get_or_store_picture, remove_picture, store_picture
from articles.errors import EditorialError
from articles.models import Figure
from articles.templatetags.reading import by_type
from experts.models import Expert
from tests.factories import make_article, make_expert

pytestmark = pytest.mark.django_db

GREEN = "#17594a"


def encoded(image, format="PNG", **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def picture(size=(800, 500), format="PNG", colour=GREEN, **options):
    return encoded(Image.new("RGB", size, colour), format, **options)


def stored(data, **words):
    return store_picture(data, **{"name": "Green", "alt": "A green field.", **words})


def pixels(figure):
    with default_storage.open(figure.src) as file:
        return Image.open(io.BytesIO(file.read())).convert("RGB")


def is_near(pixel, wanted, *, by=8):
    return all(abs(one - other) <= by for one, other in zip(pixel, wanted, strict=True))


# --- What is stored


def test_every_file_has_the_name_of_its_bytes_and_is_what_it_says():
    figure = stored(picture())

    for row in [{"src": figure.src, "digest": figure.digest, "type": "image/jpeg"}, *figure.renditions]:
        with default_storage.open(row["src"]) as file:
            data = file.read()
        assert hashlib.sha256(data).hexdigest() == row["digest"]
        assert row["digest"] in row["src"]
        assert Image.open(io.BytesIO(data)).get_format_mimetype() == row["type"]
    assert (figure.width, figure.height) == (800, 500)


@pytest.mark.parametrize(
    ("size", "widths"),
    [
        ((2400, 1500), [480, 960, 1600]),
        ((1600, 1000), [480, 960, 1600]),
        ((800, 500), [480, 800]),
        ((300, 300), [120, 240, 300]),
        ((100, 100), [100]),
    ],
)
def test_a_picture_has_three_sizes_in_two_formats_and_none_is_larger_than_it_was(size, widths):
    figure = stored(picture(size))

    shown = [(row["type"], row["width"]) for row in figure.renditions]
    assert shown == [("image/avif", width) for width in widths] + [("image/webp", width) for width in widths]
    assert figure.width == min(size[0], 1600)


def test_a_page_offers_avif_first_then_webp():
    types = [type for type, _ in by_type(stored(picture()).renditions)]

    assert types == ["image/avif", "image/webp"]


def test_the_same_picture_has_the_same_files_whenever_it_is_stored():
    first = stored(picture())
    before = first.as_shown()
    first.delete()

    assert stored(picture()).as_shown() == before


def test_the_same_picture_is_stored_once_and_keeps_its_words():
    first = stored(picture())

    again, is_new = get_or_store_picture(picture(), name="Again", alt="Other words.")

    assert (again, is_new) == (first, False)
    assert again.alt == "A green field."


def test_a_picture_needs_words_or_is_decorative():
    with pytest.raises(EditorialError, match="Describe the picture"):
        store_picture(picture((10, 10)), name="Green")
    assert store_picture(picture((10, 10)), name="Line", is_decorative=True).as_shown()["alt"] == ""


def test_where_and_with_what_it_was_taken_is_not_stored():
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "SecretPlace"
    figure = stored(picture(format="JPEG", exif=exif, comment=b"SecretComment", xmp=b"<x>SecretXmp</x>"))

    for name in figure.file_names():
        with default_storage.open(name) as file:
            data = file.read()
        image = Image.open(io.BytesIO(data))
        assert b"Secret" not in data
        assert not image.getexif() and not {"exif", "comment", "xmp", "icc_profile"}.intersection(image.info)


# --- How it looks


def test_a_photo_that_lies_on_its_side_is_set_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    image = Image.new("RGB", (80, 40), "red")
    image.paste("blue", (0, 0, 40, 40))

    figure = stored(encoded(image, "JPEG", exif=exif, quality=95))

    assert (figure.width, figure.height) == (40, 80)
    assert is_near(pixels(figure).getpixel((20, 10)), (0, 0, 255), by=20)


def test_colours_of_another_space_are_converted():
    swapped = profile_with_red_and_blue_exchanged()
    figure = stored(encoded(Image.new("RGB", (40, 40), (250, 10, 10)), "PNG", icc_profile=swapped))

    assert is_near(pixels(figure).getpixel((20, 20)), (10, 10, 250), by=20)


def profile_with_red_and_blue_exchanged():
    """The profile of sRGB with two primaries exchanged: a picture in it is only right when it is converted."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack(">I", data[128:132])
    at = {bytes(data[132 + 12 * n : 136 + 12 * n]): 132 + 12 * n for n in range(count)}
    red, blue = at[b"rXYZ"], at[b"bXYZ"]
    data[red : red + 4], data[blue : blue + 4] = b"bXYZ", b"rXYZ"
    return bytes(data)


def test_a_broken_colour_profile_is_ignored():
    figure = stored(picture(icc_profile=b"no profile at all"))

    assert is_near(pixels(figure).getpixel((9, 9)), (0x17, 0x59, 0x4A))


def test_a_picture_for_print_is_stored_for_screens():
    figure = stored(encoded(Image.new("CMYK", (40, 40), (0, 255, 255, 0)), "JPEG", quality=95))

    assert is_near(pixels(figure).getpixel((9, 9)), (255, 0, 0), by=30)


def test_sixteen_bits_of_grey_keep_their_shades():
    image = Image.new("I;16", (40, 40), 128 * 256)

    assert is_near(pixels(stored(encoded(image))).getpixel((9, 9)), (128, 128, 128))


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode):
    image = Image.new("RGBA", (40, 40), (0, 0, 0, 0)).convert(mode)
    options = {"transparency": image.getpixel((0, 0))} if mode == "P" else {}

    assert is_near(pixels(stored(encoded(image, **options))).getpixel((9, 9)), (255, 255, 255))


@pytest.mark.parametrize("mode", ["1", "L", "P"])
def test_every_kind_of_plain_picture_is_stored(mode):
    figure = stored(encoded(Image.new("RGB", (40, 40), "white").convert(mode)))

    assert is_near(pixels(figure).getpixel((9, 9)), (255, 255, 255))


def test_of_a_phones_two_pictures_the_first_is_the_photograph():
    first, second = Image.new("RGB", (40, 40), "red"), Image.new("RGB", (40, 40), "blue")

    figure = stored(encoded(first, "MPO", save_all=True, append_images=[second]))

    assert is_near(pixels(figure).getpixel((9, 9)), (254, 0, 0))


# --- What is refused


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(width=30000, height=30000):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def moving(format):
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    return encoded(frames[0], format, save_all=True, append_images=frames[1:])


def with_archive():
    out = io.BytesIO(picture(format="JPEG"))
    out.seek(0, io.SEEK_END)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("payload.js", "alert(1)")
    return out.getvalue()


def with_pdf():
    """A JPEG whose comment begins a PDF, near enough to its start for viewers to take it for one."""
    return picture(format="JPEG", comment=b"%PDF-1.7\n1 0 obj<</OpenAction 2 0 R>>endobj")


NOTHING = "not a JPEG, PNG or WebP picture"
PIXELS = "more than 40 megapixels"
HIDDEN = "Another file is hidden in this picture"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", NOTHING, id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NOTHING, id="svg"),
        pytest.param(b"<html><script>alert(1)</script></html>", NOTHING, id="html"),
        pytest.param(encoded(Image.new("RGB", (9, 9)), "GIF"), NOTHING, id="gif"),
        pytest.param(encoded(Image.new("RGB", (9, 9)), "TIFF"), NOTHING, id="tiff"),
        pytest.param(encoded(Image.new("RGB", (9, 9)), "PDF"), NOTHING, id="pdf"),
        pytest.param(picture()[:200], NOTHING, id="truncated png"),
        pytest.param(picture(format="JPEG")[:-900], NOTHING, id="truncated jpeg"),
        pytest.param(picture(format="WEBP")[:-60], NOTHING, id="truncated webp"),
        pytest.param(bomb(), PIXELS, id="bomb"),
        pytest.param(bomb(8000, 8000), PIXELS, id="smaller bomb"),
        pytest.param(bomb(12000, 12000), PIXELS, id="bomb that Pillow only warns of"),
        pytest.param(bomb(30_000_000, 1), "ten times as long", id="thread"),
        pytest.param(b"\0" * (15 * 1024 * 1024 + 1), "at most 15 MB", id="too many bytes"),
        pytest.param(moving("WEBP"), "This picture moves", id="animated webp"),
        pytest.param(moving("PNG"), "This picture moves", id="animated png"),
        pytest.param(with_archive(), HIDDEN, id="zip behind a jpeg"),
        pytest.param(with_pdf(), HIDDEN, id="pdf within a jpeg"),
        pytest.param(picture() + b"<script>alert(1)</script>", HIDDEN, id="script behind a png"),
        pytest.param(picture(format="JPEG", comment=b"<?php system($_GET[0]) ?>"), HIDDEN, id="php in a comment"),
        pytest.param(picture(format="JPEG") + b"\n<!DOCTYPE html><p>", HIDDEN, id="page behind a jpeg"),
    ],
)
def test_what_is_no_plain_picture_is_refused_with_a_sentence_and_not_stored(data, sentence):
    with pytest.raises(EditorialError, match=sentence) as refusal:
        stored(data)

    assert refusal.value.message.endswith((".", "it.", "first."))
    assert not Figure.objects.exists()


# --- Removing


@pytest.fixture
def figure():
    return stored(picture())


@pytest.fixture
def remove(staff, django_capture_on_commit_callbacks):
    def removed(figure, *, by=None):
        with django_capture_on_commit_callbacks(execute=True):
            remove_picture(figure, by=by or staff.editor)

    return removed


def test_a_picture_that_nothing_shows_goes_with_all_its_files(remove, figure):
    names = figure.file_names()

    remove(figure)

    assert not Figure.objects.exists()
    assert not any(default_storage.exists(name) for name in names)


def test_a_file_that_another_picture_has_as_well_stays(remove, figure):
    # Of the same colour and shape: at 480 pixels they are the same file.
    other = stored(picture((1600, 1000)))
    shared = set(figure.file_names()) & set(other.file_names())
    assert shared

    remove(figure)

    assert all(default_storage.exists(name) for name in other.file_names())


def test_only_an_editor_removes_a_picture(remove, figure, staff):
    with pytest.raises(EditorialError, match="Only an editor can do this"):
        remove(figure, by=staff.writer)


def test_a_picture_in_a_draft_stays(remove, figure, staff):
    article = make_article()
    article.sections.filter(position=0).update(figure=figure)

    with pytest.raises(EditorialError, match="Green is used in the draft “Sore joints”. Take it out there first."):
        remove(figure)


def test_a_picture_on_a_profile_stays(remove, figure):
    Expert.objects.filter(pk=make_expert(name="Ana Face").pk).update(portrait=figure.as_shown())

    with pytest.raises(EditorialError, match="Green is used in the profile of Ana Face, MD"):
        remove(figure)


def test_a_picture_in_an_old_version_stays_although_nothing_shows_it_any_more(remove, figure, staff):
    article = make_article(hero=figure)
    workflow.save_draft(article, by=staff.writer)
    type(article).objects.update(hero=None)

    with pytest.raises(EditorialError, match="Green stands in version 1 of “Sore joints”"):
        remove(figure)


def test_a_portrait_that_a_decision_carries_stays(remove, figure, staff):
    Expert.objects.filter(pk=staff.reviewer.expert.pk).update(portrait=figure.as_shown())
    staff.reviewer.refresh_from_db()
    staff.published(make_article())
    Expert.objects.update(portrait=None)

    with pytest.raises(EditorialError, match="stands in the ledger as somebody's portrait"):
        remove(figure)
