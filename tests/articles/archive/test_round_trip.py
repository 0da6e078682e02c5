"""What goes out comes in again: ids, digests, the ledger, and what readers see."""

import base64

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.archive.importing import import_archive
from articles.archive.kinds import ORDER
from articles.archive.media import directory_beside
from articles.editorial.verification import faults
from articles.models import Article, EditorialRecord, Publication
from articles.search.finding import find
from articles.search.question import asked
from experts.models import User
from tests.articles.archive.site import PICTURE, PICTURE_NAME, export_to, lines_of, said_by


@pytest.fixture
def empty_storage(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def test_an_archive_has_something_of_every_kind(archive):
    assert {line["kind"] for line in lines_of(archive)} == {"header", *ORDER}


def test_export_import_and_export_again_say_the_same(archive, tmp_path, empty_storage):
    import_archive(archive, media=directory_beside(archive))
    export_to(tmp_path / "again.ndjson")

    assert said_by(tmp_path / "again.ndjson") == said_by(archive)


def test_the_ledger_is_the_same_and_holds(archive):
    import_archive(archive, media=directory_beside(archive))

    records = [line for line in lines_of(archive) if line["kind"] == "record"]
    rows = EditorialRecord.objects.order_by("sequence").values_list("record_hash", "signature")
    assert list(rows) == [(line["hash"], line["signature"]) for line in records]
    assert list(faults()) == []


def test_readers_see_the_same_pages(archive, client):
    import_archive(archive, media=directory_beside(archive))

    page = client.get("/articles/sore-joints-in-ms/")
    assert page.status_code == 200
    assert 'data-part="mark"' in page.content.decode()
    assert "it is 150" in page.content.decode()
    assert client.get("/articles/sore-joints/").status_code == 301
    assert client.get("/articles/old-news/").status_code == 410
    assert client.get("/articles/not-yet/").status_code == 404


def test_pages_are_found_by_words_and_credited_to_people(archive):
    import_archive(archive, media=directory_beside(archive))

    live = Publication.objects.live()
    assert set(find(asked("tired legs"))) == set(live.filter(slug="tired-legs").values_list("pk", flat=True))
    reviewer = User.objects.get(username="rita_reviewer").expert
    assert live.by_expert(reviewer).count() == live.count() == 2


def test_an_article_in_review_is_in_review_again(archive):
    import_archive(archive, media=directory_beside(archive))

    article = Article.objects.get(slug="not-yet")
    assert (article.state, article.latest_version.number) == ("in_review", 1)


def test_who_decided_comes_back_without_a_password_and_deactivated(archive):
    import_archive(archive, media=directory_beside(archive))

    editor = User.objects.get(username="edgar_editor")
    assert not editor.is_active and not editor.has_usable_password()
    assert [group.name for group in editor.groups.all()] == ["Editors"]


def test_somebody_who_decided_nothing_stays_out_of_it(archive, tmp_path):
    import_archive(archive, media=directory_beside(archive))
    User.objects.create_user("only_here")

    export_to(tmp_path / "again.ndjson")

    users = [line["username"] for line in lines_of(tmp_path / "again.ndjson") if line["kind"] == "user"]
    assert users == ["edgar_editor", "rita_reviewer", "wanda_writer"]


def test_somebody_who_is_here_already_stays_as_they_are(archive):
    User.objects.create_user("edgar_editor", password="their own password")

    import_archive(archive, media=directory_beside(archive))

    editor = User.objects.get(username="edgar_editor")
    assert editor.is_active and editor.check_password("their own password")


def test_pictures_lie_beside_the_archive_under_their_digests(archive, empty_storage):
    assert (directory_beside(archive) / PICTURE_NAME[8:72]).read_bytes() == PICTURE

    import_archive(archive, media=directory_beside(archive))

    with default_storage.open(PICTURE_NAME) as file:
        assert file.read() == PICTURE


def test_pictures_can_come_within_the_lines(archive, tmp_path, settings):
    import_archive(archive, media=directory_beside(archive))
    export_to(tmp_path / "whole.ndjson", is_within=True)

    (line,) = [line for line in lines_of(tmp_path / "whole.ndjson") if line["kind"] == "media"]
    assert base64.b64decode(line["base64"]) == PICTURE
    assert not directory_beside(tmp_path / "whole.ndjson").exists()


def test_a_picture_that_the_storage_has_lost_is_named(archive, tmp_path):
    import_archive(archive, media=directory_beside(archive))
    default_storage.delete(PICTURE_NAME)

    _, lost = export_to(tmp_path / "again.ndjson")

    assert PICTURE_NAME in lost


@pytest.mark.django_db(transaction=True)
def test_an_export_only_reads_and_keeps_nobody_from_writing(tmp_path):
    with CaptureQueriesContext(connection) as queries:
        export_to(tmp_path / "site.ndjson")

    reading = {
        "sqlite": "BEGIN DEFERRED",
        "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    }
    assert reading[connection.vendor] in [query["sql"] for query in queries]
