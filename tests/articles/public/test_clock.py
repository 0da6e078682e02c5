"""A review is due soon, due, overdue and lapsed by the clock alone: every surface follows, and nobody writes a row."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from tests.articles.public.reading import read, words
from tests.factories import Staff, make_article
from tests.scenes import scene

PUBLISHED = date(2026, 3, 4)
DUE = date(2027, 3, 4)
ADDRESS = "/articles/sore-joints/"
REVIEWED = "Medically reviewed March 4, 2026"
LAPSED = "Medical review lapsed"
# The day, counted from the due day, and what is then said: by the state's name, on the page, on a card, in the feed and
# in the reviewer's queue.
STATES = {
    "due_soon": (
        -31,
        "Next review due soon, by March 4, 2027",
        f"{REVIEWED}; next review due soon",
        f"{REVIEWED}. Next review due soon, by March 4, 2027.",
        "Due soon, on March 4, 2027",
    ),
    "due": (
        0,
        "Next review due today, March 4, 2027",
        f"{REVIEWED}; next review due today",
        f"{REVIEWED}. Next review due today, March 4, 2027.",
        "Due today",
    ),
    "overdue": (
        1,
        "Overdue for medical review",
        f"{REVIEWED}, overdue for review since March 4, 2027",
        f"{REVIEWED}. Overdue for medical review since March 4, 2027.",
        "Overdue since March 4, 2027: the mark goes on April 4, 2027",
    ),
    "lapsed": (
        31,
        LAPSED,
        LAPSED,
        f"{LAPSED}: it was to be renewed by March 4, 2027.",
        "Lapsed since April 4, 2027: the mark is gone",
    ),
}
LISTS = ("/articles/", "/topics/multiple-sclerosis/", "/experts/expert-1/")
COPIED = (ADDRESS, *LISTS, "/", "/feeds/articles.atom", "/sitemap.xml", f"{ADDRESS}print/", f"{ADDRESS}history/")


def stop_clock(patch, day, hour=time(12)):
    moment = datetime.combine(day, hour, tzinfo=UTC)
    patch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def at(monkeypatch):
    """Stop the clock: at(day), at noon or at `hour`."""
    return partial(stop_clock, monkeypatch)


@scene
def reviewed_once():
    """A page that was reviewed and put out once, and the doctor who reviewed it."""
    with pytest.MonkeyPatch.context() as patch:
        stop_clock(patch, PUBLISHED)
        staff = Staff()
        publication = staff.published(make_article(author=staff.writer.expert), next_review_due=DUE)
    return publication, staff.reviewer


@pytest.fixture
def published(reviewed_once, at, settings, client):
    """That page, and the browser of that doctor, who stays logged in."""
    settings.SESSION_COOKIE_AGE = 60 * 60 * 24 * 1000
    at(PUBLISHED)
    publication, reviewer = reviewed_once
    client.force_login(reviewer)
    return publication


def day_of(state):
    return DUE + timedelta(days=STATES[state][0])


def entry_of_feed(client):
    feed = ElementTree.fromstring(client.get("/feeds/articles.atom").content)
    return feed.find("{http://www.w3.org/2005/Atom}entry")


def chip_in_queue(client):
    queue = html.document_fromstring(client.get("/desk/").content.decode())
    (job,) = queue.xpath("//article[@data-state]")
    return job.get("data-state"), words(job.xpath('.//*[starts-with(@class, "chip")]')[0])


@pytest.mark.parametrize("state", STATES)
def test_all_seven_surfaces_say_in_which_state_the_review_is(client, published, at, state):
    _, on_page, on_card, in_feed, in_queue = STATES[state]
    has_badge = state != "lapsed"
    at(day_of(state))

    page = read(client, ADDRESS)
    assert on_page in page["mark" if has_badge else "lapsed"]
    assert page.has("mark") == page.has("seal") == page.has("byline-reviewer") == has_badge
    assert not has_badge or page.all("mark")[0].get("data-state") == state

    for path in LISTS:
        entry = read(client, path)
        part = "card-badge" if has_badge else "card-state"
        assert (entry[part], entry.all(part)[0].get("data-state")) == (on_card, state)

    assert entry_of_feed(client).findtext("{*}summary").endswith(in_feed)

    data = page.structured_data()
    assert data["creativeWorkStatus"] in on_page
    assert ("reviewedBy" in data) == ("lastReviewed" in data) == has_badge

    assert (ADDRESS.encode() in client.get("/sitemaps/articles-1.xml").content) == has_badge
    assert page.robots() == ("" if has_badge else "noindex")
    assert chip_in_queue(client) == (state, in_queue)


def rows():
    """Everything that the site holds."""
    models = [*apps.get_app_config("articles").get_models(), *apps.get_app_config("experts").get_models()]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def test_nothing_is_written_while_a_review_runs_its_course(client, published, at):
    before = rows()

    with CaptureQueriesContext(connection) as asked:
        for state in STATES:
            at(day_of(state))
            for path in (*COPIED, "/desk/"):
                assert client.get(path).status_code == 200

    # Only questions are prepared.
    reading = ("SELECT", "WITH RECURSIVE", "EXECUTE")
    assert not [query["sql"] for query in asked if not query["sql"].lstrip().startswith(reading)]
    assert rows() == before


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("path", COPIED)
def test_no_copy_outlives_the_state_that_it_shows(client, published, at, state, path):
    last_day = day_of(state) - timedelta(days=1) if state != "due_soon" else DUE - timedelta(days=61)
    at(last_day, time(23, 59, 40))
    copy = client.get(path)
    at(last_day + timedelta(days=1), time())

    control = copy["Cache-Control"]
    assert sum(int(seconds) for seconds in re.findall(r"=(\d+)", control)) <= 20, control
    assert "s-maxage" not in control and "Expires" not in copy.headers
    has_changed = client.get(path).content != copy.content
    assert client.get(path, headers={"If-None-Match": copy["ETag"]}).status_code == (200 if has_changed else 304)


def test_the_queue_and_the_confirmation_are_never_copied(client, published, at):
    at(day_of("due_soon"))

    for path in ("/desk/", f"/desk/pages/{published.pk}/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_a_reader_of_the_feed_hears_of_a_lapsed_review_as_of_a_change(client, published, at):
    at(day_of("overdue"))
    before = entry_of_feed(client).findtext("{*}updated")
    at(day_of("lapsed") + timedelta(days=5))

    assert before.startswith(PUBLISHED.isoformat())
    assert entry_of_feed(client).findtext("{*}updated").startswith(day_of("lapsed").isoformat())


def test_the_editors_lists_and_the_form_use_the_same_words(client, published, at):
    staff_member = published.release.actor
    client.force_login(staff_member)
    form = f"/admin/articles/article/{published.article_id}/change/"

    said = {}
    for state in STATES:
        at(day_of(state))
        home = client.get("/admin/").context["home"]
        counts = {panel.key: panel.count for panel in home.tally}
        text = words(html.document_fromstring(client.get(form).content.decode()))
        words_of_form = re.search(r"Next review due ?March 4, 2027,? ?(\w+)", text)[1]
        said[state] = (counts["due-soon"], counts["overdue"], words_of_form)

    assert said == {
        "due_soon": (1, 0, "soon"),
        "due": (1, 0, "today"),
        "overdue": (0, 1, "overdue"),
        "lapsed": (0, 1, "lapsed"),
    }
