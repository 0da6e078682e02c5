"""The buttons of an article call verbs: they are offered by role and state, and every refusal is shown as it is."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.admin.verbs import VERBS
from articles.editorial import workflow
from articles.models import EditorialRecord, Event, Publication, State, Topic
from tests import factories

TYPED = {
    "assign": {"due_on": "2099-01-01", "note": "Typed note"},
    "publish": {"change_note": "Typed note"},
    "schedule": {"visible_from": "2099-01-01T10:00", "change_note": "Typed note"},
    "publish-minor": {"note": "Typed note"},
    "correct": {"text": "Typed note"},
    "warn": {"text": "Typed note"},
    "withdraw": {"reason": "Typed note"},
    "reinstate": {"note": "Typed note"},
}


def typed_for(verb, staff):
    typed = dict(TYPED.get(verb, {}))
    return typed | {"reviewer": staff.reviewer.pk} if verb == "assign" else typed


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
def test_a_superuser_without_a_role_is_refused_by_every_button(verb, article, staff, superuser, press):
    records = EditorialRecord.objects.count()

    response = press(verb, article, by=superuser, **typed_for(verb, staff))

    page = response.content.decode()
    article.refresh_from_db()
    assert "can do this, and Sue Superuser is not." in page
    assert "Typed note" in page or verb not in TYPED
    assert EditorialRecord.objects.count() == records
    assert article.state == State.DRAFT


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("submit", "Write a summary"),
        ("recall", "This is possible when the article is “In review”; it is “Draft”."),
        ("assign", "This is possible when the article is “In review”; it is “Draft”."),
        ("publish", "This is possible when the article is “Approved”; it is “Draft”."),
        ("schedule", "This is possible when the article is “Approved”; it is “Draft”."),
        ("unschedule", "Nothing is scheduled for this article."),
        ("publish-minor", "This article is not live."),
        ("correct", "This article is not live."),
        ("warn", "This article is not live."),
        ("lift-warning", "This article is not live."),
        ("withdraw", "This article is not live."),
        ("reinstate", "This article is not withdrawn."),
    ],
)
def test_every_refusal_of_a_verb_is_shown_as_it_is(verb, sentence, article, staff, press):
    article.summary = ""
    article.save(update_fields=["summary"])
    workflow.save_draft(article, by=staff.writer)

    response = press(verb, article, by=staff.editor, **typed_for(verb, staff))

    assert response.status_code == 200
    assert sentence in response.content.decode()


def test_an_article_goes_through_all_buttons_to_the_public_and_back(article, staff, press, client):
    press("submit", article, by=staff.writer)
    press("recall", article, by=staff.writer)
    press("submit", article, by=staff.writer)
    press("assign", article, by=staff.editor, **typed_for("assign", staff))
    version = article.versions.get()
    workflow.approve(
        version, digest=version.digest, by=staff.reviewer, next_review_due=timezone.now().date() + timedelta(days=90)
    )
    soon = timezone.now() + timedelta(days=2)
    press("schedule", article, by=staff.editor, visible_from=f"{soon:%Y-%m-%dT%H:%M}")
    press("unschedule", article, by=staff.editor)
    press("publish", article, by=staff.editor, change_note="First release")
    assert client.get("/articles/sore-joints/").status_code == 200
    press("correct", article, by=staff.editor, text="It said mg and means g.")
    press("warn", article, by=staff.editor, text="One batch of the tablets was recalled.")
    assert "One batch of the tablets was recalled." in client.get("/articles/sore-joints/").content.decode()
    press("lift-warning", article, by=staff.editor)
    press("withdraw", article, by=staff.editor, reason="The guideline changed.")
    assert client.get("/articles/sore-joints/").status_code == 410
    press("reinstate", article, by=staff.editor, note="It was right after all.")

    assert client.get("/articles/sore-joints/").status_code == 200
    events = [record.event for record in article.records.order_by("sequence")]
    assert events == [
        Event.SUBMITTED,
        Event.RECALLED,
        Event.SUBMITTED,
        Event.ASSIGNED,
        Event.APPROVED,
        Event.SCHEDULED,
        Event.UNSCHEDULED,
        Event.PUBLISHED,
        Event.CORRECTED,
        Event.READERS_WARNED,
        Event.WARNING_LIFTED,
        Event.WITHDRAWN,
        Event.REINSTATED,
    ]


def test_a_minor_edit_is_published_from_its_button(staff, save, press):
    article = factories.make_article()
    staff.published(article)
    save(article, by=staff.writer, title="Sore Joints")

    response = press("publish-minor", article, by=staff.editor, note="A capital letter.")

    assert "Published as a minor edit." in response.content.decode()
    assert article.live_publication().title == "Sore Joints"


def test_an_author_with_every_role_cannot_approve_or_publish_their_own_text(staff, superuser, press):
    superuser.groups.set(staff.editor.groups.all() | staff.writer.groups.all())
    article = factories.make_article(author=factories.make_expert(user=superuser))
    workflow.save_draft(article, by=superuser)
    workflow.submit_for_review(article, by=superuser)

    asked = press("assign", article, by=superuser, reviewer=superuser.pk, due_on="2099-01-01")
    published = press("publish", article, by=superuser)

    assert "Select a valid choice" in asked.content.decode()
    assert "it is “In review”" in published.content.decode()
    assert not Publication.objects.exists()


def offered_to(user, article, client_of):
    response = client_of(user).get(article.get_admin_url())
    return {verb.name for verb in response.context["verbs"]}


def test_buttons_follow_role_and_state(article, staff, superuser, client_of):
    assert offered_to(staff.writer, article, client_of) == {"submit"}
    assert offered_to(superuser, article, client_of) == set()

    workflow.submit_for_review(article, by=staff.writer)
    assert offered_to(staff.writer, article, client_of) == {"recall"}
    assert offered_to(staff.editor, article, client_of) == {"recall", "assign"}

    version = article.versions.get()
    workflow.approve(
        version, digest=version.digest, by=staff.reviewer, next_review_due=timezone.now().date() + timedelta(days=90)
    )
    assert offered_to(staff.writer, article, client_of) == set()
    assert offered_to(staff.editor, article, client_of) == {"publish", "schedule"}

    workflow.publish(article, by=staff.editor)
    assert offered_to(staff.editor, article, client_of) == {"correct", "warn", "withdraw"}

    workflow.withdraw(article, by=staff.editor, reason="Wrong.")
    assert offered_to(staff.editor, article, client_of) == {"reinstate"}


def test_what_was_approved_by_too_few_is_submitted_again(article, staff, client_of):
    workflow.submit_for_review(article, by=staff.writer)
    version = article.versions.get()
    workflow.approve(
        version, digest=version.digest, by=staff.reviewer, next_review_due=timezone.now().date() + timedelta(days=90)
    )
    Topic.objects.update(reviewers_needed=2)

    assert offered_to(staff.writer, article, client_of) == {"submit"}
    assert offered_to(staff.editor, article, client_of) == {"submit"}


def test_the_top_of_the_page_says_what_readers_see(staff, client_of):
    article = factories.make_article()
    staff.published(article)

    page = client_of(staff.writer).get(article.get_admin_url()).content.decode()

    assert "Live: version 1" in page
    assert "Next review due" in page
    assert 'href="/articles/sore-joints/"' in page


def test_the_note_that_sent_an_article_back_is_shown_to_the_writer(article, staff, client_of):
    workflow.submit_for_review(article, by=staff.writer)
    version = article.versions.get()
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="The dose lacks its unit.")

    page = client_of(staff.writer).get(article.get_admin_url()).content.decode()

    assert "The dose lacks its unit." in page


def test_the_page_that_withdraws_reads_no_other_article_however_many_there_are(staff, client_of):
    article = staff.published(factories.make_article()).article
    factories.make_article("elsewhere", title="What stands elsewhere")

    page = client_of(staff.editor).get(reverse("admin:articles_article_withdraw", args=[article.pk])).content.decode()

    assert 'data-field-name="replacement"' in page
    assert "What stands elsewhere" not in page


def test_the_replacement_of_a_withdrawn_page_is_found_by_typing(staff, client_of):
    factories.make_article("elsewhere", title="What stands elsewhere")
    asked = {"app_label": "articles", "model_name": "publication", "field_name": "replacement", "term": "elsewhere"}

    answer = client_of(staff.editor).get(reverse("admin:autocomplete"), asked).json()

    assert [row["text"] for row in answer["results"]] == ["What stands elsewhere"]


def test_an_article_that_is_not_live_replaces_none(staff, press):
    article = staff.published(factories.make_article()).article
    draft = factories.make_article("draft", title="A draft")

    page = press("withdraw", article, by=staff.editor, reason="Wrong.", replacement=draft.pk).content.decode()

    assert "The replacement must be another article that is live." in page
    assert "A draft" in page
    assert article.live_publication()


def test_a_page_is_withdrawn_with_its_replacement(staff, press):
    article, other = (staff.published(factories.make_article(slug)).article for slug in ("old", "new"))

    press("withdraw", article, by=staff.editor, reason="Wrong.", replacement=other.pk)

    assert article.publications.get().replacement == other
