"""The public pages in a real browser: for every eye, on every screen, in every scheme, without script."""

import re
from io import BytesIO
from itertools import cycle, product

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.public_site import LAID_OUT_BY_WIDTH, PAGES
from tests.browser.waiting import wait_until_drawn
from tests.browser.windows import DESK, NARROW, PHONE, SCHEMES, WIDTHS, beyond, clipped, set_window

NOT_THERE = {"withdrawn article": 410, "nothing there": 404}
RESTYLE = """(css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
}"""
WHERE_ITS_WORDS_ARE = """(button) => {
    const range = document.createRange();
    range.selectNodeContents(button);
    const box = range.getBoundingClientRect();
    return [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY].map(Math.round);
}"""
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }
"""


# In three parts, so that no worker is kept by this test when the others have nothing left to do.
@pytest.mark.parametrize("part", range(3))
def test_axe_finds_nothing_and_nothing_scrolls_sideways(part, site, page, run_axe):
    """Each page in one window, and over all pages every pair of a scheme and a width.

    Widths change the layout and schemes only the colors, so axe need not see every page in every pair each time;
    `python -m tests.browser.axe_matrix` shows it all of them.
    """
    looked_at = {path: [window] for path, window in zip(PAGES.values(), cycle(product(SCHEMES, WIDTHS)), strict=False)}
    for path in LAID_OUT_BY_WIDTH:
        looked_at[path] += [("light", DESK), ("dark", PHONE)]
    assert {window for windows in looked_at.values() for window in windows} == set(product(SCHEMES, WIDTHS))

    for path, windows in list(looked_at.items())[part::3]:
        for scheme, width in dict.fromkeys(windows):
            set_window(page, scheme=scheme, width=width)
            page.goto(path)
            assert beyond(page) <= 0, f"{path} is {beyond(page)} px wider than {width} px"
            run_axe(page)


def test_every_page_can_be_made_larger_and_loses_nothing(site, page):
    """Letters twice as large; a page four times as large, which leaves 320 px; text spaced as WCAG 1.4.12 asks."""
    found = []
    for path in PAGES.values():
        page.goto(path)
        for how, width, enlarge in (
            ("as it is", NARROW, ""),
            ("with letters twice as large", DESK, "html { font-size: 200% !important }"),
            ("with letters twice as large", PHONE, "html { font-size: 200% !important }"),
            ("with more space", PHONE, SPACED),
        ):
            set_window(page, width=width)
            page.evaluate(RESTYLE, enlarge)
            if (pixels := beyond(page)) > 0:
                found.append(f"{path} {how} is {pixels} px wider than {width} px")
            found += [f"{path} {how} cuts off at {width} px: {words}" for words in clipped(page)]

    assert found == []


def test_forced_colors_leave_every_button_its_words(site, page):
    """Forced colors put a ground behind words, and words of that color cannot be seen; axe does not notice."""
    for path in (PAGES[name] for name in ("article", "print view", "search with answers", "report form")):
        set_window(page, scheme="forced colors", width=DESK)
        page.goto(path)
        picture = Image.open(BytesIO(page.screenshot(full_page=True)))
        for button in page.locator("main :is(button, a.button):visible, header button:visible").all():
            box = button.evaluate(WHERE_ITS_WORDS_ARE)
            assert len(picture.crop(box).getcolors(1_000)) > 2, f"{button.inner_text()} on {path}"


def test_there_is_room_to_type_a_search_at_every_width(site, page):
    for width in (NARROW, PHONE, 600, 768, 900, DESK):
        set_window(page, width=width)
        page.goto("/topics/")
        assert page.locator("#site-q").bounding_box()["width"] > 120, f"at {width} px"


def test_every_page_is_there_and_none_sets_a_cookie(site, page):
    answers = {name: page.goto(path).status for name, path in PAGES.items()}

    assert {name: status for name, status in answers.items() if status != 200} == NOT_THERE
    assert page.context.cookies() == []


def test_a_source_opens_in_place_and_leads_to_the_list_without_script(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/articles/sore-joints/")

    page.get_by_role("button", name="Source 1").first.click()

    popover = page.locator("#source-1")
    expect(popover).to_be_visible()
    popover.get_by_role("link", name="Show in the list of sources").click()
    expect(page).to_have_url(re.compile("#ref-1$"))


def test_a_problem_is_reported_without_script(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/articles/sore-joints/")

    page.locator('[data-part="report-link"]').click()
    page.get_by_label("What is wrong?").fill("The dose in the second paragraph.")
    page.get_by_role("button", name="Send to the editors").click()

    expect(page.locator('[data-part="thanks"]')).to_be_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_text(site, page):
    page.goto("/articles/sore-joints/")
    wait_until_drawn(page)

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#page-main$"))


def test_paper_gets_the_words_the_seal_and_the_sources_but_no_navigation(site, page):
    page.goto("/articles/sore-joints/")

    page.emulate_media(media="print")

    for part in ("title", "section", "mark", "review-record", "references", "disclaimer"):
        expect(page.locator(f'[data-part="{part}"]').first).to_be_visible()
    for part in ("jump-nav", "breadcrumb", "related", "links", "hero"):
        expect(page.locator(f'[data-part="{part}"]').first).to_be_hidden()


def test_the_pictures_are_there(site, page):
    page.goto("/articles/sore-joints/")
    # A lazy picture out of sight would be waited for without end.
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")

    widths = page.evaluate("Promise.all([...document.images].map(image => image.decode().then(() => image.width)))")

    assert widths and all(widths)
