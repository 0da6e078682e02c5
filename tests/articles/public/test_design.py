"""The page that shows every part in every state, to whoever works on the look."""

import runpy

import pytest

from articles.models.standing import ReviewState
from tests.articles.public.reading import read


def test_it_shows_every_state_from_the_templates_that_readers_get(client, published):
    page = read(client, "/design/")

    marks = {mark.get("data-state") for mark in page.all("mark")}
    assert marks == {"reviewed", "due_soon", "due", "overdue"}
    cards = {card.get("data-state") for part in ("card-badge", "card-state") for card in page.all(part)}
    assert cards == set(ReviewState)
    for part in ("safety-notice", "corrected", "lapsed", "unreviewed", "minor-edit", "card-safety", "pager", "example"):
        assert page.has(part)


def test_it_says_what_to_do_where_nothing_is_published(client, db):
    assert client.get("/design/").status_code == 404


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
def test_production_does_not_have_it(settings):
    settings.IS_DEVELOPMENT = False

    assert runpy.run_module("healthcms.urls")["workshop"] == []
