"""The reviewer's verbs and the gate before them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.gate import add_months
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, State, triggers
from tests.factories import make_editor, make_expert, make_reviewer, make_user, today


def next_year():
    return today() + timedelta(days=365)


def approve(version, by, **changes):
    return workflow.approve(version, **{"digest": version.digest, "by": by, "next_review_due": next_year(), **changes})


class TestApprove:
    def test_a_doctor_approves_exact_content(self, staff, article):
        version = staff.submitted(article)

        record = approve(version, staff.reviewer, note="Checked against the sources.")

        article.refresh_from_db()
        assert article.state == State.APPROVED
        assert record.facts["digest"] == version.digest
        assert record.facts["actor"]["credit"]["degrees"] == ["MD", "MSc"]
        assert record.details == {
            "next_review_due": next_year().isoformat(),
            "depth": None,
            "passages": {"total": 13, "carried": 0, "signed": 13},
        }
        assert record.note == "Checked against the sources."

    def test_a_digest_that_the_reviewer_did_not_see_is_refused(self, staff, article):
        version = staff.submitted(article)

        with pytest.raises(EditorialError, match="not the content you saw"):
            approve(version, staff.reviewer, digest="0" * 64)

    def test_an_older_version_is_refused(self, staff, article):
        old = staff.submitted(article)
        workflow.recall(article, by=staff.writer)
        Article.objects.update(title="Newer")
        staff.submitted(article)

        with pytest.raises(EditorialError, match="no longer the latest"):
            approve(old, staff.reviewer)

    @pytest.mark.parametrize("role", ["author", "editor", "quoted"])
    def test_whoever_is_involved_cannot_approve(self, staff, article, role):
        article.bylines.create(expert=staff.reviewer.expert, role=role)
        version = staff.submitted(article)

        with pytest.raises(EditorialError, match="cannot review it"):
            approve(version, staff.reviewer)

    def test_whoever_made_a_version_since_the_last_review_cannot_approve(self, staff, article):
        both = make_reviewer("both_roles")
        both.groups.add(*staff.writer.groups.all())
        Article.objects.update(title="Their words")
        workflow.save_draft(article, by=both)
        Article.objects.update(title="Somebody else's words")
        version = staff.submitted(article)

        with pytest.raises(EditorialError, match="made version 1"):
            approve(version, both)
        assert approve(version, staff.reviewer)

    def test_a_contribution_before_the_last_review_no_longer_counts(self, staff, article):
        both = make_reviewer("both_roles")
        both.groups.add(*staff.writer.groups.all())
        Article.objects.update(title="Their words")
        workflow.save_draft(article, by=both)
        staff.published(article)
        Article.objects.update(title="Somebody else's words")
        version = staff.submitted(article)

        assert approve(version, both)

    def test_the_page_must_not_name_another_doctor(self, staff, article):
        article.bylines.create(expert=make_expert(name="Ann Other"), role="medical_reviewer")
        version = staff.submitted(article)

        with pytest.raises(EditorialError, match="names Ann Other as medical reviewer"):
            approve(version, staff.reviewer)

    def test_a_lapsed_licence_is_refused_on_the_day(self, staff, article):
        version = staff.submitted(article)
        staff.reviewer.expert.credentials.update(expires_on=today())
        assert approve(version, staff.reviewer)

        Article.objects.update(title="Newer")
        version = staff.submitted(article)
        staff.reviewer.expert.credentials.update(expires_on=today() - timedelta(days=1))
        with pytest.raises(EditorialError, match="no checked credential that is valid"):
            approve(version, staff.reviewer)

    def test_a_licence_that_nobody_checked_is_refused(self, staff, article):
        version = staff.submitted(article)
        staff.reviewer.expert.credentials.update(verified_on=None)

        with pytest.raises(EditorialError, match="no checked credential"):
            approve(version, staff.reviewer)

    def test_a_disclosure_older_than_a_year_is_refused(self, staff, article):
        version = staff.submitted(article)
        staff.reviewer.expert.disclosures.update(declared_on=today() - timedelta(days=366))

        with pytest.raises(EditorialError, match="has not disclosed interests"):
            approve(version, staff.reviewer)

    def test_a_reviewer_without_a_profile_or_unverified_is_refused(self, staff, article):
        version = staff.submitted(article)

        with pytest.raises(EditorialError, match="has no expert profile"):
            approve(version, make_user(Role.MEDICAL_REVIEWER, username="no_profile"))
        staff.reviewer.expert.is_verified = False
        staff.reviewer.expert.save()
        with pytest.raises(EditorialError, match="not verified yet"):
            approve(version, staff.reviewer)

    def test_a_superuser_is_refused_like_anyone(self, staff, article):
        version = staff.submitted(article)
        root = make_user(username="root", is_superuser=True, is_staff=True)

        with pytest.raises(EditorialError, match="Only a medical reviewer can do this"):
            approve(version, root)

    def test_a_deactivated_reviewer_is_refused(self, staff, article):
        version = staff.submitted(article)
        staff.reviewer.is_active = False

        with pytest.raises(EditorialError, match="deactivated"):
            approve(version, staff.reviewer)

    def test_a_role_taken_away_counts_no_more(self, staff, article):
        version = staff.submitted(article)
        staff.reviewer.groups.clear()

        with pytest.raises(EditorialError, match="Only a medical reviewer"):
            approve(version, staff.reviewer)

    def test_the_next_review_is_capped_by_the_topic(self, staff, article):
        version = staff.submitted(article)

        with pytest.raises(EditorialError, match="must be due by"):
            approve(version, staff.reviewer, next_review_due=add_months(today(), 24) + timedelta(days=1))
        with pytest.raises(EditorialError, match="after today"):
            approve(version, staff.reviewer, next_review_due=today())
        assert approve(version, staff.reviewer, next_review_due=add_months(today(), 24))

    def test_what_is_typed_wrongly_leaves_no_trace_in_state_or_ledger(self, staff, article):
        version = staff.submitted(article)
        before = article.records.count()

        with pytest.raises(EditorialError):
            approve(version, staff.reviewer, next_review_due=today())

        article.refresh_from_db()
        assert (article.state, article.records.count()) == (State.IN_REVIEW, before)

    def test_the_record_keeps_the_conflict_and_how_the_reviewer_proved_who_they_are(self, staff, article):
        version = staff.submitted(article)

        record = approve(version, staff.reviewer, conflict=" I own shares of Acme. ", identity="password")

        assert (record.details["conflict"], record.details["identity"]) == ("I own shares of Acme.", "password")

    def test_an_open_blocking_comment_stops_it_and_says_whose(self, staff, article):
        version = staff.submitted(article)
        remark = workflow.comment(version, by=staff.editor, body="Whose dose is this?", is_blocking=True)
        workflow.comment(version, by=staff.reviewer, body="A comma.")

        with pytest.raises(EditorialError, match="1 open comment blocks this decision, by Edgar Editor"):
            approve(version, staff.reviewer)
        second = workflow.comment(version, by=staff.reviewer, body="And its unit?", is_blocking=True)
        with pytest.raises(EditorialError, match="2 open comments block .* by Edgar Editor and Rita Reviewer"):
            approve(version, staff.reviewer)

        workflow.resolve(second, by=staff.reviewer)
        workflow.resolve(remark, by=staff.editor)
        assert approve(version, staff.reviewer)

    def test_damaged_content_is_refused_before_anything_is_read_in_it(self, staff, article):
        version = staff.submitted(article)
        triggers.remove(connection)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_version SET document = 'not even JSON' WHERE id = %s", [version.pk])
        triggers.install(connection)

        with pytest.raises(EditorialError, match="is damaged; nothing can be decided on it"):
            approve(version, staff.reviewer)


class TestRequestChanges:
    def test_it_goes_back_with_a_note(self, staff, article):
        version = staff.submitted(article)

        record = workflow.request_changes(
            version, digest=version.digest, by=staff.reviewer, note="Cite the second number."
        )

        article.refresh_from_db()
        assert article.state == State.CHANGES_REQUESTED
        assert record.note == "Cite the second number."

    def test_without_a_note_it_is_refused(self, staff, article):
        version = staff.submitted(article)

        with pytest.raises(EditorialError, match="Say what must change"):
            workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="  ")


class TestAssign:
    def test_the_editor_asks_and_the_decision_closes_it(self, staff, article):
        version = staff.submitted(article)
        assignment = workflow.assign(article, reviewer=staff.reviewer, due_on=next_year(), by=staff.editor)

        approve(version, staff.reviewer)

        assignment.refresh_from_db()
        assert assignment.closed_at is not None

    def test_whoever_could_not_approve_cannot_be_asked(self, staff, article):
        article.bylines.create(expert=staff.reviewer.expert, role="quoted")
        staff.submitted(article)

        with pytest.raises(EditorialError, match="is quoted in this article"):
            workflow.assign(article, reviewer=staff.reviewer, due_on=next_year(), by=staff.editor)

    def test_nobody_is_asked_twice_or_for_yesterday(self, staff, article):
        staff.submitted(article)
        with pytest.raises(EditorialError, match="today or later"):
            workflow.assign(article, reviewer=staff.reviewer, due_on=today() - timedelta(days=1), by=staff.editor)
        workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)

        with pytest.raises(EditorialError, match="has been asked already"):
            workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)

    def test_declining_needs_a_reason_and_the_one_who_was_asked(self, staff, article):
        staff.submitted(article)
        assignment = workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)

        with pytest.raises(EditorialError, match="was asked of Rita Reviewer"):
            workflow.decline(assignment, by=make_reviewer("other_doctor"), reason="No time")
        with pytest.raises(EditorialError, match="Say why"):
            workflow.decline(assignment, by=staff.reviewer, reason="")
        assert workflow.decline(assignment, by=staff.reviewer, reason="Not my field").note == "Not my field"
        with pytest.raises(EditorialError, match="closed already"):
            workflow.decline(assignment, by=staff.reviewer, reason="Not my field")


class TestReleaseAndChase:
    @pytest.fixture
    def assignment(self, staff, article):
        staff.submitted(article)
        return workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)

    def test_an_editor_releases_a_reviewer_who_hears_of_it(self, staff, assignment):
        record = workflow.unassign(assignment, by=staff.editor, note="She is ill.")

        assignment.refresh_from_db()
        assert assignment.closed_at is not None
        assert (record.event, record.note) == ("unassigned", "She is ill.")
        assert record.details == {"reviewer": "Rita Reviewer"}
        assert list(staff.reviewer.notices.values_list("kind", flat=True)) == ["unassigned", "assigned"]
        with pytest.raises(EditorialError, match="closed already"):
            workflow.unassign(assignment, by=staff.editor)

    def test_an_editor_asks_after_it_once_a_day_and_the_ledger_stays_out_of_it(self, staff, assignment):
        records = EditorialRecord.objects.count()

        workflow.chase(assignment, by=staff.editor)

        with pytest.raises(EditorialError, match="Rita Reviewer was asked after it today already"):
            workflow.chase(assignment, by=make_editor("ed_two"))
        workflow.chase(assignment, by=staff.editor, now=timezone.now() + timedelta(days=1))
        notices = staff.reviewer.notices.filter(kind="reminder")
        assert notices.count() == 2
        assert notices.first().text.startswith("Edgar Editor asks after your review of “Sore joints”, due on")
        assert EditorialRecord.objects.count() == records
        workflow.unassign(assignment, by=staff.editor)
        with pytest.raises(EditorialError, match="closed already"):
            workflow.chase(assignment, by=staff.editor)

    def test_another_reviewer_takes_over_in_one_step(self, staff, article, assignment):
        other = make_reviewer("otto_other")

        new = workflow.reassign(assignment, reviewer=other, due_on=next_year(), by=staff.editor)

        assert list(article.assignments.open()) == [new]
        assert [record.event for record in article.records.order_by("-sequence")[:2]] == ["assigned", "unassigned"]

    def test_the_same_reviewer_gets_another_day(self, staff, article, assignment):
        workflow.reassign(assignment, reviewer=staff.reviewer, due_on=next_year(), by=staff.editor)

        assert article.assignments.open().get().due_on == next_year()

    def test_whoever_cannot_take_over_leaves_the_first_reviewer_in_charge(self, staff, article, assignment):
        lapsed = make_reviewer("otto_other")
        lapsed.expert.credentials.update(expires_on=today() - timedelta(days=1))

        with pytest.raises(EditorialError, match="no checked credential"):
            workflow.reassign(assignment, reviewer=lapsed, due_on=next_year(), by=staff.editor)

        assert article.assignments.open().get() == assignment
        assert not article.records.filter(event="unassigned").exists()
        refused = article.records.get(event="refused")
        assert (refused.actor, refused.details) == (staff.editor, {"verb": "reassign"})


class TestConfirmUnchanged:
    def test_checked_no_change_needed_moves_the_review_date_alone(self, staff, article):
        past = timezone.now() - timedelta(days=300)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=past.date())
        publication = staff.published(article, now=past, next_review_due=today() + timedelta(days=5))

        workflow.confirm_unchanged(
            article, digest=publication.version.digest, by=staff.reviewer, next_review_due=next_year()
        )

        publication.refresh_from_db()
        assert publication.reviewed_on == today()
        assert publication.review_due_on == next_year()
        assert publication.changed_on == past.date()
        assert publication.standing().reviewed_on == today()

    def test_it_brings_a_lapsed_badge_back(self, staff, article):
        past = timezone.now() - timedelta(days=300)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=past.date())
        publication = staff.published(article, now=past, next_review_due=today() - timedelta(days=60))
        assert publication.standing().is_lapsed

        workflow.confirm_unchanged(
            article, digest=publication.version.digest, by=staff.reviewer, next_review_due=next_year()
        )

        publication.refresh_from_db()
        assert publication.standing().state == "reviewed"

    def test_with_a_newer_draft_it_is_refused(self, staff, article):
        publication = staff.published(article)
        Article.objects.update(title="Newer")
        workflow.save_draft(article, by=staff.writer)

        with pytest.raises(EditorialError, match="no longer the latest"):
            workflow.confirm_unchanged(
                article, digest=publication.version.digest, by=staff.reviewer, next_review_due=next_year()
            )

    def test_an_unpublished_article_cannot_be_confirmed(self, staff, article):
        version = staff.approved(article)

        with pytest.raises(EditorialError, match="not live"):
            workflow.confirm_unchanged(article, digest=version.digest, by=staff.reviewer, next_review_due=next_year())

    def test_an_editor_cannot_confirm(self, staff, article):
        publication = staff.published(article)

        with pytest.raises(EditorialError, match="Only a medical reviewer"):
            workflow.confirm_unchanged(
                article, digest=publication.version.digest, by=make_editor("ed_two"), next_review_due=next_year()
            )


def test_months_end_on_the_last_day_when_the_month_is_short():
    from datetime import date

    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2024, 2, 29), 12) == date(2025, 2, 28)
    assert add_months(date(2026, 12, 15), 12) == date(2027, 12, 15)
