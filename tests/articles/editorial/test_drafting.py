"""The writer's verbs."""

from datetime import date

import pytest

from articles.editorial import drafts, workflow
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, State
from tests.factories import make_article


class TestSaveDraft:
    def test_saving_without_changes_makes_no_new_version(self, staff, article):
        first = workflow.save_draft(article, by=staff.writer)

        again = workflow.save_draft(article, by=staff.writer)

        assert again == first
        assert article.versions.count() == 1

    def test_a_change_makes_the_next_version(self, staff, article):
        workflow.save_draft(article, by=staff.writer)
        article.sections.update(heading="Another heading")

        second = workflow.save_draft(article, by=staff.writer)

        assert second.number == 2
        assert second.content["sections"][0]["heading"] == "Another heading"

    def test_an_unchanged_save_keeps_the_approval(self, staff, article):
        staff.approved(article)

        workflow.save_draft(article, by=staff.writer)

        article.refresh_from_db()
        assert article.state == State.APPROVED

    def test_a_change_after_approval_needs_a_new_review(self, staff, article):
        staff.approved(article)
        Article.objects.update(title="Something else")

        workflow.save_draft(article, by=staff.writer)

        article.refresh_from_db()
        assert article.state == State.DRAFT
        with pytest.raises(EditorialError):
            workflow.publish(article, by=staff.editor)

    def test_a_version_under_review_cannot_be_changed(self, staff, article):
        staff.submitted(article)
        Article.objects.update(title="Something else")

        with pytest.raises(EditorialError, match="it is “In review”"):
            workflow.save_draft(article, by=staff.writer)

    def test_unsafe_html_that_reached_the_draft_does_not_reach_the_version(self, staff, article):
        Article.objects.update(lede='<p onclick="x()">Hello</p><script>alert(1)</script>')

        version = workflow.save_draft(article, by=staff.writer)

        assert version.content["lede"] == "<p>Hello</p>"

    def test_sections_get_ids_from_their_labels_and_keep_them(self, staff, article):
        version = workflow.save_draft(article, by=staff.writer)
        assert [section["id"] for section in version.content["sections"]] == ["overview", "bottom-line"]

        article.sections.filter(anchor="overview").update(nav_label="Something new")
        version = workflow.save_draft(article, by=staff.writer)

        assert version.content["sections"][0]["id"] == "overview"

    def test_a_section_cannot_take_an_id_that_the_page_uses_itself(self, staff, article):
        article.sections.filter(position=0).update(nav_label="Source 1")

        version = workflow.save_draft(article, by=staff.writer)

        assert version.content["sections"][0]["id"] == "about-source-1"


class TestSubmit:
    def test_everything_missing_is_named_at_once(self, staff):
        empty = Article.objects.create(slug="empty", title="Empty")
        workflow.save_draft(empty, by=staff.writer)

        with pytest.raises(EditorialError) as refusal:
            workflow.submit_for_review(empty, by=staff.writer)

        codes = {issue.code for issue in refusal.value.issues}
        assert codes == {"summary", "lede", "sections", "author", "references", "topic", "hero", "funding", "ai-use"}

    def test_a_marker_without_a_citation_is_named(self, staff, article):
        article.sections.filter(position=1).update(body='<p>x<sup class="cite" data-cite="lost"></sup></p>')
        workflow.save_draft(article, by=staff.writer)

        with pytest.raises(EditorialError, match="cites “lost”"):
            workflow.submit_for_review(article, by=staff.writer)

    def test_somebody_quoted_must_be_on_the_byline(self, staff, article):
        quote = f'<p><span class="quote" data-expert="{staff.reviewer.expert.uid}">“a”</span></p>'
        article.sections.filter(position=1).update(body=quote)
        workflow.save_draft(article, by=staff.writer)
        with pytest.raises(EditorialError, match="add them as quoted"):
            workflow.submit_for_review(article, by=staff.writer)

        article.bylines.create(expert=staff.reviewer.expert, role="quoted")
        workflow.save_draft(article, by=staff.writer)

        assert workflow.submit_for_review(article, by=staff.writer).event == "submitted"

    def test_a_reviewer_without_an_institution_is_named(self, staff, article):
        article.bylines.create(expert=staff.reviewer.expert, role="medical_reviewer")
        staff.reviewer.expert.affiliations.all().delete()
        workflow.save_draft(article, by=staff.writer)

        with pytest.raises(EditorialError, match="without an institution"):
            workflow.submit_for_review(article, by=staff.writer)

    def test_unsaved_changes_are_not_submitted(self, staff, article):
        workflow.save_draft(article, by=staff.writer)
        Article.objects.update(title="Something else")

        with pytest.raises(EditorialError, match="save it first"):
            workflow.submit_for_review(article, by=staff.writer)

    def test_an_address_that_readers_know_another_article_by_is_refused(self, staff, article):
        staff.published(article)
        Article.objects.filter(pk=article.pk).update(slug="moved-on")
        other = make_article("sore-joints", author=staff.writer.expert, title="Other")
        workflow.save_draft(other, by=staff.writer)

        with pytest.raises(EditorialError, match="belongs to “Sore joints”"):
            workflow.submit_for_review(other, by=staff.writer)

    def test_recall_takes_it_back(self, staff, article):
        staff.submitted(article)

        workflow.recall(article, by=staff.writer)

        article.refresh_from_db()
        assert article.state == State.DRAFT


class TestImport:
    def test_historical_dates_stand_in_the_ledger_as_imported(self, staff, article):
        workflow.save_draft(article, by=staff.writer)
        workflow.record_import(
            article, originally_published=date(2015, 7, 20), last_updated=date(2024, 3, 26), by=staff.writer
        )

        record = EditorialRecord.objects.get()
        assert record.event == "imported"
        assert record.details == {"originally_published": "2015-07-20", "last_updated": "2024-03-26"}

    def test_they_are_recorded_once_and_first(self, staff, article):
        staff.submitted(article)

        with pytest.raises(EditorialError, match="once, before anything else"):
            workflow.record_import(article, originally_published=date(2015, 7, 20), last_updated=None, by=staff.writer)


class TestSlugs:
    def test_a_taken_address_gets_the_next_number(self, staff, article):
        first = drafts.save_with_free_slug(Article(title="Sore joints"))
        second = drafts.save_with_free_slug(Article(title="Sore joints"))

        assert (first.slug, second.slug) == ("sore-joints-2", "sore-joints-3")

    def test_an_address_taken_between_look_and_save_is_retried(self, db, monkeypatch):
        make_article("sore-joints", author=None)
        real = Article.objects.filter
        # The look finds nothing, as if the other article were saved a moment later.
        monkeypatch.setattr(
            Article.objects, "filter", lambda *a, **k: real(pk=-1) if k == {"slug": "sore-joints"} else real(*a, **k)
        )

        assert drafts.save_with_free_slug(Article(title="Sore joints")).slug == "sore-joints-2"

    def test_a_title_without_letters_still_gets_an_address(self, db):
        assert drafts.save_with_free_slug(Article(title="???")).slug == "article"
