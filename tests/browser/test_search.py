"""Searching with a keyboard and with suggestions, and without any script."""

from tests.factories import Staff, make_article, make_topic
from tests.scenes import scene


@scene
def site():
    staff = Staff()
    make_topic(name="Multiple sclerosis", synonyms=["disseminated sclerosis"])
    staff.published(make_article(author=staff.writer.expert))


def test_a_search_is_suggested_sent_and_narrowed_with_script_and_without(site, page, new_page):
    page.goto("/articles/")
    page.get_by_label("Search all articles").press_sequentially("disse")
    option = page.locator("#suggestions option").first
    option.wait_for(state="attached")
    assert option.get_attribute("value") == "disseminated sclerosis"
    page.get_by_label("Search all articles").fill("disseminated sclerosis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=disseminated+sclerosis")
    assert page.locator('[data-part="count"]').inner_text() == "1 article, best match first"
    assert page.context.cookies() == []

    plain = new_page(java_script_enabled=False)
    plain.goto("/nothing/")
    plain.get_by_role("search", name="This page").get_by_label("Search all articles").fill("jionts")
    plain.get_by_role("search", name="This page").get_by_role("button", name="Search").click()
    plain.get_by_role("link", name="joints").click()
    plain.get_by_label("Medically reviewed only").check()
    plain.get_by_role("button", name="Apply").click()
    assert plain.locator("mark").first.inner_text() == "joints"
    assert plain.get_by_label("Medically reviewed only").is_checked()
