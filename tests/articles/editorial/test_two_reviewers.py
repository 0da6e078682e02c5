"""Where a topic asks for two reviewers, no page goes out and no date moves on the word of one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import approvals, clocks, workflow
from articles.editorial.gate import latest_review_date, require_approval
from articles.editorial.verification import faults
from articles.errors import EditorialError
from articles.models import Article, Event, Notice, Publication, State, Topic
from experts.models import Expert
from tests.factories import make_expert, make_figure, make_reviewer, make_topic, today

ONE_OF_TWO = "One of two reviewers approved version 1; a second one must approve exactly the same content first."


def in_a_year():
    return today() + timedelta(days=365)


@pytest.fixture
def second(db):
    return make_reviewer("samir_second")


@pytest.fixture
def third(db):
    return make_reviewer("thea_third")


@pytest.fixture
def version(staff, article):
    """In review, on a topic that asks for two."""
    Topic.objects.update(reviewers_needed=2)
    return staff.submitted(article)


def approve(version, by, *, due=None, **said):
    return workflow.approve(version, digest=version.digest, by=by, next_review_due=due or in_a_year(), **said)


def confirm(article, by, *, due=None, now=None):
    digest = article.live_publication().version.digest
    return workflow.confirm_unchanged(article, digest=digest, by=by, next_review_due=due or in_a_year(), now=now)


def state_of(article):
    return Article.objects.get(pk=article.pk).state


def publish_refused(article, staff, match):
    records = list(article.records.order_by("sequence"))
    for attempt in (
        lambda: workflow.publish(article, by=staff.editor),
        lambda: workflow.schedule(article, visible_from=timezone.now() + timedelta(days=1), by=staff.editor),
        lambda: require_approval(Article.objects.get(pk=article.pk), records, visible_from=timezone.now()),
    ):
        with pytest.raises(EditorialError, match=match):
            attempt()


class TestApproving:
    def test_the_first_approval_is_recorded_and_waits_for_the_second(self, staff, version, second):
        article = version.article
        own = workflow.assign(article, reviewer=staff.reviewer, due_on=in_a_year(), by=staff.editor)
        other = workflow.assign(article, reviewer=second, due_on=in_a_year(), by=staff.editor)

        record = approve(version, staff.reviewer)

        assert (record.event, record.is_whole, record.details["reviewers_needed"]) == (Event.APPROVED, False, 2)
        assert "together_with" not in record.details
        assert state_of(article) == State.IN_REVIEW
        assert list(article.assignments.open()) == [other]
        own.refresh_from_db()
        assert own.closed_at is not None
        told = Notice.objects.filter(kind="approved")
        assert sorted(told.values_list("to__username", flat=True)) == ["edgar_editor", "wanda_writer"]
        assert told[0].text == "Rita Reviewer approved “Sore joints” as the first of two: one more reviewer is needed."

    def test_the_second_approval_of_the_same_content_is_the_review_and_names_the_first(self, staff, version, second):
        first = approve(version, staff.reviewer, conflict="I own shares of Acme.")

        record = approve(version, second)

        assert record.is_whole
        assert record.details["together_with"] == [
            {
                "sequence": first.sequence,
                "credit": first.facts["actor"]["credit"],
                "conflict": "I own shares of Acme.",
            }
        ]
        assert state_of(version.article) == State.APPROVED
        publication = workflow.publish(version.article, by=staff.editor)
        assert publication.review == record
        standing = publication.standing()
        assert [row["name"] for row in (standing.reviewer, *standing.co_reviewers)] == ["Samir Second", "Rita Reviewer"]
        assert list(faults()) == []

    def test_nothing_goes_out_before_the_second(self, staff, version):
        approve(version, staff.reviewer)

        publish_refused(version.article, staff, ONE_OF_TWO)
        Article.objects.update(state=State.APPROVED)
        publish_refused(version.article, staff, ONE_OF_TWO)
        assert not Publication.objects.exists()

    def test_the_same_doctor_cannot_be_both_nor_be_asked_again(self, staff, version):
        approve(version, staff.reviewer)
        told = "Rita Reviewer accepted version 1 already; the second reviewer must be somebody else."

        with pytest.raises(EditorialError, match=told):
            approve(version, staff.reviewer)
        with pytest.raises(EditorialError, match=told):
            workflow.assign(version.article, reviewer=staff.reviewer, due_on=in_a_year(), by=staff.editor)

    def test_not_even_with_another_account(self, staff, version):
        approve(version, staff.reviewer)
        again = make_reviewer("rita_again")
        again.expert.delete()
        expert = staff.reviewer.expert
        expert.user = again
        expert.save()

        with pytest.raises(EditorialError, match="Rita Reviewer accepted version 1 already"):
            approve(version, again)

    def test_nor_with_another_profile(self, staff, version):
        approve(version, staff.reviewer)
        Expert.objects.filter(user=staff.reviewer).update(user=None)
        make_expert(user=staff.reviewer, name="R. Reviewer")

        with pytest.raises(EditorialError, match="Rita Reviewer accepted version 1 already"):
            approve(version, staff.reviewer)

    def test_other_content_needs_both_again(self, staff, version, second):
        approve(version, staff.reviewer)
        workflow.recall(version.article, by=staff.writer)
        Article.objects.update(title="Other words")
        newer = staff.submitted(version.article)

        with pytest.raises(EditorialError, match="no longer the latest"):
            approve(version, second)
        assert not approve(newer, second).is_whole
        assert approve(newer, staff.reviewer).is_whole

    def test_a_version_that_was_recalled_and_submitted_unchanged_keeps_its_first_approval(self, staff, version, second):
        approve(version, staff.reviewer)
        workflow.recall(version.article, by=staff.writer)
        publish_refused(version.article, staff, ONE_OF_TWO)
        assert staff.submitted(version.article) == version

        with pytest.raises(EditorialError, match="accepted version 1 already"):
            approve(version, staff.reviewer)
        assert approve(version, second).is_whole

    def test_a_request_for_changes_sends_it_back_and_takes_the_first_approval_with_it(
        self, staff, version, second, third
    ):
        approve(version, staff.reviewer)

        workflow.request_changes(version, digest=version.digest, by=second, note="The dose lacks its unit.")

        assert state_of(version.article) == State.CHANGES_REQUESTED
        workflow.submit_for_review(version.article, by=staff.writer)
        assert not approve(version, third).is_whole
        assert approve(version, staff.reviewer).is_whole

    def test_a_first_approval_counts_until_its_own_date(self, staff, version, second):
        approve(version, staff.reviewer, due=today() + timedelta(days=10))
        later = timezone.now() + timedelta(days=10)

        assert not approve(version, second, now=later).is_whole
        assert approve(version, staff.reviewer, now=later).is_whole

    def test_the_second_cannot_put_the_next_review_off_further_than_the_first(self, staff, version, second):
        soon = today() + timedelta(days=100)
        approve(version, staff.reviewer, due=soon)

        assert latest_review_date(version, on=today()) == soon
        with pytest.raises(EditorialError, match="Rita Reviewer wants the next review by .*: choose"):
            approve(version, second, due=soon + timedelta(days=1))
        assert approve(version, second, due=soon).is_whole

    def test_the_most_demanding_topic_counts(self, staff, article, second):
        article.topics.add(make_topic("pregnancy", reviewers_needed=2))
        version = staff.submitted(article)

        assert approvals.reviewers_needed(version) == 2
        assert not approve(version, staff.reviewer).is_whole

    def test_whoever_made_the_text_is_not_free_after_the_first_approval(self, staff, article, second):
        Topic.objects.update(reviewers_needed=2)
        second.groups.add(*staff.writer.groups.all())
        Article.objects.update(title="The words of Samir")
        workflow.save_draft(article, by=second)
        workflow.submit_for_review(article, by=staff.writer)
        version = article.versions.get()
        approve(version, staff.reviewer)

        with pytest.raises(EditorialError, match="Samir Second made version 1"):
            approve(version, second)


def test_a_badge_that_was_put_on_the_first_of_two_is_neither_shown_nor_unnoticed(staff, version, second):
    first = approve(version, staff.reviewer)
    approve(version, second)
    publication = workflow.publish(version.article, by=staff.editor)

    Publication.objects.update(review=first)

    publication.refresh_from_db()
    assert not publication.standing().has_badge
    assert list(faults()) == [
        "The publication of “Sore joints” rests on record 2, the first of two reviews: the second is missing."
    ]


class TestATopicThatAsksForMoreMeanwhile:
    @pytest.fixture
    def approved(self, staff, article):
        """Approved by one when one was enough."""
        version = staff.approved(article)
        Topic.objects.update(reviewers_needed=2)
        return version

    def test_it_is_decided_when_it_is_published(self, staff, approved, second):
        article = approved.article
        publish_refused(article, staff, ONE_OF_TWO)

        workflow.submit_for_review(article, by=staff.writer)
        record = approve(approved, second)

        assert [row["credit"]["name"] for row in record.details["together_with"]] == ["Rita Reviewer"]
        assert workflow.publish(article, by=staff.editor).review == record
        assert list(faults()) == []

    def test_the_maker_of_the_text_cannot_be_the_second(self, staff, approved, second):
        second.groups.add(*staff.writer.groups.all())
        Article.objects.update(title="The words of Samir")
        workflow.save_draft(approved.article, by=second)
        Topic.objects.update(reviewers_needed=1)
        version = staff.approved(approved.article)
        Topic.objects.update(reviewers_needed=2)
        workflow.submit_for_review(approved.article, by=staff.writer)

        with pytest.raises(EditorialError, match="Samir Second made version 2"):
            approve(version, second)

    def test_no_minor_edit_and_no_return_goes_out_on_one_review(self, staff, article, second):
        staff.published(article)
        Topic.objects.update(reviewers_needed=2)
        Article.objects.update(title="Sore Joints")
        workflow.save_draft(article, by=staff.writer)
        with pytest.raises(EditorialError, match=ONE_OF_TWO):
            workflow.publish_minor(article, by=staff.editor, note="A capital letter.")

        Article.objects.update(title="Sore joints")
        workflow.save_draft(article, by=staff.writer)
        workflow.withdraw(article, by=staff.editor, reason="Under examination.")
        with pytest.raises(EditorialError, match=ONE_OF_TWO):
            workflow.reinstate(article, by=staff.editor, note="Examined.")

    def test_a_withdrawn_page_comes_back_with_a_second_approval(self, staff, article, second):
        version = staff.published(article).version
        Topic.objects.update(reviewers_needed=2)
        workflow.withdraw(article, by=staff.editor, reason="Under examination.")
        publish_refused(article, staff, ONE_OF_TWO)

        workflow.submit_for_review(article, by=staff.writer)
        approve(version, second)

        assert workflow.publish(article, by=staff.editor).is_live()
        assert list(faults()) == []

    def test_a_live_page_keeps_its_badge_until_its_date_and_a_correction_goes_out_at_once(self, staff, article):
        publication = staff.published(article)
        Topic.objects.update(reviewers_needed=2)

        assert publication.standing().has_badge
        assert workflow.correct(article, text="It said mg and means g.", by=staff.editor).standing().has_badge

    def test_what_is_approved_or_live_by_enough_is_not_submitted_again(self, staff, article):
        staff.approved(article)
        with pytest.raises(EditorialError, match="it is “Approved”"):
            workflow.submit_for_review(article, by=staff.writer)
        workflow.publish(article, by=staff.editor)
        Topic.objects.update(reviewers_needed=2)
        with pytest.raises(EditorialError, match="it is “Approved”"):
            workflow.submit_for_review(article, by=staff.writer)

    def test_an_approval_that_ran_out_before_publication_is_asked_for_again(self, staff, article):
        past = timezone.now() - timedelta(days=200)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=past.date())
        version = staff.approved(article, now=past, next_review_due=today() - timedelta(days=1))
        with pytest.raises(EditorialError, match="ran out"):
            workflow.publish(article, by=staff.editor)

        workflow.submit_for_review(article, by=staff.writer)
        approve(version, staff.reviewer)

        assert workflow.publish(article, by=staff.editor).is_live()

    def test_a_topic_that_asks_for_less_again_does_not_lock_anybody_out(self, staff, version):
        approve(version, staff.reviewer)
        Topic.objects.update(reviewers_needed=1)

        assert approve(version, staff.reviewer).is_whole
        assert workflow.publish(version.article, by=staff.editor).is_live()


class TestPublished:
    def test_profiles_pictures_and_dates_know_both(self, staff, version, second):
        for user, picture in ((staff.reviewer, "rita"), (second, "samir")):
            user.expert.portrait = make_figure(picture).as_shown()
            user.expert.save()
        approve(version, staff.reviewer)
        approve(version, second)

        publication = workflow.publish(version.article, by=staff.editor)

        reviewers = publication.people.filter(role="medical_reviewer").values_list("expert__name", flat=True)
        assert sorted(reviewers) == ["Rita Reviewer", "Samir Second"]
        assert publication in Publication.objects.by_expert(staff.reviewer.expert)
        names = set(publication.files.values_list("name", flat=True))
        assert {make_figure("rita").src, make_figure("samir").src} <= names

    def test_a_page_that_names_two_is_reviewed_by_these_two(self, staff, article, second, third):
        Topic.objects.update(reviewers_needed=2)
        for position, user in enumerate((staff.reviewer, second), start=1):
            article.bylines.create(expert=user.expert, role="medical_reviewer", position=position)
        version = staff.submitted(article)
        approve(version, staff.reviewer)

        with pytest.raises(EditorialError, match="names Rita Reviewer or Samir Second as medical reviewer"):
            approve(version, third)
        assert approve(version, second).is_whole

    def test_a_page_that_names_one_of_two_is_not_submitted(self, staff, article):
        Topic.objects.update(reviewers_needed=2)
        article.bylines.create(expert=make_expert(name="Ann Other"), role="medical_reviewer")

        with pytest.raises(EditorialError, match="names Ann Other alone as medical reviewer"):
            staff.submitted(article)


class TestConfirming:
    @pytest.fixture
    def live(self, staff, version, second):
        approve(version, staff.reviewer)
        approve(version, second)
        return workflow.publish(version.article, by=staff.editor)

    @pytest.fixture
    def later(self, staff, second, third):
        later = timezone.now() + timedelta(days=300)
        for user in (staff.reviewer, second, third):
            user.expert.disclosures.create(statement="None.", declared_on=later.date())
        return later

    def test_the_date_moves_with_the_second_confirmation(self, staff, live, second, later):
        article, due = live.article, later.date() + timedelta(days=300)

        first = confirm(article, second, due=due, now=later)

        live.refresh_from_db()
        assert (live.reviewed_on, live.review_due_on) == (today(), in_a_year())
        assert live.review.event == Event.APPROVED
        assert not first.is_whole
        assert clocks.replay(article.records.order_by("sequence")).reviewed_on == today()
        with pytest.raises(EditorialError, match="Samir Second accepted version 1 already"):
            confirm(article, second, due=due, now=later)

        record = confirm(article, staff.reviewer, due=due, now=later)

        live.refresh_from_db()
        assert (live.reviewed_on, live.review_due_on, live.review) == (later.date(), due, record)
        assert [row["sequence"] for row in record.details["together_with"]] == [first.sequence]
        assert list(faults()) == []
        texts = Notice.objects.filter(to=staff.editor, kind="approved").values_list("text", flat=True)
        assert "Samir Second checked “Sore joints” as the first of two: one more reviewer is needed." in texts

    def test_an_old_confirmation_of_the_last_round_does_not_join_a_new_one(self, staff, live, second, third, later):
        article, due = live.article, later.date() + timedelta(days=300)
        confirm(article, staff.reviewer, due=due, now=later)
        confirm(article, second, due=due, now=later)

        record = confirm(article, third, due=due, now=later + timedelta(days=1))

        assert not record.is_whole
        live.refresh_from_db()
        assert live.reviewed_on == later.date()

    def test_an_approval_does_not_stand_in_for_a_confirmation(self, staff, article, second, later):
        publication = staff.published(article)
        Topic.objects.update(reviewers_needed=2)

        assert not confirm(article, second, now=later).is_whole
        publication.refresh_from_db()
        assert publication.reviewed_on == today()

    def test_one_confirmation_publishes_nothing(self, staff, live, second, later):
        article = live.article
        confirm(article, second, due=later.date() + timedelta(days=300), now=later)
        workflow.withdraw(article, by=staff.editor, reason="Under examination.", now=later)

        again = workflow.publish(article, by=staff.editor, now=later)

        assert (again.review.event, again.review_due_on) == (Event.APPROVED, in_a_year())
        assert list(faults()) == []

    def test_an_open_blocking_comment_stops_a_confirmation(self, staff, live, second):
        workflow.comment(live.version, by=staff.editor, body="Is this still so?", is_blocking=True)

        with pytest.raises(EditorialError, match="1 open comment blocks this decision, by Edgar Editor"):
            confirm(live.article, second)
