"""Feeds of the site, a topic and an expert: Atom and JSON Feed hold the same entries and say what the pages say."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from articles.editorial import workflow
from tests.factories import make_article, make_topic
from tests.scenes import scene

ATOM = "{http://www.w3.org/2005/Atom}"
HUBS = ("/feeds/articles", "/feeds/topics/brain", "/feeds/experts/expert-2")


@scene
def hub(staff):
    """Two live pages below the topic brain, and one that is not."""
    brain = make_topic("brain")
    make_topic("multiple-sclerosis", parent=brain)
    first = staff.published(make_article("one", title="One <b> & only", author=staff.writer.expert))
    staff.published(make_article("two", title="Two", author=staff.writer.expert))
    return first


def atom_of(client, path):
    response = client.get(f"{path}.atom")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def json_of(client, path):
    response = client.get(f"{path}.json")
    assert response["Content-Type"] == "application/feed+json; charset=utf-8"
    return response.json()


@pytest.mark.parametrize("path", HUBS)
def test_both_forms_of_a_feed_hold_the_same_entries(client, hub, path):
    atom, feed = atom_of(client, path), json_of(client, path)

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == atom.findtext(f"{ATOM}title")
    assert feed["feed_url"] == f"http://localhost:8000{path}.json"
    entries = list(atom.iter(f"{ATOM}entry"))
    assert [item["title"] for item in feed["items"]] == ["Two", "One <b> & only"]
    for item, entry in zip(feed["items"], entries, strict=True):
        assert item["title"] == entry.findtext(f"{ATOM}title")
        assert item["id"] == entry.findtext(f"{ATOM}id")
        assert item["content_text"] == entry.findtext(f"{ATOM}summary")
        assert item["authors"][0]["name"] == entry.findtext(f"{ATOM}author/{ATOM}name")
        assert "Medically reviewed" in item["content_text"]


def test_a_topics_feed_holds_the_pages_below_it_and_no_others(client, staff, hub):
    staff.published(make_article("skin", title="Skin", author=staff.writer.expert, main_topic=make_topic("skin")))

    assert [item["title"] for item in json_of(client, "/feeds/topics/brain")["items"]] == ["Two", "One <b> & only"]
    assert [item["title"] for item in json_of(client, "/feeds/topics/skin")["items"]] == ["Skin"]


def test_each_hub_names_its_feeds(client, hub):
    for page, feed in (("/topics/brain/", "/feeds/topics/brain"), ("/experts/expert-2/", "/feeds/experts/expert-2")):
        body = client.get(page).content.decode()
        assert f'href="{feed}.atom"' in body and f'href="{feed}.json"' in body


def test_nobody_who_is_not_public_and_no_topic_that_is_none_has_a_feed(client, staff):
    for path in ("/feeds/experts/expert-1.atom", "/feeds/topics/none.json", "/feeds/experts/none.json"):
        assert client.get(path).status_code == 404


def test_what_is_withdrawn_or_scheduled_is_in_no_feed(client, staff, hub):
    workflow.withdraw(hub.article, reason="Wrong.", by=staff.editor)
    later = make_article("later", title="Later", author=staff.writer.expert)
    staff.approved(later)
    workflow.schedule(later, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)

    for path in HUBS:
        assert [item["title"] for item in json_of(client, path)["items"]] == ["Two"]


def test_a_feed_may_be_read_by_any_page_and_is_sent_once(client, hub):
    response = client.get("/feeds/topics/brain.json")

    assert response["Access-Control-Allow-Origin"] == "*" and not response.cookies
    assert response["Cache-Control"].startswith("public")
    again = client.get("/feeds/topics/brain.json", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
