"""Feed, site map, robots.txt and checkpoint: what machines read agrees with what people read."""

from datetime import timedelta
from xml.etree import ElementTree

from django.utils import timezone

from articles.editorial import ledger, workflow
from tests.articles.public.reading import edit
from tests.factories import make_article, make_topic

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed_of(client):
    response = client.get("/feeds/articles.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def addresses_of(client):
    response = client.get("/sitemap.xml")
    assert response["Content-Type"] == "application/xml"
    return [loc.text for loc in ElementTree.fromstring(response.content).iter(f"{MAP}loc")]


def test_an_entry_of_the_feed_says_what_the_page_says(client, published):
    (entry,) = feed_of(client).iter(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == "Sore joints"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{published.article.uid}"
    assert entry.find(f"{ATOM}link").get("href") == "http://localhost:8000/articles/sore-joints/"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Wanda Writer"
    day = published.reviewed_on
    assert f"Medically reviewed {day:%B} {day.day}, {day.year}." in entry.findtext(f"{ATOM}summary")


def test_the_id_of_an_entry_outlives_its_address(client, staff, published):
    article = published.article
    edit(article, slug="new-slug")
    staff.published(article)

    (entry,) = feed_of(client).iter(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{article.uid}"


def test_an_overdue_page_is_in_the_feed_without_a_badge_and_not_in_the_site_map(client, staff):
    then = timezone.now() - timedelta(days=400)
    due = (timezone.now() - timedelta(days=31)).date()
    staff.published(make_article(author=staff.writer.expert), now=then, next_review_due=due)

    (entry,) = feed_of(client).iter(f"{ATOM}entry")

    assert "Overdue for medical review." in entry.findtext(f"{ATOM}summary")
    assert "http://localhost:8000/articles/sore-joints/" not in addresses_of(client)


def test_an_empty_feed_is_still_a_feed(client, db):
    assert list(feed_of(client).iter(f"{ATOM}entry")) == []


def test_the_site_map_lists_pages_topics_and_people_that_readers_can_see(client, staff, published):
    make_topic("empty-topic")
    make_article("draft", author=staff.writer.expert)

    addresses = addresses_of(client)

    for path in ("/", "/articles/", "/how-we-review/", "/articles/sore-joints/", "/topics/multiple-sclerosis/",
                 staff.writer.expert.get_absolute_url(), staff.reviewer.expert.get_absolute_url()):  # fmt: skip
        assert f"http://localhost:8000{path}" in addresses
    assert not [address for address in addresses if "empty-topic" in address or "draft" in address]
    for address in addresses:
        assert client.get(address.removeprefix("http://localhost:8000")).status_code == 200


def test_robots_are_shown_the_site_map_and_kept_from_the_desks(client):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /admin/" in text
    assert "Sitemap: http://localhost:8000/sitemap.xml" in text


def test_the_checkpoint_is_the_ledgers_signed_head(client, staff, published):
    assert client.get("/ledger/checkpoint.json").json() == ledger.checkpoint()

    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)

    assert client.get("/ledger/checkpoint.json").json()["sequence"] == ledger.checkpoint()["sequence"]
