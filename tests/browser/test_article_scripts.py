"""What scripts add to an article: the list of sections follows the reading, and the page is shared in one tap."""

from playwright.sync_api import expect

from tests.browser.drawn import drawn_picture
from tests.factories import Staff, make_article

DEVICE = """
navigator.share = async (what) => { window.shared = what };
Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => { window.copied = text } } });
"""


def test_the_list_follows_the_reading_and_the_page_is_shared_and_without_script_neither_is_missed(
    transactional_db, new_page
):
    staff = Staff()
    staff.published(make_article(author=staff.writer.expert, hero=drawn_picture()))
    page = new_page(viewport={"width": 1280, "height": 500})
    page.add_init_script(DEVICE)
    page.goto("/articles/sore-joints/")

    page.locator(".jump a").last.click()
    page.locator(".jump [aria-current][href='#page-sources']").wait_for()
    page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    expect(page.locator(".jump [aria-current]")).to_have_count(0)
    page.get_by_role("button", name="Share…").click()
    page.get_by_role("button", name="Copy the link").click()
    page.get_by_role("button", name="Copied").wait_for()

    address = page.locator("link[rel=canonical]").get_attribute("href")
    assert page.evaluate("[shared.url, copied]") == [address, address]
    page.set_viewport_size({"width": 390, "height": 800})
    expect(page.locator(".jump a").first).to_be_hidden()

    plain = new_page(java_script_enabled=False)
    plain.goto("/articles/sore-joints/")
    expect(plain.locator(".jump a").first).to_be_visible()
    expect(plain.locator('[data-part="mail-link"]')).to_be_visible()
    expect(plain.get_by_role("button", name="Share…")).to_have_count(0)
