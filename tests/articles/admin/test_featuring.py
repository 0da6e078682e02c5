"""The page on which an editor puts articles first: it calls the verb and shows its refusals, and loses no choice."""

import pytest
from django.urls import reverse

from articles.editorial import workflow
from articles.models import Feature
from tests.articles.admin.filled_form import filled_form
from tests.factories import make_article, make_topic

ADDRESS = "/admin/articles/feature/"


@pytest.fixture
def live(staff):
    def made(*slugs):
        articles = [make_article(slug, title=f"About {slug}", author=staff.writer.expert) for slug in slugs]
        for article in articles:
            staff.published(article)
        return articles

    return made


@pytest.fixture
def choose(client_of):
    """Send the page with these rows added, as (article, place): choose(ADDRESS, (one, 1), by=editor)."""

    def sent(address, *rows, by, **changes):
        client = client_of(by)
        fields = filled_form(client.get(address), "feature_form", **changes)
        start = int(fields["features-INITIAL_FORMS"])
        for number, (article, place) in enumerate(rows, start=start):
            fields |= {f"features-{number}-article": article.pk, f"features-{number}-position": place}
        fields["features-TOTAL_FORMS"] = start + len(rows)
        return client.post(address, fields, follow=True)

    return sent


def shown(topic=None):
    return [row.article.slug for row in Feature.objects.filter(topic=topic).select_related("article")]


def test_an_editor_fills_the_front_page_and_a_hub_in_order(staff, live, choose):
    one, two = live("one", "two")
    topic = make_topic("brain")

    response = choose(ADDRESS, (one, 2), (two, 1), by=staff.editor)
    choose(f"{ADDRESS}?topic={topic.pk}", (one, 1), by=staff.editor)

    assert "Readers see it in this order now." in response.content.decode()
    assert shown() == ["two", "one"] and shown(topic) == ["one"]


def test_places_are_changed_and_rows_taken_off_by_fields_that_a_keyboard_reaches(staff, live, choose):
    workflow.feature(None, articles=live("one", "two", "three"), by=staff.editor)

    choose(ADDRESS, by=staff.editor, features__0__position="9", features__1__DELETE="on")

    assert shown() == ["three", "one"]


def test_a_refusal_is_shown_with_everything_that_was_chosen(staff, live, choose):
    (one,) = live("one")
    draft = make_article("draft", title="A draft", author=staff.writer.expert)

    response = choose(ADDRESS, (one, 1), (draft, 2), by=staff.editor)

    page = response.content.decode()
    assert "“A draft” is not live" in page
    assert f'<option value="{draft.pk}" selected' in page and f'<option value="{one.pk}" selected' in page
    assert shown() == []


def test_the_page_says_which_article_readers_do_not_see(staff, live, client_of):
    (one,) = live("one")
    workflow.feature(None, articles=[one], by=staff.editor)
    workflow.withdraw(one, reason="A doubt.", by=staff.editor)

    assert "Not live: readers do not see it" in client_of(staff.editor).get(ADDRESS).content.decode()


def test_a_writer_looks_and_does_not_touch(staff, live, client_of):
    workflow.feature(None, articles=live("one"), by=staff.editor)
    client = client_of(staff.writer)

    page = client.get(ADDRESS).content.decode()

    assert "About one" in page and "feature_form" not in page
    assert client.post(ADDRESS, {}).status_code == 403


def test_a_superuser_is_refused_like_anyone(live, choose, superuser):
    response = choose(ADDRESS, *((article, 1) for article in live("one")), by=superuser)

    assert "Only an editor can do this" in response.content.decode()
    assert shown() == []


def test_there_is_no_form_that_passes_by_the_verb(staff, live, client_of):
    workflow.feature(None, articles=live("one"), by=staff.editor)
    client = client_of(staff.editor)

    for rest in (f"{Feature.objects.get().pk}/change/", "add/", f"{Feature.objects.get().pk}/delete/"):
        assert client.get(ADDRESS + rest).status_code == 404


@pytest.mark.parametrize("key", ["0", "x", "٣", "9" * 30])
def test_a_hub_that_is_none_is_not_found(key, staff, client_of):
    assert client_of(staff.editor).get(f"{ADDRESS}?topic={key}").status_code == 404


def test_the_form_of_a_topic_leads_there(staff, client_of):
    topic = make_topic()
    page = client_of(staff.editor).get(reverse("admin:articles_topic_change", args=[topic.pk])).content.decode()

    assert f"{ADDRESS}?topic={topic.pk}" in page
