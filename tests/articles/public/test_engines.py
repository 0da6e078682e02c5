"""Readers get the very bytes that Django's own engine makes, and a badge nowhere that the stored text does not earn."""

import pytest
from django.db import connection
from django.template.loader import render_to_string

from articles.models import Publication, Version, triggers
from articles.public import delivery
from articles.templating.rendering import render
from tests.articles.public.reading import read
from tests.articles.public.test_queries import MOST, add, site  # noqa: F401
from tests.factories import today


def test_every_page_is_the_same_by_either_engine(client, site, monkeypatch):  # noqa: F811
    seen = set()

    def by_both(name, values):
        seen.add(name)
        said = render(name, values)
        assert said == render_to_string(name, values), name
        return said

    monkeypatch.setattr(delivery, "render", by_both)
    for path in [*MOST, "/es/", "/es/topics/", "/es/search/?q=joints"]:
        client.get(path.format(today=today()))

    assert {"articles/article.html", "articles/print.html", "410.html", "home.html", "topics/index.html"} <= seen


@pytest.fixture
def neighbors(staff):
    page, other = add(staff, "page"), add(staff, "other")
    return page, other


def tamper(slug):
    version = Version.objects.get(publications__slug=slug)
    document = version.document.replace("150 minutes", "15 minutes")
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_version SET document = %s WHERE id = %s", [document, version.pk])
    triggers.install(connection)


def test_a_card_of_a_page_whose_text_was_altered_has_no_badge(client, neighbors):
    """Nothing of that text is on the card; its review is not that of what readers would find behind it."""
    assert read(client, "/articles/page/").has("card-badge")

    tamper("other")

    page = read(client, "/articles/page/")
    assert page["related-card"] and not page.has("card-badge")
    assert [state.get("data-state") for state in page.all("card-state")] == ["unreviewed"]
    assert page.has("mark")


def test_a_result_of_a_search_whose_text_was_altered_has_no_badge(client, neighbors):
    assert len(read(client, "/search/?q=minutes").all("card-badge")) == 2

    tamper("other")

    page = read(client, "/search/?q=minutes")
    assert len(page.all("entry")) == 2 and len(page.all("card-badge")) == 1
    assert [state.get("data-state") for state in page.all("card-state")] == ["unreviewed"]


def test_an_altered_page_has_no_badge_however_often_it_was_shown_before(client, neighbors):
    for _ in range(2):
        assert read(client, "/articles/page/").has("mark")

    tamper("page")

    assert not read(client, "/articles/page/").has("mark")


def test_a_version_says_of_which_article_it_is_without_being_parsed_whole(neighbors):
    version = Publication.objects.select_related("version").get(slug="page").version

    assert version.article_uid == version.content["article"] == str(neighbors[0].uid)
    assert Version(document='{"schema":1,"article":"x"}').article_uid == "x"
    assert Version(document='{"article":"a\\u0041","b":1}').article_uid == "aA"
    assert Version(document="{}").article_uid is None
