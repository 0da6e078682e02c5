"""What we send to machines has the form that its standard asks for: Atom, JSON Feed, site maps, OpenSearch, oEmbed."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from lxml import etree

from articles.editorial import listing, workflow
from articles.models import Publication
from articles.pages import keys
from articles.public import sitemaps
from tests.articles.public.reading import edit
from tests.factories import make_article, make_expert, make_topic
from tests.scenes import scene

DATA = Path(__file__).parents[2] / "data"
SCHEMAS = {name: etree.RelaxNG(etree.parse(DATA / f"{name}.rng")) for name in ("atom", "sitemap", "opensearch")}
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
HUBS = ("/feeds/articles", "/feeds/topics/brain", "/feeds/topics/multiple-sclerosis", "/feeds/experts/expert-2")


@scene
def site(staff):
    """Pages in each state that a feed tells of: warned of, lapsed; in two languages, with names awkward to write."""
    now, author = timezone.now(), staff.writer.expert
    make_topic("multiple-sclerosis", parent=make_topic("brain", name="Brain & <nerves>"))
    warned = staff.published(make_article("warned", title="Doses < 5 mg & “more” ]]>", author=author))
    Publication.objects.filter(pk=warned.pk).update(safety_notice="Do not take X.", safety_notice_on=now.date())
    several = make_article("several", title="Dos autores", language="es", author=author)
    several.bylines.create(expert=make_expert(name="Ana & Co"), role="author", position=1)
    staff.published(several)
    lapsed = make_article("lapsed", title="Lapsed", author=author)
    due = (now - timedelta(days=31)).date()
    staff.published(lapsed, now=now - timedelta(days=400), next_review_due=due)
    return warned


def valid(name, content):
    document = etree.fromstring(content)
    SCHEMAS[name].assertValid(document)
    return document


def addresses(client):
    """Every file of the site map, and every address in it; each file is judged on the way."""
    index = valid("sitemap", client.get("/sitemap.xml").content)
    files = [loc.text.removeprefix("http://localhost:8000") for loc in index.iter(f"{MAP}loc")]
    return {path: [loc.text for loc in valid("sitemap", client.get(path).content).iter(f"{MAP}loc")] for path in files}


# --- Feeds


@pytest.mark.parametrize("path", HUBS)
def test_a_feed_is_atom(client, site, path):
    feed = valid("atom", client.get(f"{path}.atom").content)

    ids = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 3
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == f"http://localhost:8000{path}.atom"


def test_an_empty_feed_is_atom_and_json(client, db):
    make_topic("brain")

    valid("atom", client.get("/feeds/topics/brain.atom").content)
    assert json_feed_faults(client.get("/feeds/topics/brain.json").json()) == []


def test_an_entry_has_its_own_language_and_every_author(client, site):
    feed = valid("atom", client.get("/feeds/articles.atom").content)
    entries = {entry.findtext(f"{ATOM}title"): entry for entry in feed.iter(f"{ATOM}entry")}
    lang = "{http://www.w3.org/XML/1998/namespace}lang"

    spanish = entries["Dos autores"]
    assert spanish.get(lang) == "es" and entries["Lapsed"].get(lang) == "en"
    assert [author.findtext(f"{ATOM}name") for author in spanish.iter(f"{ATOM}author")] == ["Wanda Writer", "Ana & Co"]


def test_a_safety_notice_comes_first_and_makes_the_entry_new(client, site):
    Publication.objects.filter(pk=site.pk).update(visible_from=timezone.now() - timedelta(days=9))
    day = timezone.now().date()
    feed = valid("atom", client.get("/feeds/articles.atom").content)
    (entry,) = [entry for entry in feed.iter(f"{ATOM}entry") if entry.findtext(f"{ATOM}title").startswith("Doses")]

    summary = entry.findtext(f"{ATOM}summary")
    assert summary.startswith(f"Safety notice of {day:%B} {day.day}, {day.year}: Do not take X. Why joints can hurt")
    assert entry.findtext(f"{ATOM}updated").startswith(day.isoformat())


@pytest.mark.parametrize("path", HUBS)
def test_a_feed_is_json_feed(client, site, path):
    feed = client.get(f"{path}.json").json()

    assert json_feed_faults(feed) == [] and len(feed["items"]) == 3


FEED = {
    "version": str, "title": str, "home_page_url": "url", "feed_url": "url", "description": str, "language": str,
    "authors": "authors", "items": list,
}  # fmt: skip
ITEM = {
    "id": str, "url": "url", "title": str, "content_text": str, "image": "url", "date_published": "moment",
    "date_modified": "moment", "authors": "authors", "tags": list, "language": str,
}  # fmt: skip


def json_feed_faults(feed):
    """Where a feed is not as jsonfeed.org/version/1.1 says; only what we write is known."""
    found = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["version"]
    found += [name for name in ("title", "items") if name not in feed]
    found += _wrong(feed, FEED)
    for item in feed["items"]:
        found += [name for name in ("id", "content_text") if not item.get(name)] + _wrong(item, ITEM)
    ids = [item["id"] for item in feed["items"]]
    return found + (["the ids"] if len(ids) != len(set(ids)) else [])


def _wrong(data, known):
    return [f"{name}: {value!r}" for name, value in data.items() if not _fits(value, known.get(name))]


def _fits(value, kind):
    match kind:
        case "url":
            return urlsplit(value).scheme in ("http", "https") and bool(urlsplit(value).netloc)
        case "moment":
            return datetime.fromisoformat(value).tzinfo is not None and "T" in value
        case "authors":
            return bool(value) and all(row.get("name") and _fits(row["url"], "url") for row in value)
    return kind is not None and isinstance(value, kind)


# --- Site map


def test_every_file_of_the_site_map_is_one(client, site, monkeypatch):
    monkeypatch.setattr(keys, "SITEMAP_SPAN", 1)
    listing.rebuild()

    found = addresses(client)

    assert len(found) > 4 and all(len(set(rows)) == len(rows) for rows in found.values())


def test_the_site_map_lists_a_topic_for_the_articles_below_it_and_the_day_the_newest_changed(client, site):
    document = valid("sitemap", client.get("/sitemaps/pages.xml").content)
    days = {url.findtext(f"{MAP}loc"): url.findtext(f"{MAP}lastmod") for url in document.iter(f"{MAP}url")}

    for slug in ("brain", "multiple-sclerosis"):
        assert days[f"http://localhost:8000/topics/{slug}/"] == timezone.now().date().isoformat()


def test_no_file_can_grow_beyond_what_the_protocol_allows(settings):
    """50,000 addresses and 50 MB a file: an article's slug and the address of a picture are as long as they can be."""
    settings.SITE_URL = "https://" + "a" * 250
    longest = sitemaps._entry(
        f"/articles/{'x' * 120}/", timezone.now().date(), f"{settings.SITE_URL}/media/figures/{'0' * 64}.jpg"
    )

    assert keys.SITEMAP_SPAN <= 50_000 and keys.SITEMAP_SPAN * (len(longest) + 1) < 50_000_000


def test_what_asks_not_to_be_listed_is_in_no_site_map(client, staff, site):
    withdrawn = staff.published(make_article("gone", title="Gone", author=staff.writer.expert))
    workflow.withdraw(withdrawn.article, reason="Wrong.", by=staff.editor)
    listed = {address.removeprefix("http://localhost:8000") for rows in addresses(client).values() for address in rows}

    assert "/articles/warned/" in listed and not {"/articles/lapsed/", "/articles/gone/"} & listed
    for path in listed:
        response = client.get(path)
        assert response.status_code == 200 and b'name="robots"' not in response.content, path


# --- OpenSearch, oEmbed, robots.txt, llms.txt


def test_the_description_of_our_search_is_opensearch(client, settings, db):
    for settings.SITE_NAME in ("healthcms", "A & B <health> with a very long name"):
        valid("opensearch", client.get("/opensearch.xml").content)


def test_the_schemas_refuse_what_they_should(client, site):
    atom = client.get("/feeds/articles.atom").content.decode()
    spoilt = [
        ("atom", re.sub("<id>.*?</id>", "", atom, count=1)),
        ("atom", re.sub("<updated>.*?</updated>", "<updated>2026-05-04</updated>", atom)),
        ("atom", atom.replace('type="text"', 'type="html"')),
        ("sitemap", f'<urlset xmlns="{MAP[1:-1]}"><url><loc>/articles/</loc></url></urlset>'),
        ("sitemap", f'<urlset xmlns="{MAP[1:-1]}"/>'),
        ("opensearch", client.get("/opensearch.xml").content.decode().replace("{searchTerms}", "{terms}")),
    ]
    for name, text in spoilt:
        assert not SCHEMAS[name].validate(etree.fromstring(text.encode())), text[:200]


def test_oembed_has_what_its_type_asks_for(client, site):
    told = client.get("/oembed", {"url": "http://localhost:8000/articles/warned/"}).json()

    assert {"type", "version", "html", "width", "height"} <= set(told)
    assert (told["type"], told["version"]) == ("rich", "1.0")
    assert all(isinstance(told[name], int) for name in ("width", "height", "cache_age", "thumbnail_width"))
    assert told["author_url"].startswith("http://localhost:8000/experts/")
    # All of the picture or nothing of it.
    assert {"thumbnail_url", "thumbnail_width", "thumbnail_height"} <= set(told)
    picture = client.get(told["thumbnail_url"].removeprefix("http://localhost:8000"))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/png")
    assert (told["thumbnail_width"], told["thumbnail_height"]) == (1200, 630)


def test_a_picture_larger_than_there_is_room_for_is_left_out(client, site):
    asked = {"url": "http://localhost:8000/articles/warned/"}

    assert "thumbnail_url" not in client.get("/oembed", asked | {"maxheight": "400"}).json()
    assert "thumbnail_url" not in client.get("/oembed", asked | {"maxwidth": "320"}).json()
    assert client.get("/oembed", asked | {"maxheight": "150"}).json()["height"] == 150


def test_robots_txt_is_a_group_of_rules_and_the_site_map(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines[0] == "User-agent: *" and lines[-1] == "Sitemap: http://localhost:8000/sitemap.xml"
    assert all(re.fullmatch(r"(User-agent|Disallow|Allow|Sitemap): \S+|", line) for line in lines)
    assert not [line for line in lines if line.startswith("Disallow: /articles")]


def test_security_txt_is_as_rfc_9116_asks(client, settings):
    settings.SECURITY_CONTACT = "security@example.org"
    response = client.get("/.well-known/security.txt")
    fields = [line.split(": ", 1) for line in response.content.decode().splitlines()]
    names = [name for name, _ in fields]

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert set(names) >= {"Contact", "Expires", "Canonical", "Preferred-Languages"} and names.count("Expires") == 1
    expires = datetime.fromisoformat(dict(fields)["Expires"])
    assert timezone.now() < expires < timezone.now() + timedelta(days=365)
    assert all(urlsplit(value).scheme in ("https", "http", "mailto") for name, value in fields if name in
               ("Contact", "Canonical"))  # fmt: skip


def test_llms_txt_is_a_title_a_quotation_and_lists_of_links(client, site):
    text = client.get("/llms.txt").content.decode()
    links = re.findall(r"^- \[[^]]+\]\(([^)]+)\)(?:: .+)?$", text, re.MULTILINE)

    assert re.match(r"# \S.*\n\n> \S", text) and len(re.findall("^# ", text, re.MULTILINE)) == 1
    assert len(links) == len(re.findall("^- ", text, re.MULTILINE)) >= 6
    for link in links:
        assert client.get(link.removeprefix("http://localhost:8000")).status_code in (200, 301), link


def test_an_edited_summary_with_signs_stays_words(client, staff):
    article = make_article(author=staff.writer.expert)
    edit(article, summary="Take < 5 mg & <b>never</b> more.")
    staff.published(article)
    feed = valid("atom", client.get("/feeds/articles.atom").content)

    assert next(feed.iter(f"{ATOM}summary")).text.startswith("Take < 5 mg & <b>never</b> more. Medically reviewed")
