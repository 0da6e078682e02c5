"""Every page is made, many at a time; who was interrupted goes on, and no page is kept that is no longer true."""

import brotli
import pytest

from articles.models import StoredPage
from articles.pages import building_all
from articles.pages.building_all import build_all
from articles.pages.dropping import drop
from tests.factories import make_article

ARTICLE = "/articles/sore-joints/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, staff, article):
    settings.PAGES_STORED = True
    settings.SITE_URL = "http://testserver"
    settings.ALLOWED_HOSTS = ["testserver"]
    staff.published(article)
    staff.published(make_article("other", title="Other", author=staff.writer.expert))


@pytest.fixture
def asked(monkeypatch):
    """The paths that Django is asked for."""
    paths = []
    ask_for = building_all.ask_for

    def asked_for(path, *, keep):
        paths.append(path)
        return ask_for(path, keep=keep)

    monkeypatch.setattr(building_all, "ask_for", asked_for)
    return paths


def build(progress=lambda done, of: None):
    return build_all(progress=progress)


def stored():
    return set(StoredPage.objects.values_list("path", flat=True))


def test_every_article_topic_and_list_is_made_and_told(site):
    told = []

    count, failed = build(lambda done, of: told.append((done, of)))

    assert {"/", "/articles/", "/topics/", "/experts/", "/topics/multiple-sclerosis/", ARTICLE} <= stored()
    assert (count, failed) == (len(stored()), 0)
    assert told == [(count, count)]


def test_a_page_made_among_many_is_the_page_that_a_reader_gets(site, client):
    build()

    row = StoredPage.objects.get(path=ARTICLE)
    assert brotli.decompress(row.brotli) == client.get(ARTICLE).content


def test_what_is_stored_already_is_passed_over(site, asked):
    build()
    StoredPage.objects.filter(path=ARTICLE).delete()
    StoredPage.objects.filter(path="/topics/").update(valid_until=1)
    asked.clear()

    build()

    assert sorted(asked) == [ARTICLE, "/topics/"]
    assert stored() >= {ARTICLE, "/topics/"}


def test_what_was_interrupted_goes_on(site, asked, monkeypatch):
    monkeypatch.setattr(building_all, "AT_ONCE", 3)
    store, left = building_all.store, [1]

    def killed_after_some(pages, *, effort):
        if not left.pop():
            raise KeyboardInterrupt
        left.append(0)
        return store(pages, effort=effort)

    monkeypatch.setattr(building_all, "store", killed_after_some)
    with pytest.raises(KeyboardInterrupt):
        build()
    monkeypatch.setattr(building_all, "store", store)
    first = stored()
    asked.clear()

    build()

    assert len(first) == 3 and not first & set(asked)
    assert first | set(asked) == stored()


def test_a_page_that_a_decision_made_untrue_meanwhile_is_made_again(site, asked, monkeypatch):
    store = building_all.store

    def late(pages, *, effort):
        drop(["articles"])
        kept = store(pages, effort=effort)
        assert ARTICLE in [page.path for page in kept] and "/articles/" not in [page.path for page in kept]
        return kept

    monkeypatch.setattr(building_all, "store", late)

    build()

    assert {"/articles/", ARTICLE} <= stored()


def test_a_page_that_cannot_be_made_is_counted_and_holds_up_no_other(site, monkeypatch, caplog):
    ask_for = building_all.ask_for
    monkeypatch.setattr(building_all, "ask_for", lambda path, keep: path != ARTICLE and ask_for(path, keep=keep))

    count, failed = build()

    assert failed == 1 and len(stored()) == count - 1 and ARTICLE not in stored()
