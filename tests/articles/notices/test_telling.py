"""Each event tells exactly those who wait for it, and what is rolled back is told to nobody."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.reports import file_report
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Comment, Notice
from articles.notices import telling
from tests import factories


def told(kind):
    """Who has a notice of this kind, by username, sorted; twice if told twice."""
    return sorted(Notice.objects.filter(kind=kind).values_list("to__username", flat=True))


def next_week():
    return timezone.now().date() + timedelta(days=7)


@pytest.fixture
def version(staff, article):
    return staff.submitted(article)


def comment_on(version, by, **fields):
    return Comment.objects.create(
        article=version.article, version=version, author=by, body="Why?", made_at=timezone.now(), **fields
    )


def test_editors_hear_of_a_submission(staff, article):
    factories.make_editor("ella_editor")

    staff.submitted(article)

    assert told("submitted") == ["edgar_editor", "ella_editor"]
    notice = Notice.objects.first()
    assert notice.text == "Wanda Writer submitted “Sore joints”: it waits for a reviewer."
    assert notice.path == article.get_admin_url()


def test_nobody_is_told_of_what_they_did_themselves(staff, article):
    staff.editor.groups.add(*staff.writer.groups.all())
    workflow.save_draft(article, by=staff.writer)

    workflow.submit_for_review(article, by=staff.editor)

    assert told("submitted") == []


def test_a_deactivated_user_gets_nothing(staff, article):
    staff.editor.is_active = False
    staff.editor.save()

    staff.submitted(article)

    assert told("submitted") == []


def test_only_the_reviewer_hears_of_an_assignment_and_is_led_to_the_desk(staff, version):
    factories.make_reviewer("robin_reviewer")

    workflow.assign(version.article, reviewer=staff.reviewer, due_on=next_week(), by=staff.editor)

    assert told("assigned") == ["rita_reviewer"]
    assert Notice.objects.get(kind="assigned").path == f"/desk/versions/{version.pk}/"


def test_editors_hear_of_a_reviewer_who_declines(staff, version):
    assignment = workflow.assign(version.article, reviewer=staff.reviewer, due_on=next_week(), by=staff.editor)

    workflow.decline(assignment, by=staff.reviewer, reason="I treat the person in the picture.")

    assert told("declined") == ["edgar_editor"]
    assert "picture" not in Notice.objects.get(kind="declined").text


def test_the_makers_and_authors_hear_of_requested_changes(staff, article):
    article.bylines.create(expert=factories.make_writer("willa_writer").expert, role="author", position=1)
    factories.make_writer("walt_writer")
    version = staff.submitted(article)

    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="The dose is wrong.")

    assert told("changes_requested") == ["wanda_writer", "willa_writer"]
    assert "dose" not in Notice.objects.filter(kind="changes_requested").first().text


def test_an_editor_who_made_a_version_hears_as_its_writers_do(staff, article):
    workflow.save_draft(article, by=staff.editor)

    staff.approved(article)

    assert told("approved") == ["edgar_editor", "wanda_writer"]


def test_whoever_lost_every_role_hears_no_more(staff, article):
    version = staff.submitted(article)
    staff.writer.groups.clear()

    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="Mend it.")

    assert told("changes_requested") == []


def test_writers_hear_of_each_thing_that_readers_see(staff, article):
    staff.approved(article)

    workflow.publish(article, by=staff.editor)
    workflow.correct(article, text="It said mg and means g.", by=staff.editor)
    workflow.withdraw(article, reason="Under examination.", by=staff.editor)
    workflow.reinstate(article, by=staff.editor, note="Examined.")

    assert told("withdrawn") == ["wanda_writer"]
    assert [notice.text for notice in Notice.objects.filter(kind="published").order_by("pk")] == [
        "Edgar Editor published “Sore joints”.",
        "Edgar Editor put a correction notice on “Sore joints”.",
        "Edgar Editor brought “Sore joints” back.",
    ]
    assert set(told("published")) == {"wanda_writer"}


def test_writers_and_editors_hear_that_a_page_was_checked_and_needs_no_change(staff, article):
    publication = staff.published(article)
    Notice.objects.all().delete()

    workflow.confirm_unchanged(
        article,
        digest=publication.version.digest,
        by=staff.reviewer,
        next_review_due=timezone.now().date() + timedelta(days=300),
    )

    assert told("approved") == ["edgar_editor", "wanda_writer"]
    assert Notice.objects.first().text.endswith("checked “Sore joints”: no change needed.")


def test_whoever_was_asked_hears_that_the_article_was_taken_back(staff, version):
    workflow.assign(version.article, reviewer=staff.reviewer, due_on=next_week(), by=staff.editor)
    Notice.objects.all().delete()

    workflow.recall(version.article, by=staff.writer)

    notice = Notice.objects.get()
    assert notice.to == staff.reviewer
    assert notice.text == "Wanda Writer took “Sore joints” back to go on writing: you need not review it now."


def test_a_recall_tells_nobody_who_declined_or_was_never_asked(staff, version):
    assignment = workflow.assign(version.article, reviewer=staff.reviewer, due_on=next_week(), by=staff.editor)
    workflow.decline(assignment, by=staff.reviewer, reason="I am away.")
    Notice.objects.all().delete()

    workflow.recall(version.article, by=staff.writer)

    assert not Notice.objects.exists()


def test_writers_hear_for_when_it_is_scheduled(staff, article):
    staff.approved(article)

    workflow.schedule(article, visible_from=timezone.now() + timedelta(days=2), by=staff.editor)

    assert told("published") == ["wanda_writer"]
    assert "readers see it from" in Notice.objects.get(kind="published").text


def test_editors_hear_of_a_reader_who_reports_a_problem(staff, article):
    publication = staff.published(article)

    report = file_report(publication, section_id="", message="The dose is wrong.", email="reader@example.org")

    assert told("report") == ["edgar_editor"]
    notice = Notice.objects.get(kind="report")
    assert notice.path == f"/admin/articles/readerreport/{report.pk}/change/"
    assert "dose" not in notice.text and "reader@example.org" not in notice.text


def test_writers_hear_of_a_comment(staff, version):
    telling.commented(comment_on(version, staff.reviewer))

    assert told("comment") == ["wanda_writer"]


def test_an_answer_reaches_those_in_the_thread_once_and_leads_each_to_their_own_desk(staff, version):
    question = comment_on(version, staff.reviewer)
    comment_on(version, staff.writer, parent=question)

    telling.commented(comment_on(version, staff.editor, parent=question))

    assert told("comment") == ["rita_reviewer", "wanda_writer"]
    assert Notice.objects.get(to=staff.reviewer).path == f"/desk/versions/{version.pk}/"
    assert Notice.objects.get(to=staff.writer, kind="comment").path == version.article.get_admin_url()


def test_a_refused_verb_tells_nobody(staff, article):
    workflow.save_draft(article, by=staff.writer)

    with pytest.raises(EditorialError):
        workflow.publish(article, by=staff.editor)

    assert not Notice.objects.exists()


def test_what_is_rolled_back_is_told_to_nobody(staff, article, mailoutbox, django_capture_on_commit_callbacks):
    staff.editor.email = "edgar@example.org"
    staff.editor.save()

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        staff.submitted(article)
        raise RuntimeError("the power went out")

    assert not Notice.objects.exists() and not mailoutbox


def test_a_long_title_still_fits(staff):
    long = factories.make_article(slug="long", title="A" * 160)
    staff.writer.first_name = staff.writer.last_name = "N" * 150
    staff.writer.save()

    staff.submitted(long)

    assert len(Notice.objects.get().text) <= 300


def test_an_administrator_hears_of_nothing(staff, article):
    factories.make_user(Role.ADMINISTRATOR, username="ada_admin", is_staff=True)

    staff.published(article)

    assert not Notice.objects.filter(to__username="ada_admin").exists()
