"""One window in many widths and schemes, and what does not fit into it."""

from playwright.sync_api import Page

from tests.browser.waiting import wait_until, wait_until_drawn

NARROW, PHONE, TABLET, DESK = WIDTHS = (320, 390, 768, 1280)
# What the reader's system asks for, and how Playwright says it.
SCHEMES = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced colors": {"color_scheme": "dark", "forced_colors": "active"},
}
# What hides a part of its own words. A field scrolls, what is one pixel large is for screen readers alone, and a few
# pixels of the space around a line are no loss.
CLIPPED = """() => [...document.body.querySelectorAll("*")].filter((it) => {
    const style = getComputedStyle(it);
    if (it.matches("input, textarea, select") || it.clientWidth <= 1 || !it.innerText?.trim()) return false;
    const hides = (overflow) => ["hidden", "clip"].includes(overflow);
    return (hides(style.overflowX) && it.scrollWidth > it.clientWidth + 1)
        || (hides(style.overflowY) && it.scrollHeight > it.clientHeight + 5);
}).map((it) => `<${it.tagName.toLowerCase()} class="${it.className}"> ${it.innerText.trim().slice(0, 60)}`)"""


def set_window(page: Page, *, scheme: str = "light", width: int) -> None:
    page.emulate_media(**SCHEMES[scheme])
    page.set_viewport_size({"width": width, "height": 900})
    wait_until(page, f"innerWidth === {width}")
    wait_until_drawn(page)


def beyond(page: Page) -> int:
    """How many pixels of the page are only seen by scrolling sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def clipped(page: Page) -> list[str]:
    return page.evaluate(CLIPPED)
