"""The editor's verbs."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.errors import EditorialError
from articles.models import Article, Publication, Redirect, State
from tests.factories import make_article, make_user, today


def retitle(article, title):
    Article.objects.filter(pk=article.pk).update(title=title)


class TestPublish:
    def test_the_approved_version_becomes_public(self, staff, article):
        version = staff.approved(article)

        publication = workflow.publish(article, by=staff.editor, change_note="First published.")

        assert publication.version == version
        assert publication.is_live()
        assert publication.first_published_on == publication.changed_on == publication.reviewed_on == today()
        assert list(publication.topics.all()) == [article.main_topic]
        assert {(row.expert.user, row.role) for row in publication.people.all()} == {
            (staff.writer, "author"),
            (staff.reviewer, "medical_reviewer"),
        }

    @pytest.mark.parametrize("state", ["draft", "in_review"])
    def test_what_nobody_approved_cannot_be_published(self, staff, article, state):
        staff.submitted(article)
        if state == "draft":
            workflow.recall(article, by=staff.writer)

        with pytest.raises(EditorialError, match="possible when the article is “Approved”"):
            workflow.publish(article, by=staff.editor)

    def test_a_forged_state_does_not_replace_an_approval(self, staff, article):
        staff.submitted(article)
        Article.objects.update(state=State.APPROVED)

        with pytest.raises(EditorialError, match="No medical reviewer approved version 1"):
            workflow.publish(article, by=staff.editor)

    def test_a_superuser_cannot_publish_the_unapproved(self, staff, article):
        staff.submitted(article)

        with pytest.raises(EditorialError, match="Only an editor"):
            workflow.publish(article, by=make_user(username="root", is_superuser=True))

    def test_publishing_the_same_version_twice_is_refused(self, staff, article):
        staff.published(article)

        with pytest.raises(EditorialError, match="live already"):
            workflow.publish(article, by=staff.editor)

    def test_a_review_that_ran_out_before_publication_is_refused(self, staff, article):
        past = timezone.now() - timedelta(days=300)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=past.date())
        staff.approved(article, now=past, next_review_due=today() - timedelta(days=1))

        with pytest.raises(EditorialError, match="ran out"):
            workflow.publish(article, by=staff.editor)

    def test_a_second_version_replaces_the_first_and_moves_the_change_date(self, staff, article):
        past = timezone.now() - timedelta(days=90)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=past.date())
        first = staff.published(article, now=past)
        retitle(article, "Sore joints, again")

        second = staff.published(article)

        first.refresh_from_db()
        assert not first.is_live()
        assert article.live_publication() == second
        assert (second.first_published_on, second.changed_on) == (past.date(), today())

    def test_a_changed_slug_redirects(self, staff, article):
        staff.published(article)
        Article.objects.update(slug="achy-joints")

        publication = staff.published(article)

        assert publication.slug == "achy-joints"
        assert Redirect.objects.get().slug == "sore-joints"

    def test_an_imported_article_keeps_its_first_date(self, staff, article):
        workflow.save_draft(article, by=staff.writer)
        workflow.record_import(
            article, originally_published=date(2015, 7, 20), last_updated=date(2024, 3, 26), by=staff.writer
        )

        publication = staff.published(article)

        assert publication.first_published_on == date(2015, 7, 20)
        assert publication.imported_updated_on == date(2024, 3, 26)
        assert publication.changed_on == today()


class TestSchedule:
    def test_it_is_live_when_its_moment_comes_without_any_write(self, staff, article):
        staff.approved(article)
        moment = timezone.now() + timedelta(days=3)

        workflow.schedule(article, visible_from=moment, by=staff.editor)

        assert not Publication.objects.live().exists()
        assert Publication.objects.live(moment).get().version.number == 1
        assert not Publication.objects.live(moment - timedelta(seconds=1)).exists()

    def test_a_scheduled_replacement_leaves_the_old_one_until_then(self, staff, article):
        first = staff.published(article)
        Article.objects.update(title="Newer", slug="newer")
        staff.approved(article)
        moment = timezone.now() + timedelta(days=3)

        second = workflow.schedule(article, visible_from=moment, by=staff.editor)

        assert Publication.objects.live().get() == first
        assert Publication.objects.live(moment).get() == second
        assert second.changed_on == moment.date()

    def test_unscheduling_puts_everything_back(self, staff, article):
        first = staff.published(article)
        Article.objects.update(title="Newer", slug="newer")
        staff.approved(article)
        workflow.schedule(article, visible_from=timezone.now() + timedelta(days=3), by=staff.editor)

        workflow.unschedule(article, by=staff.editor)

        assert Publication.objects.get() == first
        assert Publication.objects.live(timezone.now() + timedelta(days=9)).get() == first
        assert not Redirect.objects.exists()

    def test_the_past_and_a_second_schedule_are_refused(self, staff, article):
        staff.approved(article)
        with pytest.raises(EditorialError, match="has passed"):
            workflow.schedule(article, visible_from=timezone.now(), by=staff.editor)
        moment = timezone.now() + timedelta(days=3)
        workflow.schedule(article, visible_from=moment, by=staff.editor)

        for verb in (workflow.publish, lambda a, by: workflow.schedule(a, visible_from=moment, by=by)):
            with pytest.raises(EditorialError, match="unschedule it first"):
                verb(article, by=staff.editor)

    def test_there_must_be_something_to_unschedule(self, staff, article):
        staff.published(article)

        with pytest.raises(EditorialError, match="Nothing is scheduled"):
            workflow.unschedule(article, by=staff.editor)


class TestMinorEdit:
    def test_a_change_of_letter_case_is_published_and_keeps_the_review_date(self, staff, article):
        past = timezone.now() - timedelta(days=90)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=past.date())
        first = staff.published(article, now=past)
        retitle(article, "Sore Joints")
        workflow.save_draft(article, by=staff.writer)

        publication = workflow.publish_minor(article, by=staff.editor, note="Capital letter in the title.")

        assert publication.title == "Sore Joints"
        assert (publication.reviewed_on, publication.changed_on) == (past.date(), past.date())
        assert publication.standing().is_edited
        assert publication.standing().approved_digest == first.version.digest

    def test_a_changed_number_is_refused_and_named(self, staff, article):
        staff.published(article)
        article.sections.filter(position=0).update(body="<p>Walk 15 minutes a week.</p>")
        workflow.save_draft(article, by=staff.writer)

        with pytest.raises(EditorialError, match="sections.0.html"):
            workflow.publish_minor(article, by=staff.editor, note="Typo.")

    def test_many_small_steps_cannot_add_up(self, staff, article):
        """Each edit is compared with the reviewed version, not with the last edit."""
        staff.published(article)
        for title in ("Sore Joints", "sore joints"):
            retitle(article, title)
            workflow.save_draft(article, by=staff.writer)
            workflow.publish_minor(article, by=staff.editor, note="Letters.")
        retitle(article, "sore joint")
        workflow.save_draft(article, by=staff.writer)

        with pytest.raises(EditorialError, match="more than a minor edit"):
            workflow.publish_minor(article, by=staff.editor, note="Letters.")

    def test_it_needs_an_attestation_a_live_page_and_something_new(self, staff, article):
        workflow.save_draft(article, by=staff.writer)
        with pytest.raises(EditorialError, match="not live"):
            workflow.publish_minor(article, by=staff.editor, note="x")
        staff.published(article)
        retitle(article, "Sore Joints")
        workflow.save_draft(article, by=staff.writer)
        with pytest.raises(EditorialError, match="Say what was edited"):
            workflow.publish_minor(article, by=staff.editor, note="")
        workflow.publish_minor(article, by=staff.editor, note="x")
        with pytest.raises(EditorialError, match="live already"):
            workflow.publish_minor(article, by=staff.editor, note="x")

    def test_a_lapsed_page_gets_no_minor_edit(self, staff, article):
        past = timezone.now() - timedelta(days=300)
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=past.date())
        staff.published(article, now=past, next_review_due=today() - timedelta(days=60))
        retitle(article, "Sore Joints")
        workflow.save_draft(article, by=staff.writer)

        with pytest.raises(EditorialError, match="no valid medical review"):
            workflow.publish_minor(article, by=staff.editor, note="x")


class TestCorrect:
    def test_the_notice_stands_on_the_page_and_the_change_date_moves(self, staff, article):
        publication = staff.published(article)

        corrected = workflow.correct(article, text="It said 15 minutes; it is 150.", by=staff.editor)

        assert corrected.version.content["corrections"] == [
            {"on": today().isoformat(), "text": "It said 15 minutes; it is 150."}
        ]
        assert corrected.version.content["sections"] == publication.version.content["sections"]
        assert corrected.changed_on == today()

    def test_corrections_stay_in_every_later_version(self, staff, article):
        staff.published(article)
        workflow.correct(article, text="First.", by=staff.editor)
        workflow.correct(article, text="Second.", by=staff.editor)
        retitle(article, "Rewritten")

        publication = staff.published(article)

        assert [row["text"] for row in publication.version.content["corrections"]] == ["First.", "Second."]

    def test_a_draft_in_work_gets_the_notice_too_and_loses_its_approval(self, staff, article):
        staff.published(article)
        retitle(article, "Rewritten")
        staff.approved(article)

        workflow.correct(article, text="Wrong name.", by=staff.editor)

        article.refresh_from_db()
        assert article.state == State.DRAFT
        assert article.latest_version.content["corrections"][0]["text"] == "Wrong name."
        assert article.live_publication().title == "Sore joints"

    def test_it_needs_words_and_a_live_page(self, staff, article):
        staff.approved(article)
        with pytest.raises(EditorialError, match="not live"):
            workflow.correct(article, text="x", by=staff.editor)
        workflow.publish(article, by=staff.editor)
        with pytest.raises(EditorialError, match="what was wrong and what is right"):
            workflow.correct(article, text=" ", by=staff.editor)


class TestWithdraw:
    def test_readers_are_told_why_and_where_to_go(self, staff, article):
        staff.published(article)
        other = make_article("other", author=staff.writer.expert, title="Other")
        staff.published(other)

        workflow.withdraw(article, reason="The advice is out of date.", replacement=other, by=staff.editor)

        publication = Publication.objects.withdrawn().get()
        assert publication.withdrawal_reason == "The advice is out of date."
        assert publication.replacement == other
        assert list(Publication.objects.live()) == [other.live_publication()]

    def test_reinstating_brings_it_back_as_it_was(self, staff, article):
        publication = staff.published(article)
        workflow.withdraw(article, reason="Under examination.", by=staff.editor)

        workflow.reinstate(article, by=staff.editor, note="The examination found nothing.")

        assert Publication.objects.live().get() == publication

    def test_a_new_version_may_follow_a_withdrawn_one(self, staff, article):
        staff.published(article)
        workflow.withdraw(article, reason="Wrong.", by=staff.editor)
        retitle(article, "Right")

        publication = staff.published(article)

        assert Publication.objects.live().get() == publication
        assert not Publication.objects.withdrawn().exists()

    def test_refusals(self, staff, article):
        with pytest.raises(EditorialError, match="not live"):
            workflow.withdraw(article, reason="x", by=staff.editor)
        with pytest.raises(EditorialError, match="not withdrawn"):
            workflow.reinstate(article, note="x", by=staff.editor)
        staff.published(article)
        with pytest.raises(EditorialError, match="Say why; readers"):
            workflow.withdraw(article, reason="", by=staff.editor)
        with pytest.raises(EditorialError, match="another article that is live"):
            workflow.withdraw(article, reason="x", replacement=article, by=staff.editor)
        workflow.withdraw(article, reason="x", by=staff.editor)
        with pytest.raises(EditorialError, match="Say why the page may come back"):
            workflow.reinstate(article, note="", by=staff.editor)
