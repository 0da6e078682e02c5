"""Below the neighbors that an editor chose, the form says which ones were computed, and why."""

import pytest

from articles.editorial import workflow
from tests import factories


@pytest.fixture
def neighbors(staff):
    first, second = factories.make_article(), factories.make_article("stiff-joints", title="Stiff joints")
    staff.published(second)
    staff.published(first)
    return first, second


def test_a_live_article_shows_its_nearest_pages_with_their_reasons(neighbors, staff, client_of):
    page = client_of(staff.editor).get(neighbors[0].get_admin_url()).content.decode()

    nearest = page.split("Nearest pages")[1].split("</section>")[0]
    assert "Stiff joints" in nearest
    assert "Same main topic: Multiple sclerosis; 2 shared sources" in nearest


def test_an_article_with_something_newer_shows_none(neighbors, staff, client_of):
    article = neighbors[0]
    article.title = "Sore joints again"
    article.save()
    workflow.save_draft(article, by=staff.writer)

    assert "Nearest pages" not in client_of(staff.editor).get(article.get_admin_url()).content.decode()
