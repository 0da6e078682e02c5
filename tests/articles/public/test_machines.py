"""Feed, site map, robots.txt and checkpoint: what machines read agrees with what people read."""

from datetime import timedelta
from xml.etree import ElementTree

from django.utils import timezone

from articles.editorial import ledger, workflow
from articles.pages import keys
from tests.articles.public.reading import edit
from tests.factories import make_article, make_expert, make_topic

ATOM = "{http://www.w3.org/2005/Atom}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def feed_of(client):
    response = client.get("/feeds/articles.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def map_at(client, path):
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content)


def addresses_of(client):
    """Every address in every file of the site map."""
    files = [loc.text for loc in map_at(client, "/sitemap.xml").iter(f"{MAP}loc")]
    maps = [map_at(client, file.removeprefix("http://localhost:8000")) for file in files]
    return [loc.text for found in maps for loc in found.iter(f"{MAP}loc")]


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


def test_a_lapsed_page_is_in_the_feed_without_a_badge_and_not_in_the_site_map(client, staff):
    then = timezone.now() - timedelta(days=400)
    due = (timezone.now() - timedelta(days=31)).date()
    staff.published(make_article(author=staff.writer.expert), now=then, next_review_due=due)

    (entry,) = feed_of(client).iter(f"{ATOM}entry")

    assert "Medical review lapsed: " in entry.findtext(f"{ATOM}summary")
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


def test_the_site_map_is_split_by_size_and_holds_each_article_once(client, staff, monkeypatch):
    monkeypatch.setattr(keys, "SITEMAP_SPAN", 2)
    numbers = [
        staff.published(make_article(f"page-{number}", author=staff.writer.expert)).article_id for number in range(5)
    ]
    spans = sorted({number // 2 + 1 for number in numbers})
    people = sorted({expert.pk // 2 + 1 for expert in (staff.writer.expert, staff.reviewer.expert)})

    files = [loc.text.rpartition("/")[2] for loc in map_at(client, "/sitemap.xml").iter(f"{MAP}loc")]

    assert files == [
        "pages.xml",
        *[f"experts-{span}.xml" for span in people],
        *[f"articles-{span}.xml" for span in spans],
    ]
    articles = [address for address in addresses_of(client) if "/articles/page-" in address]
    assert len(articles) == len(set(articles)) == 5
    for path in (
        f"articles-{spans[-1] + 1}",
        f"experts-{people[-1] + 1}",
        "articles-0",
        "topics-1",
        "articles-99999999",
    ):
        assert client.get(f"/sitemaps/{path}.xml").status_code == 404


def test_the_index_names_files_in_the_order_of_their_numbers(client, staff, monkeypatch):
    monkeypatch.setattr(keys, "SITEMAP_SPAN", 1)
    for number in range(11):
        staff.published(make_article(f"page-{number}", author=staff.writer.expert))

    files = [loc.text for loc in map_at(client, "/sitemap.xml").iter(f"{MAP}loc") if "articles-" in loc.text]

    numbers = [int(file.rpartition("-")[2].removesuffix(".xml")) for file in files]
    assert numbers == sorted(numbers)
    assert len(numbers) == 11


def test_the_index_names_no_file_of_experts_whom_readers_may_not_see_yet(client, staff, monkeypatch):
    monkeypatch.setattr(keys, "SITEMAP_SPAN", 1)
    staff.published(make_article("live", author=staff.writer.expert))
    to_come = make_article("to-come", author=make_expert(name="Tom Tomorrow"))
    staff.approved(to_come)
    workflow.schedule(to_come, by=staff.editor, visible_from=timezone.now() + timedelta(days=2))

    files = [loc.text.rpartition("/")[2] for loc in map_at(client, "/sitemap.xml").iter(f"{MAP}loc")]

    people = sorted(expert.pk for expert in (staff.writer.expert, staff.reviewer.expert))
    assert [file for file in files if "experts-" in file] == [f"experts-{pk + 1}.xml" for pk in people]


def test_lastmod_is_the_last_change_in_substance_and_a_minor_edit_moves_nothing(client, staff):
    then = timezone.now() - timedelta(days=40)
    publication = staff.published(make_article(author=staff.writer.expert), now=then)
    edit(publication.article, title="Sore  joints")
    workflow.save_draft(publication.article, by=staff.writer)
    workflow.publish_minor(publication.article, by=staff.editor, note="A space.")

    for path in ("/sitemap.xml", "/sitemaps/articles-1.xml"):
        days = [day.text for day in map_at(client, path).iter(f"{MAP}lastmod")]
        assert days == [then.date().isoformat()]


def test_an_article_comes_with_the_picture_at_its_top(client, published):
    (picture,) = map_at(client, "/sitemaps/articles-1.xml").iter(f"{IMAGE}loc")

    assert picture.text == f"http://localhost:8000/media/{published.version.content['hero']['src']}"
