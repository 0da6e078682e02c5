"""The preview beside the form: by keyboard, at both widths, following the writer, honest about what is not saved."""

import pytest
from playwright.sync_api import expect

from articles.editorial import workflow
from tests import factories
from tests.browser.waiting import wait_until, wait_until_quiet
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "<p>Walking helps.</p>" * 60
FRAME = "document.querySelector('.preview iframe').contentWindow"
SCROLLED = f"{FRAME}.scrollY"


@scene
def article():
    """An article whose second section is far below the first screen."""
    article = factories.make_article(hero=None)
    article.sections.filter(position=0).update(body=LONG)
    workflow.save_draft(article, by=factories.make_writer("will_writer"))
    article.refresh_from_db()
    return article


def test_a_writer_sees_the_saved_page_beside_the_text(article, page, log_in, run_axe):
    writer = factories.make_writer()
    log_in(page, writer)
    page.goto(article.get_admin_url())
    wait_until_quiet(page)
    state, frame = page.locator("[data-preview-state]"), page.frame_locator(".preview iframe")

    page.get_by_role("button", name="Preview beside").press("Enter")
    expect(frame.locator("[data-part=preview]")).to_contain_text("This is version 1 as readers would see it.")
    expect(frame.get_by_role("link", name="Back to the article")).to_have_count(0)
    wait_until(page, f"{FRAME}.innerWidth === 390")
    expect(state).to_have_text("Shows version 1, the last one saved.")
    run_axe(page)

    # The section that one asks for, or works on; the form stays where it is.
    second = page.locator("#sections-1").get_by_role("button", name="Show the section in the preview")
    second.focus()
    before = page.evaluate("scrollY")
    second.press("Enter")
    wait_until(page, f"{SCROLLED} > 1000")
    assert page.evaluate("scrollY") == before
    page.locator("#id_title").focus()
    wait_until(page, f"{SCROLLED} < 1000")
    page.frame_locator("[id='cke_id_sections-1-body'] iframe").locator("body").click()
    wait_until(page, f"{SCROLLED} > 1000")
    # It scrolls smoothly, and a save brings it back to where it was just then: wait until it has arrived.
    expect(frame.locator("#bottom-line")).to_be_in_viewport()

    # What is typed is no version; a save brings the page back with the new one, at the same place.
    page.fill("#id_sections-1-heading", "In short")
    expect(state).to_have_text("Shows version 1, without what you changed since: save to refresh.")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved as version 2.").wait_for()
    wait_until_quiet(page)
    expect(state).to_have_text("Shows version 2, the last one saved.")
    expect(frame.get_by_role("heading", name="In short")).to_be_in_viewport()

    page.get_by_role("button", name="Add another Section").click()
    wait_until_quiet(page)
    # Nothing is said of the section while a copy of it is being kept.
    page.get_by_text("A safety copy was kept at").wait_for()
    page.locator("#sections-2").get_by_role("button", name="Show the section in the preview").click()
    expect(state).to_have_text("“New section” is not in version 2 yet: save to see it.")

    page.get_by_label("Desktop", exact=True).check()
    wait_until(page, f"{FRAME}.innerWidth === 1280")
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.set_viewport_size({"width": 1000, "height": 800})
    expect(page.locator(".preview")).to_be_hidden()
    expect(page.get_by_role("link", name="Preview", exact=True)).to_be_visible()
    page.set_viewport_size({"width": 1600, "height": 900})
    expect(page.locator(".beside")).to_be_in_viewport()
    page.get_by_role("button", name="Close the preview").press("Enter")

    expect(page.locator(".preview")).to_be_hidden()
    expect(page.get_by_role("button", name="Preview beside")).to_be_focused()
