"""How pages leave: the same for everybody, cacheable, with a validator, and never for longer than a badge lasts."""

import gzip
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.pages.freshness import freshness
from articles.public import delivery
from articles.public.delivery import next_midnight
from tests.factories import make_article

PAGES = (
    "/ /articles/ /articles/sore-joints/ /articles/sore-joints/print/ /articles/sore-joints/history/ "
    "/articles/sore-joints/report/ /topics/ /topics/multiple-sclerosis/ /experts/ /experts/expert-1/ /how-we-review/ "
    "/feeds/articles.atom /sitemap.xml /search/ /search/?q=joints /search/suggestions?q=sor /opensearch.xml "
    "/robots.txt /ledger/checkpoint.json /feeds/articles.json /feeds/topics/multiple-sclerosis.json /llms.txt "
    "/articles/sore-joints/cite.bib /oembed?url=http://localhost:8000/articles/sore-joints/ /api/ /api/v1/articles/ "
    "/api/v1/openapi.json"
).split()


@pytest.fixture
def one_moment(published, monkeypatch):
    """The clock stands still once the article is out: the form of a report says when it was opened, to the second."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_public_and_the_same_for_everybody(client, staff, one_moment, path):
    anonymous = client.get(path)
    client.force_login(staff.editor)
    known = client.get(path)

    assert anonymous.content == known.content
    for response in (anonymous, known):
        assert response["Cache-Control"].startswith("public, max-age=")
        assert response["Vary"] == "Accept-Encoding"
        assert not response.cookies


@pytest.mark.parametrize("path", PAGES)
def test_who_has_the_page_already_is_told_so(client, one_moment, path):
    first = client.get(path)

    again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert first["ETag"].startswith('"')
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"] and again["Cache-Control"] == first["Cache-Control"]
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_compressed_for_whoever_takes_that(client, one_moment, path):
    plain = client.get(path)
    small = client.get(path, headers={"Accept-Encoding": "br;q=0.5, gzip;q=0.8"})

    if len(plain.content) <= delivery.WORTH_COMPRESSING:
        assert "Content-Encoding" not in small.headers and small["ETag"] == plain["ETag"]
        return
    assert small["Content-Encoding"] == "gzip" and gzip.decompress(small.content) == plain.content
    assert small["ETag"].startswith('"') and small["ETag"] != plain["ETag"]
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": small["ETag"]})
    assert (again.status_code, again.content, again["Vary"]) == (304, b"", "Accept-Encoding")


@pytest.mark.parametrize(
    "path", ["/", "/articles/", "/articles/other/", "/topics/multiple-sclerosis/", "/sitemaps/articles-1.xml"]
)
def test_a_withdrawal_changes_the_validator_of_everything_that_showed_the_article(client, staff, published, path):
    staff.published(make_article("other", title="Other", author=staff.writer.expert))
    first = client.get(path)
    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)

    again = client.get(path, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200 and again["ETag"] != first["ETag"]


def test_a_date_alone_is_no_validator_because_a_badge_can_go_without_a_change(client, published):
    first = client.get("/articles/sore-joints/")

    again = client.get("/articles/sore-joints/", headers={"If-Modified-Since": first["Last-Modified"]})

    assert again.status_code == 200


def freshness_at(now):
    return freshness((next_midnight(now) - now).total_seconds())


def test_no_copy_of_a_page_is_fresh_beyond_midnight():
    assert freshness_at(datetime(2026, 5, 1, 12, 0, tzinfo=UTC)) == "public, max-age=60, stale-while-revalidate=30"
    assert freshness_at(datetime(2026, 5, 1, 23, 59, 15, tzinfo=UTC)) == "public, max-age=45, stale-while-revalidate=0"
    assert freshness_at(datetime(2026, 5, 1, 23, 58, 45, tzinfo=UTC)) == "public, max-age=60, stale-while-revalidate=15"


def test_a_page_names_what_it_is_made_of_for_whoever_must_purge_it(client, staff, published):
    other = staff.published(make_article("other", title="Other", author=staff.writer.expert))

    keys = client.get("/articles/sore-joints/")["Surrogate-Key"].split()

    assert f"article:{published.article.uid}" in keys
    assert f"article:{other.article.uid}" in keys
    assert "topic:multiple-sclerosis" in keys
    assert any(key.startswith("expert:") for key in keys)


def test_addresses_in_a_page_come_from_the_settings_and_not_from_the_asker(client, published):
    body = client.get("/articles/sore-joints/", headers={"Host": "127.0.0.1"}).content

    assert b"127.0.0.1" not in body
