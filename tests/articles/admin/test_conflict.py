"""Two people on one draft: the second is told, sees both texts, loses nothing, and can go on."""

import pytest

from articles.editorial import workflow
from articles.models import State
from tests import factories
from tests.articles.admin.filled_form import filled_form


@pytest.fixture
def two_windows(article, staff, client_of):
    """A form that the writer opened, and one that the editor saved meanwhile."""

    def opened(**editors_changes):
        writer, editor = client_of(staff.writer), client_of(staff.editor)
        address = article.get_admin_url()
        before = writer.get(address)
        editor.post(address, filled_form(editor.get(address), **editors_changes))
        return writer, before

    return opened


def test_the_second_save_is_refused_and_both_texts_are_shown(article, two_windows):
    writer, before = two_windows(title="The editor's title")

    response = writer.post(article.get_admin_url(), filled_form(before, title="The writer's title"))

    page = response.content.decode()
    article.refresh_from_db()
    assert article.title == "The editor's title"
    assert "Edgar Editor saved version 2" in page
    assert "Two people changed the same draft" in page
    assert page.count("The writer&#x27;s title") >= 2  # in the comparison, and still in the form
    assert "The editor&#x27;s title" in page


def test_the_words_of_a_section_are_compared_too(article, two_windows):
    writer, before = two_windows(sections__0__body="<p>The editor wrote this.</p>")

    response = writer.post(
        article.get_admin_url(), filled_form(before, sections__0__body="<p>The writer wrote that.</p>")
    )

    sides = [difference for difference in response.context["differences"] if difference.place.endswith("Text")]
    assert len(sides) == 1
    assert "The writer wrote that." in sides[0].yours
    assert "The editor wrote this." in sides[0].current


def test_saving_again_keeps_mine_knowingly(article, two_windows):
    writer, before = two_windows(title="The editor's title")
    refused = writer.post(article.get_admin_url(), filled_form(before, title="The writer's title"))

    writer.post(article.get_admin_url(), filled_form(refused))

    article.refresh_from_db()
    assert article.title == "The writer's title"
    assert article.latest_version.number == 3
    assert article.versions.get(number=2).content["title"] == "The editor's title"


def test_pressing_twice_does_not_count_as_knowing(article, two_windows):
    writer, before = two_windows(title="The editor's title")

    for _ in range(2):
        writer.post(article.get_admin_url(), filled_form(before, title="The writer's title"))

    article.refresh_from_db()
    assert article.title == "The editor's title"


def test_words_in_a_section_that_somebody_deleted_are_not_lost(article, two_windows):
    writer, before = two_windows(sections__0__DELETE="on")

    refused = writer.post(article.get_admin_url(), filled_form(before, sections__0__body="<p>Long work.</p>"))
    assert "Long work." in refused.content.decode()
    writer.post(article.get_admin_url(), filled_form(refused))

    assert [section.body for section in article.sections.filter(body="<p>Long work.</p>")] == ["<p>Long work.</p>"]
    assert article.sections.count() == 2


def test_a_section_that_somebody_added_is_named_and_stays(article, staff, client_of):
    writer, address = client_of(staff.writer), article.get_admin_url()
    before = writer.get(address)
    article.sections.create(heading="Added meanwhile", nav_label="Added", position=7, body="<p>New.</p>")
    workflow.save_draft(article, by=staff.editor)

    refused = writer.post(address, filled_form(before, title="The writer's title"))
    writer.post(address, filled_form(refused))

    assert any(difference.current == "Added" for difference in refused.context["differences"])
    assert article.sections.filter(heading="Added meanwhile").exists()


def test_a_post_to_a_text_in_review_is_refused_with_everything_still_there(article, staff, client_of):
    writer, address = client_of(staff.writer), article.get_admin_url()
    before = writer.get(address)
    workflow.submit_for_review(article, by=staff.editor)

    response = writer.post(address, filled_form(before, title="Too late", sections__0__heading="Typed too late"))

    page = response.content.decode()
    article.refresh_from_db()
    assert "Version 1 is in review, so the text is locked." in page
    assert "Too late" in page and "Typed too late" in page
    assert article.title == "Sore joints"
    assert article.state == State.IN_REVIEW


def test_in_review_the_form_is_for_reading_and_offers_to_recall(article, staff, client_of):
    workflow.submit_for_review(article, by=staff.writer)

    page = client_of(staff.writer).get(article.get_admin_url()).content.decode()

    assert "Version 1 is in review, so the text is locked." in page
    assert f"/admin/articles/article/{article.pk}/recall/" in page
    assert 'name="title"' not in page and 'name="_save"' not in page
    assert "Many people ask about this." in page


def test_an_import_without_a_version_is_simply_saved(staff, save):
    article = factories.make_article()

    save(article, by=staff.writer, title="First version")

    article.refresh_from_db()
    assert article.latest_version.number == 1
