"""The reviewer's desk in a browser, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.content.passages import LEDE, passages_in
from articles.editorial import workflow
from articles.models import State
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.drawn import drawn_picture
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

SMALL_PHONE = {**PHONE, "viewport": {"width": 360, "height": 740}}
WINDOWS = {
    "desk": {},
    "phone": SMALL_PHONE,
    "dark": {"color_scheme": "dark"},
    "dark phone": {**SMALL_PHONE, "color_scheme": "dark"},
}


@scene
def made():
    """A text to review, one that this reviewer may not judge, and a live page that is due again."""
    staff = factories.Staff()
    hero = drawn_picture()
    day = timezone.now().date() + timedelta(days=5)
    version = staff.submitted(factories.make_article(hero=hero))
    assignment = workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    changed = factories.make_article(slug="changed", title="Changed text", hero=hero)
    staff.published(changed)
    section = changed.sections.first()
    section.body = section.body.replace("150", "15").replace("Do not stop", "Do stop")
    section.save()
    again = staff.submitted(changed)
    key = next(passage.key for passage in passages_in(again.content) if "15 minutes" in passage.text)
    thread = workflow.comment(again, by=staff.reviewer, body="A week?", key=key, is_blocking=True)
    workflow.answer(thread, by=staff.writer, body="Yes, a week.")
    workflow.comment(again, by=staff.editor, body="Too long?", place=LEDE)
    own = factories.make_article(slug="own", title="Own text", hero=hero, author=staff.reviewer.expert)
    live = factories.make_article(slug="live", title="Live page", hero=hero)
    return {
        "staff": staff,
        "version": version,
        "assignment": assignment,
        "changed": again,
        "key": key,
        "own": staff.submitted(own),
        "live": staff.published(live, next_review_due=day),
    }


@pytest.mark.parametrize("window", WINDOWS, ids=WINDOWS.keys())
def test_every_page_of_the_desk_is_whole(window, made, new_page, log_in, run_axe):
    page = new_page(**WINDOWS[window])
    page.goto("/desk/login/")
    run_axe(page)
    log_in(page, made["staff"].reviewer)

    for address in (
        "/desk/",
        f"/desk/versions/{made['version'].pk}/",
        f"/desk/versions/{made['own'].pk}/",
        f"/desk/versions/{made['changed'].pk}/comments/?key={made['key']}",
        f"/desk/pages/{made['live'].pk}/",
        f"/desk/assignments/{made['assignment'].pk}/decline/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
        run_axe(page)

    page.goto(f"/desk/versions/{made['changed'].pk}/")
    for summary in page.locator(".card summary").all():
        summary.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    run_axe(page)
    page.locator(".s", has_text="MS does not damage joints.").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    run_axe(page)


def test_an_empty_desk_is_whole(page, log_in, run_axe):
    log_in(page, factories.make_reviewer())

    page.goto("/desk/")

    run_axe(page)
    expect(page.get_by_text("Nothing to review.")).to_be_visible()


def test_a_doctor_reviews_on_a_phone(made, phone_page, run_axe):
    page = phone_page
    page.goto("/desk/login/")
    page.fill("#id_username", made["staff"].reviewer.username)
    page.fill("#id_password", factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Review Sore joints").click()

    page.get_by_role("link", name="Decide…").click()
    page.get_by_label("Request changes").check()
    expect(page.get_by_label("Next review due by")).to_be_hidden()
    page.get_by_label("Your password, again").fill(factories.PASSWORD)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("Say what must change, so that the writer can mend it.")).to_be_visible()
    run_axe(page)
    page.get_by_label("Note for the record").fill("The dose lacks its unit.")
    page.get_by_label("Your password, again").fill(factories.PASSWORD)
    page.get_by_role("button", name="Record the decision").click()

    expect(page.get_by_text("You asked for changes to version 1")).to_be_visible()
    made["version"].article.refresh_from_db()
    assert made["version"].article.state == State.CHANGES_REQUESTED


def test_the_page_on_the_desk_opens_its_sources(made, page, log_in):
    log_in(page, made["staff"].reviewer)
    page.goto(f"/desk/versions/{made['version'].pk}/")

    page.get_by_role("button", name="Source 1").first.click()

    expect(page.locator("#source-1")).to_be_visible()
