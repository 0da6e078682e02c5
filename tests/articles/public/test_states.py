"""What the page says in each state of its review. Badge, date, JSON-LD and robots all follow one standing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Publication, triggers
from tests.articles.public.reading import edit, read
from tests.factories import make_article

ADDRESS = "/articles/sore-joints/"


def published_days_ago(staff, days, *, due_in):
    then = timezone.now() - timedelta(days=days)
    article = make_article(author=staff.writer.expert)
    return staff.published(article, now=then, next_review_due=(timezone.now() + timedelta(days=due_in)).date())


def test_a_reviewed_page_carries_the_seal_of_its_digest(client, published):
    page = read(client, ADDRESS)

    assert [seal.get("data-state") for seal in page.all("seal")] == ["reviewed", "reviewed"]
    assert page.structured_data()["lastReviewed"] == published.reviewed_on.isoformat()
    assert page.robots() == ""


def test_a_minor_edit_keeps_the_ring_of_the_approved_text_and_says_what_was_edited(client, staff, published):
    before = read(client, ADDRESS)
    article = published.article
    edit(article, title="Sore  joints", summary="Why joints can hurt in multiple sclerosis .")
    workflow.save_draft(article, by=staff.writer)
    workflow.publish_minor(article, by=staff.editor, note="two spaces.")

    page = read(client, ADDRESS)

    ring = './/*[@class="ring"]/@d'
    assert page.all("seal")[0].xpath(ring) == before.all("seal")[0].xpath(ring)
    assert page.all("mark")[0].get("data-state") == "reviewed"
    assert all("data-edited" in element.attrib for element in [*page.all("mark"), *page.all("seal")])
    assert "Minor edit since" in page["minor-edit"] and "two spaces." in page["minor-edit"]
    assert page["reviewed-date"] == before["reviewed-date"]
    assert page["approved-digest"] == before["digest"] != page["digest"]


def test_a_correction_is_printed_and_dated(client, staff, published):
    workflow.correct(published.article, text="The knee was called an elbow.", by=staff.editor)

    page = read(client, ADDRESS)

    assert "The knee was called an elbow." in page["correction"]
    assert "Corrected since" in page["minor-edit"]
    assert page.structured_data()["correction"][0]["text"] == "The knee was called an elbow."


def test_a_page_in_its_period_of_grace_says_it_is_overdue(client, staff):
    published_days_ago(staff, 100, due_in=-1)

    page = read(client, ADDRESS)

    assert page.all("mark")[0].get("data-state") == "overdue"
    assert "Overdue for medical review" in page["mark"]
    assert "reviewedBy" in page.structured_data()
    assert page.robots() == ""


def test_a_lapsed_page_has_a_notice_no_mark_and_asks_not_to_be_indexed(client, staff):
    published_days_ago(staff, 400, due_in=-31)

    page = read(client, ADDRESS)

    assert not page.has("mark") and not page.has("seal") and not page.has("byline-reviewer")
    assert "Medical review lapsed" in page["lapsed"]
    assert page["last-reviewer"].find("Last reviewed") >= 0
    assert page.robots() == "noindex"
    assert not {"reviewedBy", "lastReviewed"} & set(page.structured_data())


def test_words_altered_in_the_database_take_the_badge_away_everywhere(client, published):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_version SET document = replace(document, '150 minutes', '15 minutes')")

    page = read(client, ADDRESS)

    assert "Walk 15 minutes a week." in page.texts("section")[0]
    assert page.has("unreviewed") and not page.has("mark")
    assert not {"reviewedBy", "lastReviewed"} & set(page.structured_data())


@pytest.mark.parametrize("path", [ADDRESS, "/", "/articles/", "/topics/multiple-sclerosis/", "/feeds/articles.atom"])
def test_a_page_whose_record_is_missing_is_called_reviewed_nowhere(client, published, path):
    Publication.objects.update(review=None)

    body = client.get(path).content.decode()

    assert 'data-part="card-badge"' not in body and 'data-part="mark"' not in body
    # What a filter offers to look for is no claim.
    claims = body.replace("Not medically reviewed", "").replace("Medically reviewed only", "")
    assert "Medically reviewed" not in claims
