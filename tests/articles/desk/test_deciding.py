"""The decide page: a doctor decides on exactly the page they see, and every refusal is a sentence."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import EditorialRecord, Event, State
from tests import factories
from tests.scenes import scene


@pytest.fixture
def page_of(client_of):
    def opened(version, *, by):
        return client_of(by).get(f"/desk/versions/{version.pk}/").content.decode()

    return opened


@pytest.fixture
def decide(client_of):
    """Send the decision form: decide(version, by=reviewer, decision="approve")."""

    def sent(version, *, by, **typed):
        fields = {
            "digest": version.digest,
            "decision": "approve",
            "next_review_due": (timezone.now().date() + timedelta(days=200)).isoformat(),
            "note": "",
            "password": factories.PASSWORD,
            "has_conflict": "none",
            **typed,
        }
        return client_of(by).post(f"/desk/versions/{version.pk}/", fields, follow=True)

    return sent


def test_the_page_is_shown_as_readers_will_see_it_with_its_digest(version, staff, page_of):
    page = page_of(version, by=staff.reviewer)

    assert 'data-part="frozen-page"' in page and 'data-part="lede"' in page and 'data-part="references"' in page
    assert f'name="digest" value="{version.digest}"' in page
    assert f'<code class="digest">{version.digest}</code>' in page


def test_what_is_shown_is_the_version_and_not_the_draft(version, staff, page_of):
    type(version.article).objects.filter(pk=version.article.pk).update(title="Changed behind everybody's back")

    page = page_of(version, by=staff.reviewer)

    assert ">Sore joints</span></h1>" in page
    assert "behind everybody" not in page.split('data-part="frozen-page"')[1].split('id="decide"')[0]


def test_a_reviewer_approves(version, staff, decide):
    response = decide(version, by=staff.reviewer, note="Doses checked.")

    version.article.refresh_from_db()
    record = EditorialRecord.objects.get(event=Event.APPROVED)
    assert version.article.state == State.APPROVED
    assert (record.content_digest, record.note) == (version.digest, "Doses checked.")
    assert "You approved version 1" in response.content.decode()


def test_a_reviewer_requests_changes_without_a_date(version, staff, decide):
    decide(version, by=staff.reviewer, decision="request_changes", note="The dose lacks its unit.", next_review_due="")

    version.article.refresh_from_db()
    assert version.article.state == State.CHANGES_REQUESTED
    assert EditorialRecord.objects.get(event=Event.CHANGES_REQUESTED).note == "The dose lacks its unit."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"digest": "0" * 64}, "is not the content you saw"),
        ({"next_review_due": "2099-01-01"}, "The next review of this topic must be due by"),
        ({"next_review_due": "2001-01-01"}, "The next review must be due after today."),
        ({"next_review_due": ""}, "Say by when it must be reviewed again."),
        ({"decision": "request_changes", "note": " "}, "Say what must change"),
        ({"decision": ""}, "Choose whether you approve it or request changes."),
        ({"decision": "publish"}, "Select a valid choice."),
    ],
)
def test_a_refusal_is_shown_and_keeps_what_was_typed(typed, sentence, version, staff, decide):
    response = decide(version, by=staff.reviewer, **({"note": "Typed at length."} | typed))

    page = response.content.decode()
    version.article.refresh_from_db()
    assert sentence in page
    assert "Typed at length." in page or "note" in typed
    assert version.article.state == State.IN_REVIEW


def test_the_next_review_is_proposed_at_the_latest_day_the_topic_allows(version, staff, page_of):
    page = page_of(version, by=staff.reviewer)

    latest = timezone.now().date().replace(day=1)
    assert f'name="next_review_due" value="{latest.year + 2}-' in page
    assert "At the latest" in page


def test_an_author_is_told_why_they_cannot_decide_and_gets_no_form(staff, page_of, decide):
    version = staff.submitted(factories.make_article(author=staff.reviewer.expert))

    page = page_of(version, by=staff.reviewer)
    response = decide(version, by=staff.reviewer)

    assert "wrote this article and cannot review it." in page
    assert 'name="decision"' not in page
    assert "wrote this article and cannot review it." in response.content.decode()
    version.article.refresh_from_db()
    assert version.article.state == State.IN_REVIEW


@pytest.mark.parametrize("who", ["writer", "editor"])
def test_others_may_look_but_not_decide(who, version, staff, page_of, decide):
    person = getattr(staff, who)

    assert "Only a medical reviewer can do this" in page_of(version, by=person)
    assert "Only a medical reviewer can do this" in decide(version, by=person).content.decode()
    version.article.refresh_from_db()
    assert version.article.state == State.IN_REVIEW


def test_a_superuser_is_refused_like_anyone(version, staff, decide):
    superuser = factories.make_user(username="sue_superuser", is_superuser=True)

    response = decide(version, by=superuser)

    assert "Only a medical reviewer can do this" in response.content.decode()
    assert not EditorialRecord.objects.filter(event=Event.APPROVED).exists()


def test_a_text_that_moved_on_while_it_was_read_is_refused_with_the_way_to_the_new_one(version, staff, decide):
    article = version.article
    workflow.recall(article, by=staff.writer)
    article.title = "Sore joints again"
    article.save(update_fields=["title"])
    newest = staff.submitted(article)

    response = decide(version, by=staff.reviewer, note="Typed at length.")

    page = response.content.decode()
    assert "Version 1 is no longer the latest: version 2 is." in page
    assert f"/desk/versions/{newest.pk}/" in page
    assert "What moved: 1 change since version 1" in page
    assert "again</ins>" in page
    assert "Typed at length." in page


def test_a_review_is_declined_with_a_reason(version, staff, client_of):
    day = timezone.now().date() + timedelta(days=5)
    assignment = workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    address = f"/desk/assignments/{assignment.pk}/decline/"

    unsaid = client_of(staff.reviewer).post(address, {"more": "Typed at length."})
    typed = {"why": "Not my field", "more": "It is about bladders."}
    response = client_of(staff.reviewer).post(address, typed, follow=True)

    assignment.refresh_from_db()
    assert "Choose why, so that the editor knows" in unsaid.content.decode()
    assert "Typed at length." in unsaid.content.decode()
    assert "You declined “Sore joints”." in response.content.decode()
    assert assignment.declined_because == "Not my field. It is about bladders."


def test_nobody_declines_for_somebody_else(version, staff, client_of):
    day = timezone.now().date() + timedelta(days=5)
    assignment = workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    other = factories.make_reviewer("otto_other")

    typed = {"why": "Not my field", "more": "Typed at length."}
    response = client_of(other).post(f"/desk/assignments/{assignment.pk}/decline/", typed)

    page = response.content.decode()
    assert "This review was asked of Rita Reviewer, not of Otto Other." in page
    assert "Typed at length." in page


@scene
def publication(staff):
    return staff.published(factories.make_article(), next_review_due=timezone.now().date() + timedelta(days=10))


def confirm(client, publication, **typed):
    day = (timezone.now().date() + timedelta(days=200)).isoformat()
    fields = {"digest": publication.version.digest, "next_review_due": day, "note": "", "has_conflict": "none", **typed}
    fields.setdefault("password", factories.PASSWORD)
    return client.post(f"/desk/pages/{publication.pk}/", fields, follow=True)


def test_a_live_page_is_checked_and_stays_as_it_is(publication, staff, client_of):
    response = confirm(client_of(staff.reviewer), publication, note="Evidence unchanged.")

    publication.refresh_from_db()
    assert "was checked and stays as it is" in response.content.decode()
    assert publication.review.event == Event.CONFIRMED_UNCHANGED
    assert publication.review_due_on == timezone.now().date() + timedelta(days=200)


def test_a_confirmation_of_other_content_is_refused_with_the_note_kept(publication, staff, client_of):
    response = confirm(client_of(staff.reviewer), publication, digest="0" * 64, note="Typed at length.")

    page = response.content.decode()
    assert "is not the content you saw" in page
    assert "Typed at length." in page


def test_a_live_page_cannot_be_confirmed_by_its_editor(publication, staff, client_of):
    page = client_of(staff.editor).get(f"/desk/pages/{publication.pk}/").content.decode()

    assert "Only a medical reviewer can do this" in page
    assert "Confirm: no change needed" not in page


def test_the_live_page_is_shown_with_the_mark_that_readers_see(publication, staff, client_of):
    page = client_of(staff.reviewer).get(f"/desk/pages/{publication.pk}/").content.decode()

    assert 'data-part="mark"' in page


def test_a_page_that_is_not_live_cannot_be_confirmed(publication, staff, client_of):
    workflow.withdraw(publication.article, reason="Wrong.", by=staff.editor)

    assert client_of(staff.reviewer).get(f"/desk/pages/{publication.pk}/").status_code == 404
