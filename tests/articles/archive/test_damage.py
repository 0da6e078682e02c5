"""A file that is not whole, or not an archive, is refused with a sentence before a word of it is kept."""

import json

import pytest

from articles.archive.importing import import_archive
from articles.archive.lines import BadArchive
from articles.archive.media import directory_beside
from articles.models import Article, EditorialRecord, Topic
from experts.models import User
from tests.articles.archive.site import lines_of, sealed


def refusal_of(path):
    with pytest.raises(BadArchive) as refused:
        import_archive(path, media=directory_beside(path))
    return str(refused.value)


def nothing_was_kept():
    return not any(model.objects.exists() for model in (User, Topic, Article, EditorialRecord))


def test_a_file_that_was_cut_off_is_named_as_cut(archive):
    lines = archive.read_bytes().splitlines(keepends=True)
    archive.write_bytes(b"".join(lines[:30]))

    assert refusal_of(archive) == "The archive ends within or after line 30, without its trailer: it was cut off."
    assert nothing_was_kept()


def test_a_file_that_was_cut_within_its_last_line_is_named_as_cut(archive):
    archive.write_bytes(archive.read_bytes()[:-2])

    assert "it was cut off" in refusal_of(archive)
    assert nothing_was_kept()


def test_a_flipped_byte_in_a_version_names_its_line(archive):
    lines = archive.read_bytes().splitlines(keepends=True)
    number = next(number for number, line in enumerate(lines, 1) if b'"kind":"version"' in line)
    lines[number - 1] = lines[number - 1].replace(b"150 minutes", b"151 minutes")
    archive.write_bytes(b"".join(lines))

    assert refusal_of(archive).startswith(f"Line {number}, a version: the content does not have its digest")
    assert nothing_was_kept()


def test_a_flipped_byte_that_breaks_a_line_names_it(archive):
    lines = archive.read_bytes().splitlines(keepends=True)
    lines[11] = lines[11].replace(b'"', b"'", 1)
    archive.write_bytes(b"".join(lines))

    assert refusal_of(archive).startswith("Line 12 is not JSON")
    assert nothing_was_kept()


def test_a_flipped_byte_that_still_reads_is_found_too(archive):
    archive.write_bytes(archive.read_bytes().replace(b"Journal of Tests", b"Journal of Pests", 1))

    assert "not those that the trailer was written for" in refusal_of(archive)
    assert nothing_was_kept()


def test_a_line_that_stands_twice_is_found(archive):
    lines = archive.read_bytes().splitlines(keepends=True)
    archive.write_bytes(b"".join([*lines[:9], lines[8], *lines[9:]]))

    assert "something in them was changed, added or lost" in refusal_of(archive)
    assert nothing_was_kept()


def test_a_line_that_its_writer_wrote_twice_counts_once(archive):
    lines = lines_of(archive)
    place = next(place for place, line in enumerate(lines) if line["kind"] == "topic")
    archive.write_bytes(sealed([*lines[: place + 1], lines[place], *lines[place + 1 :]]))

    new = import_archive(archive, media=directory_beside(archive))

    assert new["topic"] == Topic.objects.count() == 2


@pytest.mark.parametrize(
    ("bytes_", "sentence"),
    [
        (b"", "is empty"),
        (b"Once upon a time\n", "Line 1 is not JSON"),
        (b"[]\n", "is not an object with a “kind”"),
        (b'{"kind":"topic"}\n', "Line 1 must be the header of the archive"),
        (b'{"kind":"header","format":"other-2"}\n', "“format” must be one of healthcms-archive-1"),
    ],
)
def test_what_is_no_archive_is_refused(archive, bytes_, sentence):
    archive.write_bytes(bytes_)

    assert sentence in refusal_of(archive)


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("topic", {"slug": "no address"}, "a topic: “slug” may hold letters, digits and hyphens only"),
        ("topic", {"color": "red"}, "a topic: there is no field “color”"),
        ("topic", {"months_between_reviews": 99}, "a topic: “months_between_reviews” must be from 1 to 36"),
        ("topic", {"parent": "nowhere"}, "names the topic “nowhere”"),
        ("expert", {"name": "x" * 121}, "an expert: “name” has 121 characters, and 120 is the most"),
        ("expert", {"disclosures": [{"statement": "x"}]}, "“disclosures” (1) is not as it should be"),
        ("article", {"uid": "12"}, "an article: “uid” must be a UUID"),
        ("article", {"main_topic": "nowhere"}, "names the topic “nowhere”"),
        ("version", {"made_at": "yesterday"}, "a version: “made_at” must be a moment"),
        ("version", {"number": 0}, "a version: “number” must be from 1"),
        ("figure", {"alt": "", "is_decorative": False}, "the database refuses this figure"),
        ("media", {"name": "../../settings.py"}, "is no name of a picture's file"),
        ("media", {"base64": "bm8="}, "do not have their digest"),
        ("media", {"base64": "no!"}, "the picture's bytes are not base64"),
        ("media", {"digest": "0" * 64}, "is not in"),
        ("user", {"roles": ["Kings"]}, "names the role “Kings”"),
        ("user", {"username": ""}, "a user: “username” must not be empty"),
        ("related", {"related": "00000000-0000-4000-8000-000000000000"}, "names the article"),
        ("redirect", {"article": "00000000-0000-4000-8000-000000000000"}, "names the article"),
        ("version", {"made_by": "nobody"}, "names the user “nobody”"),
        ("site_page_version", {"slug": "no-such-page"}, "names the page"),
        ("publication", {"review": 999}, "names the record “999”"),
    ],
)
def test_a_line_with_a_mistake_is_named_by_its_number(archive, kind, change, sentence):
    lines = lines_of(archive)
    place = next(place for place, line in enumerate(lines) if line["kind"] == kind)
    lines[place] |= change
    archive.write_bytes(sealed(lines))

    refusal = refusal_of(archive)

    assert refusal.startswith(f"Line {place + 1}")
    assert sentence in refusal


def test_a_missing_field_is_named(archive):
    lines = lines_of(archive)
    place = next(place for place, line in enumerate(lines) if line["kind"] == "source")
    del lines[place]["title"]
    archive.write_bytes(sealed(lines))

    assert refusal_of(archive) == f"Line {place + 1}, a source: “title” is missing."


def test_a_kind_that_comes_too_late_is_refused(archive):
    lines = lines_of(archive)
    features = [line for line in lines if line["kind"] == "feature"]
    archive.write_bytes(sealed([lines[0], *features, *[line for line in lines[1:] if line not in features]]))

    assert "a user, comes too late" in refusal_of(archive)
    assert nothing_was_kept()


def test_a_line_without_end_does_not_fill_the_memory(archive, monkeypatch):
    monkeypatch.setattr("articles.archive.lines.LONGEST_LINE", 1000)

    assert "is longer than 1,000 bytes" in refusal_of(archive)


def test_counts_stand_in_header_and_trailer(archive):
    header, *_, trailer = [json.loads(line) for line in archive.read_bytes().splitlines()]

    assert header["counts"]["article"] == trailer["counts"]["article"] == 4
