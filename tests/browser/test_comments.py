"""Comments in the editor: beside their words, answered while something else is typed, and a wording applied."""

import pytest
from playwright.sync_api import expect

from articles.content.passages import passages_in
from articles.editorial import workflow
from articles.models import Comment
from tests import factories
from tests.browser.drawn import drawn_picture
from tests.browser.waiting import wait_for_answer, wait_until_quiet

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "Walk 150 minutes a week.", "Walk about 150 minutes a week."


def test_a_writer_answers_beside_the_words_and_applies_a_wording(page, log_in, run_axe):
    staff = factories.Staff()
    article = factories.make_article(hero=drawn_picture())
    version = staff.submitted(article)
    key = next(passage.key for passage in passages_in(version.content) if passage.text == OLD)
    remark = workflow.comment(version, by=staff.reviewer, body="About how long?", key=key, suggestion=NEW)
    workflow.comment(version, by=staff.reviewer, body="Shorter?", place="bottom-line")
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="See the comments.")
    log_in(page, staff.writer)
    page.goto(article.get_admin_url())
    wait_until_quiet(page)
    thread = page.locator(f"#sections-0 #comment-{remark.pk}")
    thread.wait_for()
    run_axe(page)

    # A click leads to the words, in a card that was shut.
    page.get_by_role("button", name="Collapse all").click()
    expect(thread).to_be_hidden()
    page.locator(".comments a", has_text="About how long?").click()
    words = page.frame_locator("#cke_id_sections-0-body iframe").locator("body")
    expect(words).to_contain_text(OLD)
    wait_for_answer(page, lambda: words.evaluate("body => body.ownerDocument.getSelection().toString()"), OLD)

    # An answer is sent while something else is typed, which stays; the wording waits for the save.
    page.get_by_label("Summary").fill("A summary that is not saved yet.")
    apply = thread.get_by_role("button", name="Apply this wording")
    expect(apply).to_have_attribute("aria-disabled", "true")
    expect(thread).to_contain_text("Save the draft first")
    apply.click(force=True)
    thread.get_by_text("Answer", exact=True).click()
    thread.get_by_role("button", name="Send the answer").click()
    expect(thread.get_by_role("alert")).to_have_text("Write what you want to answer.")
    thread.get_by_label("Your answer").fill("Yes, about.")
    thread.get_by_role("button", name="Send the answer").click()
    expect(thread).to_contain_text("Wanda Writer")
    expect(page.locator(".comments li", has_text="About how long?")).to_contain_text("Answered")
    expect(page.get_by_label("Summary")).to_have_value("A summary that is not saved yet.")
    assert Comment.objects.get(parent=remark).body == "Yes, about."

    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as version 2.")
    thread.get_by_role("button", name="Apply this wording").click()

    expect(page.locator(".messagelist")).to_contain_text("Saved as version 3, with Rita Reviewer’s wording.")
    assert NEW in article.sections.get(anchor="overview").body
    expect(page.locator(".comments .resolved")).to_contain_text("Resolved: 1")
