"""Whoever tries to decide what they may not stands in the ledger, once a day, with the sentence they were told."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from articles.editorial import clocks, ledger, workflow
from articles.editorial.verification import faults
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Event, State
from tests.factories import make_editor, make_reviewer, make_user, today
from tests.scenes import scene


def due():
    return today() + timedelta(days=90)


@scene
def version(staff, article):
    return staff.submitted(article)


@scene
def root():
    return make_user(username="rosa_root", is_superuser=True, is_staff=True)


def approve(version, by, *, now=None):
    workflow.approve(version, digest=version.digest, by=by, next_review_due=due(), now=now)


def refused():
    records = EditorialRecord.objects.filter(event=Event.REFUSED).order_by("sequence")
    return [(record.actor, record.version, record.note, record.details) for record in records]


def test_a_superuser_who_tries_to_approve_is_refused_and_stands_there(version, root):
    with pytest.raises(EditorialError) as refusal:
        approve(version, root)

    told = "Only a medical reviewer can do this, and Rosa Root is not."
    assert refusal.value.message == told
    assert refused() == [(root, version, told, {"verb": "approve"})]
    version.article.refresh_from_db()
    assert version.article.state == State.IN_REVIEW


def test_every_verb_of_the_table_keeps_its_refusals(staff, article, root):
    version = staff.submitted(article)
    assignment = workflow.assign(article, reviewer=staff.reviewer, due_on=due(), by=staff.editor)
    tries = [
        lambda: workflow.request_changes(version, digest=version.digest, by=root, note="x"),
        lambda: workflow.assign(article, reviewer=root, due_on=due(), by=staff.editor),
        lambda: workflow.reassign(assignment, reviewer=root, due_on=due(), by=staff.editor),
    ]
    for attempt in tries:
        with pytest.raises(EditorialError, match="Only a medical reviewer"):
            attempt()
    approve(version, staff.reviewer)
    workflow.publish(article, by=staff.editor)
    with pytest.raises(EditorialError, match="Only a medical reviewer"):
        workflow.confirm_unchanged(article, digest=version.digest, by=root, next_review_due=due())

    assert [(actor, details["verb"]) for actor, _, _, details in refused()] == [
        (root, "request_changes"),
        (staff.editor, "assign"),
        (staff.editor, "reassign"),
        (root, "confirm_unchanged"),
    ]


def test_once_a_day_for_the_same_person_version_verb_and_sentence(staff, version, root):
    for _ in range(3):
        with pytest.raises(EditorialError):
            approve(version, root, now=timezone.now())
    assert len(refused()) == 1

    others = [
        lambda: approve(version, staff.editor, now=timezone.now()),
        lambda: workflow.request_changes(version, digest=version.digest, by=root, note="x", now=timezone.now()),
        lambda: approve(version, root, now=timezone.now() + timedelta(days=1)),
    ]
    for attempt in others:
        with pytest.raises(EditorialError):
            attempt()
    assert len(refused()) == 4

    root.is_active = False
    with pytest.raises(EditorialError, match="deactivated"):
        approve(version, root, now=timezone.now())
    assert len(refused()) == 5


def test_what_is_typed_or_timed_wrongly_is_no_refusal_of_a_person(staff, version):
    for wrong in ({"digest": "0" * 64}, {"next_review_due": today()}):
        typed = {"digest": version.digest, "next_review_due": due(), **wrong}
        with pytest.raises(EditorialError):
            workflow.approve(version, by=staff.reviewer, **typed)
    with pytest.raises(EditorialError, match="Only an editor"):
        workflow.assign(version.article, reviewer=staff.reviewer, due_on=due(), by=staff.writer)

    assert refused() == []


def test_it_is_kept_within_a_transaction_that_goes_on(version, root):
    with transaction.atomic():
        try:
            approve(version, root)
        except EditorialError:
            Article.objects.filter(pk=version.article_id).update(import_note="went on")

    version.article.refresh_from_db()
    assert version.article.import_note == "went on"
    assert len(refused()) == 1
    assert list(faults()) == []


@pytest.mark.django_db(transaction=True)
def test_it_is_kept_where_nothing_else_is_open():
    from tests.factories import Staff, make_article

    staff = Staff()
    version = staff.submitted(make_article(author=staff.writer.expert))

    with pytest.raises(EditorialError):
        approve(version, staff.editor)

    assert len(refused()) == 1


def test_the_ledger_its_export_and_the_dates_take_refusals_in_stride(staff, article, root, tmp_path, capsys):
    from tools import verify_ledger

    version = staff.submitted(article)
    with pytest.raises(EditorialError):
        approve(version, root)
    assignment = workflow.assign(article, reviewer=make_reviewer("otto_other"), due_on=due(), by=staff.editor)
    workflow.unassign(assignment, by=staff.editor)
    approve(version, staff.reviewer)
    publication = workflow.publish(article, by=make_editor("ed_two"))
    before = clocks.replay(article.records.order_by("sequence"))
    with pytest.raises(EditorialError):
        workflow.confirm_unchanged(article, digest=version.digest, by=root, next_review_due=due())

    publication.refresh_from_db()
    assert clocks.replay(article.records.order_by("sequence")) == before
    assert publication.reviewed_on == before.reviewed_on
    assert list(faults()) == []
    export = tmp_path / "ledger.jsonl"
    call_command("export_ledger", str(export))
    assert verify_ledger.verify(export.read_bytes()) == (7, ledger.checkpoint()["head"])


class TestTheShell:
    def test_the_verb_refuses_there_as_everywhere(self, version, capsys):
        make_user(username="rosa_root", is_superuser=True)
        call_command(
            "shell",
            "--no-imports",
            command="from datetime import date, timedelta\n"
            "from articles.editorial import workflow\n"
            "from articles.errors import EditorialError\n"
            "from articles.models import Version\n"
            "from experts.models import User\n"
            "version, root = Version.objects.get(), User.objects.get(username='rosa_root')\n"
            "try:\n"
            "    due = date.today() + timedelta(days=90)\n"
            "    workflow.approve(version, digest=version.digest, by=root, next_review_due=due)\n"
            "except EditorialError as refusal:\n"
            "    print(refusal)\n",
        )

        assert "Only a medical reviewer can do this, and Rosa Root is not." in capsys.readouterr().out
        assert len(refused()) == 1

    def test_a_record_is_not_turned_into_an_approval(self, version):
        record = EditorialRecord.objects.get(event=Event.SUBMITTED)

        with pytest.raises(EditorialError, match="never changed"):
            EditorialRecord.objects.filter(pk=record.pk).update(event=Event.APPROVED)
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE articles_editorialrecord SET event = 'approved' WHERE id = %s", [record.pk])
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            models.QuerySet(EditorialRecord).update(event=Event.APPROVED)

        record.refresh_from_db()
        assert record.event == Event.SUBMITTED

    def test_a_forged_state_is_no_approval(self, staff, version):
        Article.objects.update(state=State.APPROVED)

        with pytest.raises(EditorialError, match="No medical reviewer approved version 1"):
            workflow.publish(version.article, by=staff.editor)
