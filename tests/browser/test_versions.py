"""Versions in a browser: by mouse and by keyboard, on a desk and on a phone, whole for axe and the console."""

import re

import pytest
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.models import Article, PreviewLink
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.drawn import drawn_picture
from tests.browser.waiting import wait_for_answer, wait_until, wait_until_drawn
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)


@scene
def made():
    """An article whose second version says “not”, has another dose, a list, and a new section."""
    staff = factories.Staff()
    article = factories.make_article(hero=drawn_picture(), author=staff.writer.expert)
    section = article.sections.get(position=0)
    section.body = "<p>Take 10 mg a day.</p><p>Stop it when you like.</p>"
    section.save()
    article.sections.update(figure=None)
    first = workflow.save_draft(article, by=staff.writer)
    section.body = "<ul><li>Take 5 mg a day.</li><li>Do not stop it when you like.</li></ul>"
    section.anchor = first.content["sections"][0]["id"]
    section.save()
    article.sections.create(anchor="more", position=7, nav_label="More", heading="More", body="<p>And walk.</p>")
    second = workflow.save_draft(article, by=staff.editor)
    return {"staff": staff, "article": article, "first": first, "second": second}


def timeline_of(made):
    return f"/admin/articles/version/of/{made['article'].pk}/"


def pages_of(made):
    first, second = made["first"].pk, made["second"].pk
    return {
        "timeline": timeline_of(made),
        "compare": f"/admin/articles/version/compare/?from={first}&to={second}",
        "same": f"/admin/articles/version/compare/?from={first}&to={first}",
        "restore": f"/admin/articles/version/{first}/restore/",
        "share": f"/admin/articles/version/{second}/share/",
        "widths": f"/admin/articles/version/{second}/widths/",
    }


@pytest.mark.parametrize("window", [{}, PHONE, {"color_scheme": "dark"}], ids=["desk", "phone", "dark"])
def test_every_page_of_versions_is_whole(window, made, new_page, log_in, run_axe):
    page = new_page(**window)
    log_in(page, made["staff"].writer)

    for name, address in pages_of(made).items():
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name
        run_axe(page)


def test_two_versions_are_compared_by_keyboard_alone(made, page, log_in):
    log_in(page, made["staff"].writer)
    page.goto(timeline_of(made))
    wait_until_drawn(page)

    page.get_by_label("from version 2").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("from version 1")).to_be_checked()
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")

    safety = page.get_by_role("region", name="Check these first")
    expect(safety.locator("li").first).to_have_text(re.compile(r"^\s*Dose"))
    expect(safety.get_by_text("not", exact=False).first).to_be_visible()
    expect(page.get_by_text("is now").first).to_be_visible()
    jump = page.get_by_role("complementary").get_by_role("link", name="Section: More")
    jump.wait_for()
    wait_until_drawn(page)
    jump.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#part-"))
    wait_until(page, "(document.activeElement.id || document.querySelector(':target')?.id)?.startsWith('part-')")


def test_an_old_version_comes_back(made, page, log_in):
    log_in(page, made["staff"].writer)
    page.goto(timeline_of(made))

    page.get_by_role("link", name="Restore as a new draft").click()
    page.get_by_role("button", name="Restore as a new draft").click()

    page.get_by_text("Version 1 is back, as version 3.").wait_for()
    article = Article.objects.get()
    assert article.latest_version.digest == made["first"].digest


def test_the_preview_has_the_width_of_a_phone_and_of_a_desk(made, page, log_in):
    log_in(page, made["staff"].writer)
    page.goto(pages_of(made)["widths"])
    phone = page.frame_locator(".frame.phone iframe")

    expect(phone.locator("[data-part=preview]")).to_contain_text("Preview, not public.")
    widths = "[...document.querySelectorAll('.frame iframe')].map((frame) => frame.contentWindow.innerWidth)"
    wait_for_answer(page, lambda: page.evaluate(widths), [390, 1280])
    page.get_by_label("Phone, 390 pixels").check()
    expect(page.locator(".frame.desktop")).to_be_hidden()
    page.get_by_label("Side by side").press("Home")
    page.get_by_label("Desktop, 1280 pixels").check()
    expect(page.locator(".frame.phone")).to_be_hidden()
    expect(page.locator(".frame.desktop")).to_be_visible()


def test_a_link_in_the_preview_opens_beside_it(made, page, log_in):
    log_in(page, made["staff"].writer)
    page.goto(pages_of(made)["widths"])
    phone = page.frame_locator(".frame.phone iframe")

    with page.context.expect_page() as opened:
        phone.get_by_role("link", name="Topics").first.click()

    expect(opened.value).to_have_url(re.compile("/topics/$"))
    expect(phone.locator("[data-part=preview]")).to_be_visible()


def test_a_link_is_shared_with_somebody_without_an_account_and_revoked(made, page, new_page, log_in, run_axe):
    log_in(page, made["staff"].writer)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(pages_of(made)["share"])
    page.get_by_label("Days").fill("2")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_label("Address of the preview").input_value()
    run_axe(page)
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == address

    stranger = new_page(**PHONE)
    path = "/preview/" + address.split("/preview/")[1]
    stranger.goto(path)
    stranger.wait_for_load_state("networkidle")
    expect(stranger.get_by_text("Preview, not public.")).to_be_visible()
    assert stranger.evaluate("[...document.images].every((image) => !image.complete || image.naturalWidth > 0)")
    run_axe(stranger)

    page.goto(pages_of(made)["share"])
    expect(page.get_by_text("Opened 1 time.")).to_be_visible()
    page.get_by_role("button", name="Revoke").click()
    page.get_by_text("The link opens nothing any more.").wait_for()
    assert stranger.goto(path).status == 404
    expect(stranger.get_by_role("heading", name="This preview link does not work")).to_be_visible()
    run_axe(stranger)
    assert PreviewLink.objects.get().views == 1
