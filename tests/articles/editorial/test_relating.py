"""Releasing an article finds its kin; it costs the same in a large library, and forgets what was never public."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.content.kinship import traits_of
from articles.editorial import relating, workflow
from articles.models import Kinship, StoredPage
from articles.pages.building import make
from tests.factories import make_article, make_source, make_topic

MOST = 10


@pytest.fixture
def put(staff):
    """Publish an article about `topic`: put("slug", topic, language="es")."""

    def publish(slug, topic="multiple-sclerosis", **fields):
        article = make_article(slug, title=slug, author=staff.writer.expert, main_topic=make_topic(topic), **fields)
        article.sections.update(heading="Words")
        staff.published(article)
        return article

    return publish


def kin_of(article):
    return [row.other.slug for row in article.kin.order_by("-score", "-other_id")]


def pairs():
    return sorted(Kinship.objects.values_list("article__slug", "other__slug", "score", "reasons"))


def test_a_release_writes_both_sides_with_their_reasons(put):
    first, second = put("first"), put("second")

    assert kin_of(first) == ["second"] and kin_of(second) == ["first"]
    assert {row[3] for row in pairs()} == {"Same main topic: Multiple sclerosis; 2 shared sources; Shared words: word"}


def test_the_nearest_come_first_whatever_the_order_of_release(put):
    near, first, far = put("near"), put("first"), put("far", topic="back-pain")

    assert kin_of(first) == ["near", "far"]
    assert kin_of(far) == ["first", "near"] and kin_of(near) == ["first", "far"]


def test_topics_around_its_own_propose_neighbors_too(staff, put):
    brain = make_topic("brain")
    for slug in ("stroke", "migraine"):
        make_topic(slug, parent=brain)
    one = put("one", topic="stroke")
    other = make_article("other", author=staff.writer.expert, main_topic=make_topic("migraine"))
    for number, citation in enumerate(other.citations.all(), start=8):
        citation.source = make_source(number)
        citation.save()
    staff.published(other)

    assert kin_of(one) == ["other"]
    assert one.kin.get().reasons.startswith("Both under: Brain")


def test_a_draft_and_another_language_are_no_kin(staff, put):
    staff.approved(make_article("waiting", author=staff.writer.expert))
    put("spanish", language="es")

    assert kin_of(put("first")) == []


def test_a_new_version_replaces_what_the_last_one_shared(staff, put):
    first, _ = put("first"), put("second")
    first.main_topic = make_topic("back-pain")
    first.save()

    staff.published(first)

    assert [reasons.split("; ")[0] for *_, reasons in pairs()] == ["2 shared sources"] * 2
    assert Kinship.objects.count() == 2


def test_an_article_keeps_its_nearest_ones_only(put, monkeypatch):
    monkeypatch.setattr(relating, "KEPT", 2)
    first, far = put("first"), put("far", topic="back-pain")
    _, third = put("second"), put("third")

    assert kin_of(first) == ["third", "second"]
    assert kin_of(third) == ["second", "first"]
    # The one that nobody keeps still keeps its own.
    assert len(kin_of(far)) == 2


def test_what_is_unscheduled_counts_no_longer(staff, put):
    live, coming = put("live"), make_article("coming", author=staff.writer.expert)
    staff.approved(coming)
    workflow.schedule(coming, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    assert kin_of(live) == ["coming"]

    workflow.unschedule(coming, by=staff.editor)

    assert pairs() == []


def test_an_unscheduled_version_leaves_the_kin_of_the_live_one(staff, put):
    live, _ = put("live"), put("other")
    before = pairs()
    live.main_topic = make_topic("back-pain")
    live.save()
    staff.approved(live)
    workflow.schedule(live, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    assert pairs() != before

    workflow.unschedule(live, by=staff.editor)

    assert pairs() == before


def test_a_reinstated_page_has_its_kin_again(staff, put):
    first, second = put("first"), put("second")
    workflow.withdraw(first, reason="It was wrong.", by=staff.editor)
    third = put("third")
    assert kin_of(third) == ["second"]

    workflow.reinstate(first, note="It was right.", by=staff.editor)

    assert kin_of(first) == ["second"] and "first" in kin_of(second)


def test_a_release_asks_as_often_in_a_large_library(put):
    first = put("first")
    for number in range(3):
        put(f"few-{number}")
    few = queries_of(first)
    for number in range(12):
        put(f"more-{number}", topic="back-pain" if number % 2 else "multiple-sclerosis")

    assert queries_of(first) == few <= MOST


def queries_of(article):
    with CaptureQueriesContext(connection) as queries:
        relating.relate_again(article)
    return len([query for query in queries if "SAVEPOINT" not in query["sql"]])


def test_no_more_articles_are_read_than_are_tried(put, monkeypatch):
    monkeypatch.setattr(relating, "TRIED", 2)
    monkeypatch.setattr(relating, "KEPT", 1)
    for number in range(8):
        last = put(f"page-{number}")
    read = []
    monkeypatch.setattr(relating, "traits_of", lambda content: read.append(content["slug"]) or traits_of(content))

    relating.relate_again(last)

    # Its own, two of each of three kinds, and who was near before.
    assert len(read) <= 1 + 3 * 2 + 3


def test_after_rebuilding_no_page_shows_the_neighbors_as_they_were(put, settings):
    settings.PAGES_STORED, settings.SITE_URL, settings.ALLOWED_HOSTS = True, "http://testserver", ["testserver"]
    put("first"), put("second")
    Kinship.objects.all().delete()
    assert make("/articles/first/") and StoredPage.objects.exists()

    call_command("rebuild_related", stdout=StringIO())

    assert not StoredPage.objects.exists()


def test_rebuilding_finds_the_same_again(put):
    for slug in ("first", "second", "third"):
        put(slug)
    before, said, out = pairs(), [], StringIO()
    Kinship.objects.all().delete()

    call_command("rebuild_related", stdout=out)
    assert relating.rebuild(progress=lambda done, of: said.append((done, of))) == 3

    assert pairs() == before and len(before) == 6
    assert out.getvalue() == "3 articles were looked at.\n"
    assert said == [(3, 3)]
