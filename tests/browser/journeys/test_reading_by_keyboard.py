"""A reader with nothing but a keyboard: past the header, to an answer, through an article, to a report that is sent."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import ReaderReport
from tests.browser.waiting import wait_until_drawn

TITLE = "Sore joints and multiple sclerosis: what is the link?"
FOCUS = """() => {
    const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
    return {
        words: it.getAttribute("aria-label") ?? (it.innerText || it.id || it.tagName).trim(),
        place: it.closest("[data-part]")?.dataset.part ?? it.closest("main, body").tagName,
        isShown: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
}"""


def tab_to(page: Page, *, words: str = "", place: str = "") -> None:
    """Press Tab until the focus is there; wherever it stops on the way, one must see it."""
    wait_until_drawn(page)
    for _ in range(150):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["place"] == "BODY":
            continue
        assert focus["isShown"] and focus["isInSight"], f"Nobody sees that the focus is on {focus}, on {page.url}"
        if words in focus["words"] and place in focus["place"]:
            return
    pytest.fail(f"Tab does not lead to {words or place} on {page.url}")


def test_everything_a_reader_does_can_be_done_by_keyboard(site, new_page, run_axe):
    # Without motion, so that what has the focus is in sight at once.
    page = new_page(reduced_motion="reduce")
    past_the_header(page)
    to_an_answer(page)
    through_the_article(page)
    to_a_report_that_is_sent(page, run_axe)


def past_the_header(page):
    page.goto("/")
    wait_until_drawn(page)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["words"] == "Skip to the text"

    page.keyboard.press("Enter")
    expect(page).to_have_url("/#page-main")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def to_an_answer(page):
    page.goto("/topics/")
    tab_to(page, place="site-search")
    page.keyboard.type("sore")
    expect(page.locator("#suggestions option").first).to_have_attribute("value", TITLE)
    page.keyboard.type(" joints")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/search/?q=sore+joints")

    tab_to(page, words=TITLE)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/articles/sore-joints/")


def through_the_article(page):
    tab_to(page, words="Bottom line", place="jump-nav")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="The bottom line")).to_be_in_viewport()

    page.goto("/articles/sore-joints/")
    marker, popover = page.get_by_role("button", name="Source 1").first, page.locator("#source-1")
    tab_to(page, words="Source 1")
    page.keyboard.press("Enter")
    expect(popover).to_be_visible()
    tab_to(page, words="Show in the list of sources")
    page.keyboard.press("Escape")
    expect(popover).to_be_hidden()
    expect(marker).to_be_focused()

    page.keyboard.press("Enter")
    tab_to(page, words="Close", place="source-popover")
    page.keyboard.press("Enter")
    expect(popover).to_be_hidden()
    expect(marker).to_be_focused()


def to_a_report_that_is_sent(page, run_axe):
    tab_to(page, words="Report a problem with this page")
    page.keyboard.press("Enter")
    expect(page).to_have_url("/articles/sore-joints/report/")
    tab_to(page, words="Send to the editors")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    run_axe(page)
    assert not ReaderReport.objects.exists()

    tab_to(page, place="form-errors")
    page.keyboard.press("Enter")
    expect(page.get_by_label("What is wrong?")).to_be_focused()
    page.keyboard.type("The dose in the second paragraph.")
    tab_to(page, words="Send to the editors")
    page.keyboard.press("Enter")

    expect(page.locator('[data-part="thanks"]')).to_be_visible()
    assert ReaderReport.objects.get().message == "The dose in the second paragraph."
