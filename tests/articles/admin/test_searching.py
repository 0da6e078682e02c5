"""Search in the lists of articles and versions: every word, in title or address, and never in the texts."""

import pytest
from django.urls import reverse

from articles.admin import searching
from articles.editorial import workflow
from tests import factories
from tests.scenes import scene


@scene
def library(staff):
    """Three articles, each with one version."""
    titles = {
        "sore-joints": "Sore joints",
        "sore-feet-in-summer": "Sore feet",
        "heat": "Heat and blurred sight",
    }
    articles = [factories.make_article(slug, title=title) for slug, title in titles.items()]
    for article in articles:
        workflow.save_draft(article, by=staff.writer)
    return articles


@pytest.fixture
def found(library, staff, client_of):
    """What a list shows for these words: found("article", "sore")."""

    def searched(noun, words):
        page = client_of(staff.editor).get(reverse(f"admin:articles_{noun}_changelist"), {"q": words})
        return sorted(str(getattr(row, "article", row)) for row in page.context["cl"].result_list)

    return searched


@pytest.mark.parametrize("noun", ["article", "version"])
@pytest.mark.parametrize(
    ("words", "titles"),
    [
        ("sore", ["Sore feet", "Sore joints"]),
        ("joints SORE", ["Sore joints"]),
        ("sore summer", ["Sore feet"]),
        ("sight", ["Heat and blurred sight"]),
        ("sore sight", []),
        ("%", []),
        ("  ", ["Heat and blurred sight", "Sore feet", "Sore joints"]),
    ],
)
def test_every_word_stands_in_the_title_or_in_the_address_in_any_order(noun, words, titles, found):
    assert found(noun, words) == titles


def test_the_texts_are_not_searched(found, library):
    assert "Walk" in library[0].sections.first().body
    assert found("article", "walk") == []


def test_a_version_is_found_by_the_beginning_of_its_digest(found, library):
    digest = library[2].versions.get().digest

    assert found("version", digest[:12]) == ["Heat and blurred sight"]
    assert found("version", digest.upper()) == ["Heat and blurred sight"]
    assert found("version", digest[3:15]) == []


@pytest.fixture(params=["few", "many"])
def few_or_many(request, monkeypatch):
    """Whether the articles with these words are few enough to be named by keys."""
    if request.param == "many":
        monkeypatch.setattr(searching, "MOST", 0)


@pytest.mark.parametrize("noun", ["version", "editorialrecord"])
def test_one_word_finds_a_title_and_a_digest(noun, library, staff, found, few_or_many):
    digest = staff.submitted(library[0]).digest
    staff.submitted(factories.make_article("named", title=f"About {digest[:9]}"))

    assert set(found(noun, digest[:9])) == {f"About {digest[:9]}", "Sore joints"}


def test_a_chooser_of_articles_searches_as_the_list_does(staff, client_of, library):
    asked = {"app_label": "articles", "model_name": "relatedarticle", "field_name": "related", "term": "summer sore"}

    answer = client_of(staff.writer).get(reverse("admin:autocomplete"), asked).json()

    assert [row["text"] for row in answer["results"]] == ["Sore feet"]
