"""The public pages in a real browser: for every eye, on every screen, in both themes, without script."""

import shutil
from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import settings
from django.utils import timezone
from PIL import Image

from articles.editorial import workflow
from articles.editorial.pictures import store_picture
from tests.factories import Staff, make_article, make_expert

DESK, PHONE, NARROW = 1280, 390, 320
PAGES = (
    "/ /articles/ /articles/sore-joints/ /articles/sore-joints/print/ /articles/sore-joints/history/ "
    "/articles/sore-joints/report/ /articles/sore-joints/review-record/ /articles/edited/review-record/ "
    "/articles/edited/ /articles/edited/history/1..2/ /api/ /articles/overdue/ /articles/lapsed/ /articles/withdrawn/ "
    "/topics/ /topics/multiple-sclerosis/ /experts/ /experts/expert-2/ /how-we-review/ "
    "/search/?q=joints /search/?q=jiont /nothing/"
).split()
# Between them these have every part that a desk and a phone show differently.
LAID_OUT_BY_WIDTH = ["/", "/articles/", "/articles/sore-joints/", "/topics/multiple-sclerosis/"]


@pytest.fixture
def site(transactional_db):
    """A small site with a page in every state."""
    staff = Staff()
    today = timezone.now()
    for days in (120, 500):
        staff.reviewer.expert.disclosures.create(statement="None.", declared_on=(today - timedelta(days=days)).date())
    picture = BytesIO()
    Image.new("RGB", (1600, 1000), "#9db79f").save(picture, "PNG")
    figure = store_picture(picture.getvalue(), name="Field", alt="A green field.", caption="Green.", credit="Nobody")

    def draft(slug, title):
        article = make_article(slug, title=title, author=staff.writer.expert, hero=figure)
        article.bylines.create(expert=make_expert(name=f"Quoted {slug}"), role="quoted", position=1)
        section = article.sections.first()
        section.figure = figure
        cells = "".join(f"<th scope='col'>A column that is wide, number {number}</th>" for number in range(6))
        section.body += f"<table><caption>Wide</caption><thead><tr>{cells}</tr></thead></table>"
        section.save()
        return article

    staff.published(draft("sore-joints", "Sore joints and multiple sclerosis: what is the link?"))
    edited = staff.published(draft("edited", "Edited"), now=today - timedelta(days=2)).article
    workflow.correct(edited, text="The knee was called an elbow.", by=staff.editor)
    for slug, days in {"overdue": 5, "lapsed": 40}.items():
        due_on = (today - timedelta(days=days)).date()
        staff.published(draft(slug, slug.title()), now=today - timedelta(days=400), next_review_due=due_on)
    gone = staff.published(draft("withdrawn", "Withdrawn")).article
    workflow.withdraw(gone, reason="Its main study was retracted.", by=staff.editor, replacement=edited)
    yield staff
    shutil.rmtree(settings.MEDIA_ROOT / "figures", ignore_errors=True)


def test_axe_finds_nothing_and_nothing_scrolls_sideways(site, new_page, run_axe):
    """Every page in both schemes and at every width; each part in each scheme where it is laid out for the first time.

    Widths change the layout and schemes only the colours, so axe need not see every page in every pair of the two.
    """
    for scheme, width, looked_at in (
        ("light", DESK, PAGES),
        ("dark", PHONE, PAGES),
        ("dark", DESK, LAID_OUT_BY_WIDTH),
        ("light", PHONE, LAID_OUT_BY_WIDTH),
        ("light", NARROW, LAID_OUT_BY_WIDTH),
    ):
        page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        for path in PAGES if width == NARROW else looked_at:
            page.goto(path)
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{path} is {beyond} px wider than {width} px"
            if path in looked_at:
                run_axe(page)
        page.close()


def test_letters_twice_as_large_push_nothing_out_of_the_page(site, new_page):
    for width in (DESK, PHONE):
        page = new_page(viewport={"width": width, "height": 900})
        for path in [*LAID_OUT_BY_WIDTH, "/articles/overdue/"]:
            page.goto(path)
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert beyond <= 0, f"{path} is {beyond} px wider than {width} px"
            cut = page.locator(".bylines").evaluate_all("all => all.filter(box => box.scrollWidth > box.clientWidth)")
            assert not cut, f"who wrote and reviewed {path} is cut off at {width} px"
        page.close()


def test_there_is_room_to_type_a_search_at_every_width(site, page):
    for width in (NARROW, PHONE, 600, 768, 900, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/topics/")
        assert page.locator("#site-q").bounding_box()["width"] > 120, f"at {width} px"


def test_no_page_sets_a_cookie(site, page):
    for path in PAGES:
        page.goto(path)

    assert page.context.cookies() == []


def test_a_source_opens_in_place_and_leads_to_the_list_without_script(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/articles/sore-joints/")

    page.get_by_role("button", name="Source 1").first.click()

    popover = page.locator("#source-1")
    assert popover.is_visible()
    popover.get_by_role("link", name="Show in the list of sources").click()
    assert page.url.endswith("#ref-1")


def test_a_problem_is_reported_without_script(site, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/articles/sore-joints/")

    page.locator('[data-part="report-link"]').click()
    page.get_by_label("What is wrong?").fill("The dose in the second paragraph.")
    page.get_by_role("button", name="Send to the editors").click()

    assert page.locator('[data-part="thanks"]').is_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_text(site, page):
    page.goto("/articles/sore-joints/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.url.endswith("#page-main")


def test_paper_gets_the_words_the_seal_and_the_sources_but_no_navigation(site, page):
    page.goto("/articles/sore-joints/")

    page.emulate_media(media="print")

    for part in ("title", "section", "mark", "review-record", "references", "disclaimer"):
        assert page.locator(f'[data-part="{part}"]').first.is_visible()
    for part in ("jump-nav", "breadcrumb", "related", "links", "hero"):
        assert not page.locator(f'[data-part="{part}"]').first.is_visible()


def test_the_pictures_are_there(site, page):
    page.goto("/articles/sore-joints/")
    # A lazy picture out of sight would be waited for without end.
    page.evaluate("document.querySelectorAll('img').forEach(image => { image.loading = 'eager' })")

    widths = page.evaluate("Promise.all([...document.images].map(image => image.decode().then(() => image.width)))")

    assert widths and all(widths)
