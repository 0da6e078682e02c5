"""Nothing in the admin decides on a version: no address, no form, no bulk action, for nobody."""

from datetime import date, timedelta

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from articles.admin.registry import site
from articles.admin.verbs import VERBS
from articles.editorial import workflow
from articles.models import Article, EditorialRecord, Event, Publication, State
from articles.models.record import REVIEWS
from tests import factories

DECISIONS = ("approve", "request_changes", "request-changes", "confirm", "confirm_unchanged", "decide")


@pytest.fixture
def version(staff, article):
    workflow.submit_for_review(article, by=staff.writer)
    article.refresh_from_db()
    return article.latest_version


@pytest.fixture
def everybody(staff, superuser):
    """Each role, a superuser, and a superuser in the roles of editor and reviewer who is not qualified."""
    both = factories.make_user(username="bea_both", is_staff=True, is_superuser=True)
    both.groups.set(staff.editor.groups.all() | staff.reviewer.groups.all())
    staff.reviewer.is_staff = True
    staff.reviewer.save()
    return [staff.writer, staff.reviewer, staff.editor, superuser, both]


def assert_undecided(article):
    article.refresh_from_db()
    assert not EditorialRecord.objects.filter(event__in=[*REVIEWS, Event.CHANGES_REQUESTED]).exists()
    assert article.state in (State.IN_REVIEW, State.DRAFT)
    assert not Publication.objects.exists()


def test_no_address_of_the_admin_decides():
    names = {name for name in get_resolver().namespace_dict["admin"][1].reverse_dict if isinstance(name, str)}

    assert {verb.perform for verb in VERBS}.isdisjoint(
        {workflow.approve, workflow.request_changes, workflow.confirm_unchanged}
    )
    assert not [name for name in names for decision in DECISIONS if decision in name]


def test_a_post_to_every_button_by_everybody_decides_nothing(article, version, everybody, press):
    typed = {
        "digest": version.digest,
        "next_review_due": "2099-01-01",
        "note": "x",
        "text": "x",
        "reason": "x",
        "visible_from": "2099-01-01T10:00",
    }
    for person in everybody:
        for verb in VERBS:
            press(verb.name, article, by=person, **typed)

    assert_undecided(article)


def test_the_articles_form_takes_no_state(article, staff, superuser, save, client_of):
    for person in (staff.writer, staff.editor, superuser):
        save(article, by=person, title="Sore joints", state="approved", latest_version="1")
    assert_undecided(article)

    workflow.submit_for_review(article, by=staff.writer)
    for person in (staff.editor, superuser):
        client_of(person).post(article.get_admin_url(), {"state": "approved", "_save": "1"})
    assert_undecided(article)


def test_a_record_is_neither_written_nor_changed_by_hand(version, superuser, client_of):
    client = client_of(superuser)
    record = EditorialRecord.objects.get()
    fields = {"event": "approved", "version": version.pk, "actor": superuser.pk, "sequence": 2}

    assert client.post(reverse("admin:articles_editorialrecord_add"), fields).status_code == 403
    assert client.post(reverse("admin:articles_editorialrecord_change", args=[record.pk]), fields).status_code == 403
    assert_undecided(version.article)


@pytest.mark.parametrize("noun", ["article", "version", "editorialrecord", "reviewassignment"])
def test_no_bulk_action_decides(noun, version, superuser, client_of, rf):
    request = rf.get("/")
    request.user = superuser
    desk = next(desk for model, desk in site._registry.items() if model._meta.model_name == noun)
    assert desk.get_actions(request) == {}
    row = desk.model.objects.first() or version

    for action in DECISIONS:
        client_of(superuser).post(
            reverse(f"admin:articles_{noun}_changelist"), {"action": action, "_selected_action": [row.pk], "index": "0"}
        )

    assert_undecided(version.article)


def test_whoever_could_not_approve_cannot_be_asked_and_the_try_is_kept(article, version, staff, press):
    staff.reviewer.expert.credentials.update(expires_on=timezone.now().date() - timedelta(days=1))

    page = press("assign", article, by=staff.editor, reviewer=staff.reviewer.pk, due_on=date(2099, 1, 1))

    assert "has no checked credential that is valid on" in page.content.decode()
    record = EditorialRecord.objects.get(event=Event.REFUSED)
    assert (record.actor, record.version, record.details) == (staff.editor, version, {"verb": "assign"})
    assert not article.assignments.exists()


def test_a_state_that_was_forged_publishes_nothing(article, version, staff, press):
    Article.objects.filter(pk=article.pk).update(state=State.APPROVED)

    page = press("publish", article, by=staff.editor)

    assert "No medical reviewer approved version 1." in page.content.decode()
    assert not Publication.objects.exists()
