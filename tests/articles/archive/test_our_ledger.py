"""Only what this site's key signed comes back as decided: an archive can bring back, and cannot invent."""

import hashlib

import pytest

from articles.archive.importing import import_archive
from articles.archive.lines import BadArchive, as_text
from articles.archive.media import directory_beside
from articles.editorial import signing
from articles.models import Article, EditorialRecord, Publication
from tests.articles.archive.site import lines_of, sealed
from tests.factories import Staff, make_article


def refusal_of(path):
    with pytest.raises(BadArchive) as refused:
        import_archive(path, media=directory_beside(path))
    return str(refused.value)


def test_a_ledger_of_another_key_is_refused(archive):
    header, *lines = lines_of(archive)
    archive.write_bytes(sealed([{**header, "public_key": "A" * 43 + "="}, *lines]))

    assert "signed with another key than this site's" in refusal_of(archive)


def test_an_archive_without_a_ledger_is_no_site_of_ours(archive):
    header, *lines = lines_of(archive)
    archive.write_bytes(sealed([{**header, "public_key": None}, *lines]))

    assert "take it in as drafts" in refusal_of(archive)


def test_a_record_that_was_changed_and_hashed_anew_is_not_signed(archive):
    lines = lines_of(archive)
    place = next(place for place, line in enumerate(lines) if line["kind"] == "record")
    record = {**lines[place]["record"], "note": "Never said."}
    lines[place] |= {"record": record, "hash": hashlib.sha256(as_text(record).encode()).hexdigest()}
    archive.write_bytes(sealed(lines))

    assert refusal_of(archive) == f"Line {place + 1}: Record 1 is not signed with this site's key."
    assert not EditorialRecord.objects.exists()


def test_a_record_that_is_left_out_breaks_the_chain(archive):
    lines = lines_of(archive)
    place = next(place for place, line in enumerate(lines) if line["kind"] == "record")
    archive.write_bytes(sealed([*lines[:place], *lines[place + 1 :]]))

    assert "Record 2 does not go on where the ledger of this site ends (record 0)" in refusal_of(archive)


def test_a_ledger_cannot_be_joined_to_another_one(archive):
    staff = Staff()
    staff.published(make_article("mine", author=staff.writer.expert))

    assert "This site has a ledger of its own" in refusal_of(archive)
    assert not Article.objects.filter(slug="tired-legs").exists()


def test_a_ledger_whose_end_is_missing_does_not_end_as_it_says(archive):
    lines = lines_of(archive)
    last = [line for line in lines if line["kind"] == "record"][-1]
    archive.write_bytes(sealed([line for line in lines if line is not last]))

    assert "does not end as the one in the archive" in refusal_of(archive)


def test_a_version_that_no_record_released_is_not_published(archive):
    lines = lines_of(archive)
    place = next(place for place, line in enumerate(lines) if line["kind"] == "publication")
    draft = next(line for line in lines if line["kind"] == "version" and line["article"] != lines[place]["article"])
    lines[place] |= {"article": draft["article"], "version": draft["number"]}
    archive.write_bytes(sealed(lines))

    assert "did not release this version" in refusal_of(archive)
    assert not Publication.objects.exists()


def test_a_version_that_was_changed_and_hashed_anew_is_not_the_one_in_the_ledger(archive):
    lines = lines_of(archive)
    decided = {line["record"]["digest"] for line in lines if line["kind"] == "record"}
    place = next(place for place, line in enumerate(lines) if line["kind"] == "version" and line["digest"] in decided)
    content = {**lines[place]["content"], "title": "Something else"}
    lines[place] |= {"content": content, "digest": hashlib.sha256(as_text(content).encode()).hexdigest()}
    archive.write_bytes(sealed(lines))

    assert "is about another version than the one in the archive" in refusal_of(archive)


def test_the_header_carries_the_key_that_signed(archive):
    assert lines_of(archive)[0]["public_key"] == signing.public_key()


def test_a_ledger_that_went_another_way_is_refused(archive):
    lines = lines_of(archive)
    records = [place for place, line in enumerate(lines) if line["kind"] == "record"]
    head = {**lines[records[-1]], "hash": "0" * 64}
    import_archive(archive, media=directory_beside(archive))
    archive.write_bytes(sealed([*lines[: records[-1]], head, *lines[records[-1] + 1 :]]))

    assert f"record {len(records)} is not the one that the ledger here has" in refusal_of(archive)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda facts: facts.pop("note"), "the record has no “note”"),
        (lambda facts: facts.update(sequence="1"), "the record is not one of a ledger"),
        (lambda facts: facts.update(details=[]), "the record is not one of a ledger"),
        (lambda facts: facts.update(at="yesterday"), "the record is not one of a ledger"),
    ],
)
def test_a_record_that_is_none_is_named(archive, change, sentence):
    lines = lines_of(archive)
    place = next(place for place, line in enumerate(lines) if line["kind"] == "record")
    change(lines[place]["record"])
    archive.write_bytes(sealed(lines))

    assert refusal_of(archive) == f"Line {place + 1}: {sentence}."
