"""An import can be run again: after it ended, after it was killed, and after a line was mended."""

import pytest

from articles.archive import importing
from articles.archive.importing import import_archive
from articles.archive.lines import BadArchive
from articles.archive.media import directory_beside
from articles.editorial.verification import faults
from articles.models import Article, EditorialRecord, Redirect, Topic, Version
from tests.articles.archive.site import export_to, lines_of, said_by, sealed
from tests.factories import make_expert


def test_a_second_run_changes_nothing(archive, tmp_path):
    import_archive(archive, media=directory_beside(archive))

    again = import_archive(archive, media=directory_beside(archive))

    export_to(tmp_path / "again.ndjson")
    assert not any(again.values())
    assert said_by(tmp_path / "again.ndjson") == said_by(archive)


@pytest.mark.parametrize("batches", [1, 7, 12, 16, 19])
def test_an_import_that_was_killed_goes_on(archive, tmp_path, monkeypatch, batches):
    monkeypatch.setattr(importing, "AT_ONCE", 3)
    take, left = importing.take, [batches]

    def die_after_some(*arguments):
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return take(*arguments)

    monkeypatch.setattr(importing, "take", die_after_some)
    with pytest.raises(KeyboardInterrupt):
        import_archive(archive, media=directory_beside(archive))
    monkeypatch.setattr(importing, "take", take)

    import_archive(archive, media=directory_beside(archive))

    export_to(tmp_path / "again.ndjson")
    assert said_by(tmp_path / "again.ndjson") == said_by(archive)
    assert list(faults()) == []


def test_a_batch_with_a_bad_line_leaves_nothing_and_those_before_stay(archive, monkeypatch):
    monkeypatch.setattr(importing, "AT_ONCE", 2)
    lines = lines_of(archive)
    articles = [place for place, line in enumerate(lines) if line["kind"] == "article"]
    mended = lines[articles[3]]
    lines[articles[3]] = {**mended, "slug": lines[articles[0]]["slug"]}
    archive.write_bytes(sealed(lines))

    with pytest.raises(BadArchive, match=f"Line {articles[3] + 1}: the address “.*” belongs to “Sore joints” here"):
        import_archive(archive, media=directory_beside(archive))
    assert (Article.objects.count(), Topic.objects.count()) == (2, 2)

    lines[articles[3]] = mended
    archive.write_bytes(sealed(lines))
    import_archive(archive, media=directory_beside(archive))
    assert Article.objects.count() == 4


def test_a_version_with_other_words_than_the_one_here_is_refused(archive):
    import_archive(archive, media=directory_beside(archive))
    version = Version.objects.order_by("pk").first()
    lines = lines_of(archive)
    other = next(line for line in lines if line["kind"] == "version" and line["digest"] != version.digest)
    place = next(place for place, line in enumerate(lines) if line.get("digest") == version.digest)
    lines[place] |= {"content": other["content"], "digest": other["digest"]}
    archive.write_bytes(sealed(lines))

    with pytest.raises(BadArchive, match=f"Line {place + 1}: version 1 of “.*” is here already, with other content"):
        import_archive(archive, media=directory_beside(archive))


def test_an_old_address_that_leads_elsewhere_by_now_is_refused(archive):
    import_archive(archive, media=directory_beside(archive))
    Redirect.objects.filter(slug="sore-joints").update(article=Article.objects.get(slug="tired-legs"))

    with pytest.raises(BadArchive, match="the old address “sore-joints” leads elsewhere already"):
        import_archive(archive, media=directory_beside(archive))


def test_a_profile_whose_address_is_taken_is_refused(archive):
    line = next(line for line in lines_of(archive) if line["kind"] == "expert")
    make_expert(name="Una Unique", slug=line["slug"])

    with pytest.raises(BadArchive, match=f"the profile address “{line['slug']}” belongs to Una Unique here"):
        import_archive(archive, media=directory_beside(archive))


def test_progress_is_told_by_lines(archive):
    told = []

    import_archive(archive, media=directory_beside(archive), progress=lambda done, of: told.append((done, of)))

    of = len(archive.read_bytes().splitlines())
    assert told == sorted(told)
    assert told[-1] == (of - 1, of)
    assert EditorialRecord.objects.exists()
