"""The findings panel in the editor: there within a second, one click to the words, a reason without leaving."""

import pytest
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.models import Waiver
from tests.browser.waiting import wait_for_answer, wait_until_quiet
from tests.factories import make_article, make_writer
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)


@scene
def writer():
    return make_writer()


@scene
def article(writer):
    article = make_article(author=writer.expert, hero=None)
    article.sections.filter(position=1).update(body="<p>First words.</p><p>About 40% of the joints are sore.</p>")
    workflow.save_draft(article, by=writer)
    return article


@pytest.fixture
def open_draft(writer, article, page, log_in):
    log_in(page, writer)
    page.goto(article.get_admin_url())
    wait_until_quiet(page)
    return article


def test_a_click_leads_to_the_words_in_the_editor(open_draft, page, run_axe):
    finding = page.locator(".findings a", has_text="40%")
    finding.wait_for()
    run_axe(page, ".findings")

    finding.click()

    frame = page.frame_locator("#cke_id_sections-1-body iframe")
    expect(frame.locator("body")).to_contain_text("40%")
    selected = "body => body.ownerDocument.getSelection().toString().includes('40%')"
    wait_for_answer(page, lambda: frame.locator("body").evaluate(selected), True, to=selected)


def test_a_reason_is_kept_without_losing_what_is_being_typed(open_draft, page):
    page.get_by_label("Summary").fill("A summary that is not saved yet.")
    page.locator(".findings details", has_text="Say why it may stay").first.locator("summary").click()
    page.get_by_label("Reason, for the reviewer").first.fill("The clinic counted it.")
    page.get_by_role("button", name="Waive").first.click()

    expect(page.locator(".findings .waived")).to_contain_text("The clinic counted it.")
    expect(page.get_by_label("Summary")).to_have_value("A summary that is not saved yet.")
    assert Waiver.objects.get().reason == "The clinic counted it."
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as version 3.")
