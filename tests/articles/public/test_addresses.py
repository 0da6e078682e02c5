"""Which answer stands at an address: the page, 301, 404 or 410. An unpublished word is at none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication, Redirect
from tests.articles.public.reading import edit, read
from tests.factories import make_article

ADDRESS = "/articles/sore-joints/"
SUBPAGES = ("", "print/", "history/", "report/", "report/thanks/")


@pytest.mark.parametrize("subpage", SUBPAGES)
def test_a_draft_and_an_approved_article_are_not_found(client, staff, subpage):
    article = make_article(author=staff.writer.expert)
    staff.approved(article)

    assert client.get(ADDRESS + subpage).status_code == 404


@pytest.mark.parametrize("subpage", SUBPAGES)
def test_a_scheduled_article_is_not_found_before_its_time(client, staff, subpage):
    article = make_article(author=staff.writer.expert)
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)

    assert client.get(ADDRESS + subpage).status_code == 404
    for path in (
        "/",
        "/articles/",
        "/topics/",
        "/topics/multiple-sclerosis/",
        "/feeds/articles.atom",
        "/sitemaps/articles-1.xml",
    ):
        assert b"ore joints" not in client.get(path).content
        assert b"sore-joints" not in client.get(path).content
    assert client.get("/experts/expert-1/").status_code == 404


def test_a_scheduled_article_is_there_when_its_time_has_come(client, staff, monkeypatch):
    article = make_article(author=staff.writer.expert)
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    later = timezone.now() + timedelta(hours=1)

    monkeypatch.setattr(timezone, "now", lambda: later)

    assert client.get(ADDRESS).status_code == 200


def test_a_new_draft_does_not_show_before_it_is_published(client, staff, published):
    before = client.get(ADDRESS).content
    article = published.article
    edit(article, title="A title that nobody approved")
    workflow.save_draft(article, by=staff.writer)

    assert client.get(ADDRESS).content == before


def test_an_old_address_leads_to_the_new_one_in_one_step(client, staff, published):
    article = published.article
    for slug in ("second-slug", "third-slug"):
        edit(article, slug=slug)
        staff.published(article)

    for old in ("sore-joints", "second-slug"):
        response = client.get(f"/articles/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/articles/third-slug/")
        assert response["Cache-Control"] == "public, max-age=60"
    assert client.get("/articles/sore-joints/print/")["Location"] == "/articles/third-slug/print/"
    assert client.get("/articles/third-slug/").status_code == 200


def test_an_address_that_comes_back_to_its_article_does_not_turn_in_a_circle(client, staff, published):
    article = published.article
    for slug in ("second-slug", "sore-joints"):
        edit(article, slug=slug)
        staff.published(article)

    assert client.get(ADDRESS).status_code == 200
    assert client.get("/articles/second-slug/")["Location"] == ADDRESS


def test_an_old_address_of_an_article_that_is_not_out_is_not_found(client, staff):
    Redirect.objects.create(slug="old", article=make_article(author=staff.writer.expert))

    assert client.get("/articles/old/").status_code == 404


@pytest.mark.parametrize("subpage", SUBPAGES)
def test_a_withdrawn_article_is_gone_with_a_reason_and_something_to_read_instead(client, staff, published, subpage):
    other = staff.published(make_article("other", title="Read me", author=staff.writer.expert))
    workflow.withdraw(
        published.article, reason="Its main study was retracted.", by=staff.editor, replacement=other.article
    )

    page = read(client, ADDRESS + subpage, status=410)

    assert page["withdrawal-reason"] == "Its main study was retracted."
    today = timezone.now()
    assert page["withdrawn-on"] == f"{today:%B} {today.day}, {today.year}"
    assert "Read me" in page["replacement"]
    assert page.robots() == "noindex"
    assert not page.has("section") and not page.has("mark")


def test_a_withdrawn_article_leaves_every_list_at_once(client, staff, published):
    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)

    for path in ("/", "/articles/", "/topics/multiple-sclerosis/", "/feeds/articles.atom", "/sitemaps/articles-1.xml"):
        assert b"sore-joints" not in client.get(path).content, path


def test_a_replacement_that_was_withdrawn_later_is_not_offered(client, staff, published):
    other = staff.published(make_article("other", title="Read me", author=staff.writer.expert))
    workflow.withdraw(published.article, reason="Old.", by=staff.editor, replacement=other.article)
    workflow.withdraw(other.article, reason="Wrong, too.", by=staff.editor)

    assert not read(client, ADDRESS, status=410).has("replacement")


def test_an_old_address_of_a_withdrawn_article_leads_to_the_reason(client, staff, published):
    article = published.article
    edit(article, slug="second-slug")
    staff.published(article)
    workflow.withdraw(article, reason="It was wrong.", by=staff.editor)

    assert client.get(ADDRESS)["Location"] == "/articles/second-slug/"
    assert client.get("/articles/second-slug/").status_code == 410


def test_a_reinstated_article_is_back(client, staff, published):
    workflow.withdraw(published.article, reason="A doubt.", by=staff.editor)
    workflow.reinstate(published.article, note="The doubt was unfounded.", by=staff.editor)

    assert client.get(ADDRESS).status_code == 200
    assert Publication.objects.live().count() == 1


@pytest.mark.parametrize(
    "path",
    [
        "/articles/?after=x",
        "/articles/?before=0",
        "/articles/?after=%D9%A3",
        "/articles/Nothing Here/",
        "/topics/nothing/",
        "/experts/nobody/",
    ],
)
def test_an_address_that_names_nothing_is_not_found(client, published, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/articles/", ADDRESS, "/topics/", "/experts/", "/sitemap.xml", "/robots.txt"])
def test_reading_pages_take_no_posts(client, published, path):
    assert client.post(path).status_code == 405
