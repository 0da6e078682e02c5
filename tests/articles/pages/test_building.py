"""Publishing makes the pages that it changed, by asking the site as a reader would."""

import json

import pytest
from django.core.management import CommandError, call_command

from articles.editorial import workflow
from articles.models import StoredPage
from articles.pages import building, building_all
from articles.pages.building import build, make, paths_of
from articles.pages.validators import validator

OF_ONE_ANSWER = ("ETag", "Content-Length", "X-Request-ID")
pytestmark = pytest.mark.django_db


@pytest.fixture
def storing(settings):
    settings.PAGES_STORED = True
    settings.SITE_URL = "http://testserver"
    settings.ALLOWED_HOSTS = ["testserver"]


def paths():
    return set(StoredPage.objects.values_list("path", flat=True))


def test_publishing_makes_the_article_and_the_lists_that_show_it(
    storing, staff, article, django_capture_on_commit_callbacks
):
    staff.approved(article)

    with django_capture_on_commit_callbacks(execute=True):
        publication = workflow.publish(article, by=staff.editor)

    assert paths() == set(paths_of(publication))
    assert {"/", "/articles/", "/articles/sore-joints/", "/topics/multiple-sclerosis/"} <= paths()


def test_a_built_page_is_the_page_that_a_reader_gets(storing, staff, article, client):
    staff.published(article)

    assert make("/articles/sore-joints/")

    stored = StoredPage.objects.get(path="/articles/sore-joints/")
    read = client.get("/articles/sore-joints/")
    kept = dict(json.loads(stored.headers))
    assert read["ETag"] == validator(stored.tag, stored.keys, "", read.content)
    assert kept == {name: value for name, value in read.items() if name not in OF_ONE_ANSWER}


def test_building_twice_changes_nothing(storing, staff, article):
    staff.published(article)
    build.func(["/articles/sore-joints/"])
    first = StoredPage.objects.get()

    assert build.func(["/articles/sore-joints/"]) == 1

    assert StoredPage.objects.get().tag == first.tag


def test_a_page_that_is_not_there_is_built_and_not_stored(storing):
    assert make("/articles/nothing/")
    assert not StoredPage.objects.exists()


def test_what_could_not_be_built_is_tried_again_a_few_times(storing, monkeypatch, caplog):
    asked = []
    monkeypatch.setattr(building, "make", lambda path: bool(asked.append(path)))

    assert build.func(["/a/"]) == 0

    assert asked == ["/a/"] * building.TRIES


def test_an_error_is_logged_and_holds_up_nothing(storing, monkeypatch, caplog):
    def broken(*args):
        raise RuntimeError("out of paper")

    monkeypatch.setattr(building, "WSGIRequest", broken)

    assert not make("/a/")
    assert "The page /a/ could not be built" in caplog.text


def test_all_pages_are_made_by_a_command(storing, staff, article, capsys):
    staff.published(article)

    call_command("build_pages", anew=True)

    assert {"/", "/topics/", "/experts/", "/articles/sore-joints/"} <= paths()
    assert "pages are stored" in capsys.readouterr().out


def test_the_command_says_how_many_could_not_be_made(storing, staff, article, monkeypatch):
    staff.published(article)
    monkeypatch.setattr(building_all, "ask_for", lambda path, keep: path != "/")

    with pytest.raises(CommandError, match="1 of 6 pages could not be made"):
        call_command("build_pages")


def test_the_command_says_so_where_no_pages_are_stored():
    with pytest.raises(CommandError, match="PAGES_STORED is off"):
        call_command("build_pages")
