"""A page from right to left is the same page, mirrored: nothing else moves, and nothing is lost."""

from playwright.sync_api import Page

from articles.models import Figure
from tests.browser.windows import DESK, PHONE, beyond, clipped, set_window
from tests.factories import make_article

# Whose edges no word moves.
COLUMNS = ".bylines, .jump, .prose, .record, .refs, .site-foot .wrap > *"


def edges(page: Page) -> list[tuple[int, int]]:
    """The left and right edge of every column, as pixels from the start of the page."""
    boxes = page.evaluate(
        "(columns) => [...document.querySelectorAll(columns)].map((it) => it.getBoundingClientRect().toJSON())", COLUMNS
    )
    if page.evaluate("document.documentElement.dir") == "rtl":
        return [(DESK - round(box["right"]), DESK - round(box["left"])) for box in boxes]
    return [(round(box["left"]), round(box["right"])) for box in boxes]


def test_a_page_from_right_to_left_is_the_same_page_mirrored(site, page, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "العربية")]
    field = Figure.objects.get(name="Field")
    for slug, language in (("al-mafasil", "ar"), ("the-joints", "en")):
        site.published(make_article(slug, language=language, author=site.writer.expert, hero=field))

    for path in ("/ar/", "/ar/articles/", "/ar/search/?q=joints", "/articles/al-mafasil/"):
        page.goto(path)
        assert page.evaluate("document.documentElement.dir") == "rtl"
        for width in (DESK, PHONE):
            set_window(page, width=width)
            assert beyond(page) <= 0, f"{path} is {beyond(page)} px wider than {width} px"
            assert clipped(page) == [], path

    set_window(page, width=DESK)
    page.goto("/articles/the-joints/")
    as_ever = edges(page)
    page.goto("/articles/al-mafasil/")

    assert len(as_ever) > 8
    assert edges(page) == as_ever
