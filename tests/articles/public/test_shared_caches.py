"""A cache in front keeps for long only what it will be told about."""

import pytest

from articles.editorial import workflow
from articles.models import StoredPage
from articles.pages.freshness import freshness as freshness_of

pytestmark = pytest.mark.django_db
ADDRESS = "/articles/sore-joints/"


@pytest.fixture(autouse=True)
def told_caches(settings, tmp_path):
    settings.PAGES_STORED = True
    settings.PAGES_GENERATION_FILE = tmp_path / "generation"
    settings.SHARED_CACHE_SECONDS = 3600


def freshness(client, path):
    return client.get(path)["Cache-Control"]


def test_a_page_that_is_stored_may_be_kept_for_an_hour(client, staff, article):
    staff.published(article)

    assert "s-maxage=3600" in freshness(client, ADDRESS)
    assert "s-maxage=3600" in StoredPage.objects.get(path=ADDRESS).headers


@pytest.mark.parametrize("path", ["/search/?q=joints", "/articles/?topic=multiple-sclerosis"])
def test_what_is_never_stored_is_kept_for_a_minute(client, staff, article, path):
    """nginx and Cloudflare are told of stored pages alone."""
    staff.published(article)

    assert freshness(client, path) == "public, max-age=60"


def test_that_an_article_is_gone_is_kept_for_a_minute_as_it_may_come_back(client, staff, article):
    staff.published(article)
    workflow.withdraw(article, reason="It no longer holds.", by=staff.editor)

    assert freshness(client, ADDRESS) == "public, max-age=60"


def test_no_shared_cache_keeps_a_page_that_could_not_be_stored(client, staff, article, monkeypatch):
    staff.published(article)
    monkeypatch.setattr("articles.public.storing.store_at_once", lambda made: False)

    assert freshness(client, ADDRESS) == "public, max-age=60, s-maxage=0"


def test_a_page_whose_end_is_near_is_kept_nowhere_beyond_it(settings):
    assert freshness_of(5000) == "public, max-age=60, s-maxage=3600, stale-while-revalidate=30"
    assert freshness_of(3610) == "public, max-age=60, s-maxage=3600, stale-while-revalidate=10"
    assert freshness_of(100) == "public, max-age=60, s-maxage=100, stale-while-revalidate=0"
    assert freshness_of(70) == "public, max-age=60, s-maxage=70, stale-while-revalidate=0"
    assert freshness_of(10) == "public, max-age=10, stale-while-revalidate=0"
