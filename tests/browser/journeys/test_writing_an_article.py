"""A new writer submits an article with ten citations, a quote and a picture: by mouse, and by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.editorial.pictures import store_picture
from articles.models import Article, State
from tests import factories
from tests.browser.waiting import wait_until_quiet

pytestmark = pytest.mark.django_db(transaction=True)

PICTURES = Path(__file__).parents[3] / "articles" / "sample" / "pictures"
NAMES = ["Adler", "Brandt", "Castell", "Duran", "Egan", "Fenn", "Gold", "Hart", "Ivers", "Jones"]
REFERENCES = [
    f"{name} AB, Sample C. How walking helps, study {name}. Example J Med. {2020 + at % 6};{at + 1}(2):10-1{at}."
    for at, name in enumerate(NAMES)
]
KEYS = [f"{name.lower()}{2020 + at % 6}" for at, name in enumerate(NAMES)]


@pytest.fixture
def desk(page, log_in):
    """The form for a new article in a library that holds a topic, two experts and a picture, and no source."""
    writer = factories.make_writer()
    factories.make_topic()
    factories.make_expert(name="Lena Author")
    factories.make_expert(name="Dana Quoted")
    store_picture((PICTURES / "hero-knee.png").read_bytes(), name="Knee", alt="Drawing of a bent knee.")
    log_in(page, writer)
    page.goto("/admin/articles/article/add/")
    wait_until_quiet(page)
    return page


def test_by_mouse(desk: Page):
    for field, words in FIELDS.items():
        desk.click(field)
        desk.keyboard.type(words)
    frame(desk, "id_lede").click()
    desk.keyboard.type("Walking eases stiff legs.")
    for number, reference in enumerate(REFERENCES, start=1):
        desk.click("#cke_id_lede .cke_button__cite")
        desk.locator("#citing-words").click()
        desk.keyboard.insert_text(reference)
        desk.get_by_role("button", name="Add it as a new source…").click()
        desk.get_by_role("button", name="Add and cite").click()
        expect(frame(desk, "id_lede").locator("sup")).to_have_count(number)

    desk.click("text=Add another Section")
    wait_until_quiet(desk)
    desk.click("#id_sections-0-nav_label")
    desk.keyboard.type("Overview")
    desk.click("#id_sections-0-heading")
    desk.keyboard.type("Why walking helps")
    frame(desk, "id_sections-0-body").click()
    desk.keyboard.type("I watch the walk first.")
    frame(desk, "id_sections-0-body").get_by_text("watch").click(click_count=3)
    desk.click("[id='cke_id_sections-0-body'] .cke_button__quote")
    desk.get_by_label("Dana Quoted, MD").click()
    desk.get_by_role("button", name="Mark the words").click()
    expect(frame(desk, "id_sections-0-body").locator("span.quote")).to_be_visible()

    choose(desk, ".field-hero", "Knee")
    desk.locator("#id_main_topic").select_option(index=1)
    desk.get_by_role("button", name="Add another Byline").click()
    choose(desk, "#bylines-1 .field-expert", "Lena Author")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist")).to_contain_text("Saved as version 1.")
    desk.get_by_role("button", name="Submit for review").click()

    expect(desk.locator(".messagelist")).to_contain_text("Submitted for review.")
    assert_whole(Article.objects.get())


def test_by_keyboard_alone(desk: Page):
    for name in ("title", "summary"):
        tab_to(desk, f"#id_{name}")
        desk.keyboard.type(FIELDS[f"#id_{name}"])
    tab_to(desk, "#cke_id_lede iframe")
    desk.keyboard.type("Walking eases stiff legs.")
    for number, reference in enumerate(REFERENCES, start=1):
        desk.keyboard.press("Control+Shift+K")
        expect(desk.locator("#citing-words")).to_be_focused()
        desk.keyboard.insert_text(reference)
        desk.keyboard.press("Enter")
        expect(desk.locator("#new-title")).to_be_visible()
        desk.keyboard.press("Enter")
        expect(frame(desk, "id_lede").locator("sup")).to_have_count(number)

    tab_to(desk, "#sections-group [data-add]")
    desk.keyboard.press("Enter")
    wait_until_quiet(desk)
    desk.keyboard.type("Overview")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Why walking helps")
    tab_to(desk, "[id='cke_id_sections-0-body'] iframe")
    desk.keyboard.type("I watch the walk first.")
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Control+Shift+U")
    expect(desk.locator("#quoting-words")).to_be_focused()
    desk.keyboard.type("Dana")
    desk.keyboard.press("Enter")
    expect(frame(desk, "id_sections-0-body").locator("span.quote")).to_be_visible()

    tab_to(desk, ".field-hero .select2-selection")
    pick(desk, "Knee")
    tab_to(desk, "#id_main_topic")
    desk.keyboard.press("ArrowDown")
    for name in ("funding", "ai_use"):
        tab_to(desk, f"#id_{name}")
        desk.keyboard.type(FIELDS[f"#id_{name}"])
    tab_to(desk, "#bylines-group [data-add]")
    desk.keyboard.press("Enter")
    tab_to(desk, "#bylines-1 .select2-selection")
    pick(desk, "Lena Author")
    desk.keyboard.press("Control+s")
    expect(desk.locator(".messagelist")).to_contain_text("Saved as version 1.")
    wait_until_quiet(desk)
    tab_to(desk, ".verbs .default")
    desk.keyboard.press("Enter")

    expect(desk.locator(".messagelist")).to_contain_text("Submitted for review.")
    assert_whole(Article.objects.get())


FIELDS = {
    "#id_title": "Walking with stiff legs",
    "#id_summary": "A short walk every day can ease stiff legs.",
    "#id_funding": "Nobody paid for this article.",
    "#id_ai_use": "No software wrote any of it.",
}


def assert_whole(article: Article) -> None:
    content = article.latest_version.content
    assert article.state == State.IN_REVIEW
    assert [reference["key"] for reference in content["references"]] == KEYS
    assert content["references"][3]["html"].startswith("Duran AB, Sample C. How walking helps, study Duran.")
    assert [(byline["role"], byline["name"]) for byline in content["bylines"]] == [
        ("quoted", "Dana Quoted"),
        ("author", "Lena Author"),
    ]
    assert '<span class="quote" data-expert=' in content["sections"][0]["html"]
    assert content["hero"]["alt"] == "Drawing of a bent knee."
    assert content["topics"]


def frame(page: Page, field: str):
    return page.frame_locator(f"[id='cke_{field}'] iframe").locator("body")


def choose(page: Page, place: str, words: str) -> None:
    page.locator(f"{place} .select2-selection").first.click()
    page.keyboard.type(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(150):
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The Tab key never led to {selector}.")


def pick(page: Page, words: str) -> None:
    page.keyboard.press("Enter")
    expect(page.locator(".select2-container--open .select2-search__field")).to_be_focused()
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
    page.keyboard.press("Enter")
