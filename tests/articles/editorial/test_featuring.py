"""An editor chooses what stands first: live articles alone, each once, in order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.errors import EditorialError
from articles.models import Article, DroppedKey, Feature
from tests.factories import make_article, make_topic


@pytest.fixture
def live(staff):
    """Make articles that are out: live("one", "two")."""

    def made(*slugs):
        articles = [make_article(slug, title=slug, author=staff.writer.expert) for slug in slugs]
        for article in articles:
            staff.published(article)
        return articles

    return made


def shown(topic=None):
    return [row.article.slug for row in Feature.objects.filter(topic=topic).select_related("article")]


def test_the_list_is_stored_in_its_order_and_replaced_whole(staff, live):
    one, two, three = live("one", "two", "three")
    workflow.feature(None, articles=[one, two], by=staff.editor)

    workflow.feature(None, articles=[three, one], by=staff.editor)

    assert shown() == ["three", "one"]


def test_every_hub_and_the_front_page_have_a_list_of_their_own(staff, live):
    one, two = live("one", "two")
    topic = make_topic("brain")
    workflow.feature(None, articles=[one], by=staff.editor)

    workflow.feature(topic, articles=[two, one], by=staff.editor)
    workflow.feature(make_topic("skin"), articles=[], by=staff.editor)

    assert shown() == ["one"] and shown(topic) == ["two", "one"]


def test_an_empty_list_takes_everything_off(staff, live):
    workflow.feature(None, articles=live("one"), by=staff.editor)

    workflow.feature(None, articles=[], by=staff.editor)

    assert shown() == []


def test_what_is_not_live_is_refused_and_the_list_stays(staff, live):
    workflow.feature(None, articles=live("one"), by=staff.editor)
    draft = make_article("draft", title="A draft", author=staff.writer.expert)
    coming = make_article("coming", title="To come", author=staff.writer.expert)
    staff.approved(coming)
    workflow.schedule(coming, visible_from=timezone.now() + timedelta(days=2), by=staff.editor)

    with pytest.raises(EditorialError, match="“A draft” is not live, so readers could not open it"):
        workflow.feature(None, articles=[draft], by=staff.editor)
    with pytest.raises(EditorialError, match="“To come” is not live"):
        workflow.feature(None, articles=[coming], by=staff.editor)

    assert shown() == ["one"]


def test_what_was_withdrawn_since_may_keep_its_place_but_gets_no_new_one(staff, live):
    one, two = live("one", "two")
    workflow.feature(None, articles=[one, two], by=staff.editor)
    workflow.withdraw(one, reason="A doubt.", by=staff.editor)

    workflow.feature(None, articles=[two, one], by=staff.editor)

    assert shown() == ["two", "one"]
    with pytest.raises(EditorialError, match="“one” is not live"):
        workflow.feature(make_topic("brain"), articles=[one], by=staff.editor)


def test_an_article_stands_on_a_list_once(staff, live):
    (one,) = live("one")

    with pytest.raises(EditorialError, match="“one” is on the list twice"):
        workflow.feature(None, articles=[one, one], by=staff.editor)


def test_more_than_six_are_refused(staff):
    articles = Article.objects.bulk_create(Article(slug=f"page-{number}") for number in range(7))

    with pytest.raises(EditorialError, match="At most 6 articles can stand first; these are 7"):
        workflow.feature(None, articles=articles, by=staff.editor)


def test_only_an_editor_chooses(staff, live):
    (one,) = live("one")

    for person in (staff.writer, staff.reviewer):
        with pytest.raises(EditorialError, match="Only an editor can do this"):
            workflow.feature(None, articles=[one], by=person)


def test_stored_pages_that_show_the_list_are_dropped_with_it(client, staff, live):
    topic = make_topic()
    articles = live("one")

    workflow.feature(None, articles=articles, by=staff.editor)
    workflow.feature(topic, articles=articles, by=staff.editor)

    newest = DroppedKey.objects.order_by("-generation")[:2]
    assert [row.key for row in newest] == ["hub:multiple-sclerosis", "front-page"]
    assert "front-page" in client.get("/")["Surrogate-Key"].split()
    assert "hub:multiple-sclerosis" in client.get("/topics/multiple-sclerosis/")["Surrogate-Key"].split()
