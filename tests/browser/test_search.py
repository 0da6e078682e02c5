"""Searching with a keyboard and with suggestions, and without any script."""

import re

from playwright.sync_api import expect

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
    expect(page.locator("#suggestions option").first).to_have_attribute("value", "disseminated sclerosis")
    page.get_by_label("Search all articles").fill("disseminated sclerosis")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=disseminated+sclerosis")
    expect(page.locator('[data-part="count"]')).to_have_text("1 article, best match first")
    assert page.context.cookies() == []

    plain = new_page(java_script_enabled=False)
    plain.goto("/nothing/")
    plain.get_by_role("search", name="This page").get_by_label("Search all articles").fill("jionts")
    plain.get_by_role("search", name="This page").get_by_role("button", name="Search").click()
    plain.get_by_role("link", name="joints").click()
    expect(plain).to_have_url(re.compile("q=joints"))
    plain.get_by_label("Medically reviewed only").check()
    plain.get_by_role("button", name="Apply").click()
    expect(plain).to_have_url(re.compile("reviewed="))
    expect(plain.locator("mark").first).to_have_text("joints")
    expect(plain.get_by_label("Medically reviewed only")).to_be_checked()
