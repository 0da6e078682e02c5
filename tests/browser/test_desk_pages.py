"""The reviewer's desk in a browser, on a desk and on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.editorial import workflow
from articles.models import State
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.drawn import drawn_picture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made():
    """A text to review, one that this reviewer may not judge, and a live page that is due again."""
    staff = factories.Staff()
    hero = drawn_picture()
    day = timezone.now().date() + timedelta(days=5)
    version = staff.submitted(factories.make_article(hero=hero))
    assignment = workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)
    own = factories.make_article(slug="own", title="Own text", hero=hero, author=staff.reviewer.expert)
    live = factories.make_article(slug="live", title="Live page", hero=hero)
    return {
        "staff": staff,
        "version": version,
        "assignment": assignment,
        "own": staff.submitted(own),
        "live": staff.published(live, next_review_due=day),
    }


@pytest.mark.parametrize("window", [{}, PHONE, {"color_scheme": "dark"}], ids=["desk", "phone", "dark"])
def test_every_page_of_the_desk_is_whole(window, made, new_page, log_in, run_axe):
    page = new_page(**window)
    page.goto("/desk/login/")
    run_axe(page)
    log_in(page, made["staff"].reviewer)

    for address in (
        "/desk/",
        f"/desk/versions/{made['version'].pk}/",
        f"/desk/versions/{made['own'].pk}/",
        f"/desk/pages/{made['live'].pk}/",
        f"/desk/assignments/{made['assignment'].pk}/decline/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
        run_axe(page)


def test_an_empty_desk_is_whole(page, log_in, run_axe):
    log_in(page, factories.make_reviewer())

    page.goto("/desk/")

    run_axe(page)
    assert page.get_by_text("Nothing to review.").is_visible()


def test_a_doctor_reviews_on_a_phone(made, phone_page, run_axe):
    page = phone_page
    page.goto("/desk/login/")
    page.fill("#id_username", made["staff"].reviewer.username)
    page.fill("#id_password", factories.PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Review Sore joints").click()

    page.get_by_role("link", name="To your decision").click()
    page.get_by_label("Request changes").check()
    assert not page.get_by_label("Next review due by").is_visible()
    page.get_by_role("button", name="Record the decision").click()
    assert page.get_by_text("Say what must change, so that the writer can mend it.").is_visible()
    run_axe(page)
    page.get_by_label("Note for the record").fill("The dose lacks its unit.")
    page.get_by_role("button", name="Record the decision").click()

    assert page.get_by_text("You asked for changes to version 1").is_visible()
    made["version"].article.refresh_from_db()
    assert made["version"].article.state == State.CHANGES_REQUESTED


def test_the_page_on_the_desk_opens_its_sources(made, page, log_in):
    log_in(page, made["staff"].reviewer)
    page.goto(f"/desk/versions/{made['version'].pk}/")

    page.get_by_role("button", name="Source 1").first.click()

    assert page.locator("#source-1").is_visible()
