"""The first page, the calendar and the notices in a browser, wide and on a phone, light and dark."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.editorial.reports import file_report
from articles.models import Publication
from tests import factories
from tests.browser.conftest import PHONE
from tests.browser.drawn import drawn_picture
from tests.browser.waiting import wait_until_drawn
from tests.scenes import scene

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ("/admin/", "/admin/calendar/", "/admin/notices/", "/admin/articles/article/?work=to-assign", "/desk/notices/")


@scene
def staff():
    """Somebody of each role, and something in most of their lists."""
    staff = factories.Staff()
    hero = drawn_picture()

    def make(slug):
        return factories.make_article(slug, title=slug.replace("-", " ").capitalize(), hero=hero)

    workflow.save_draft(make("a-draft"), by=staff.writer)
    staff.submitted(make("waiting-for-a-reviewer"))
    staff.approved(make("ready-to-go-out"))
    coming = make("coming-soon")
    staff.approved(coming)
    workflow.schedule(coming, visible_from=timezone.now() + timedelta(hours=1), by=staff.editor)
    page = staff.published(make("long-overdue"))
    Publication.objects.filter(pk=page.pk).update(review_due_on=timezone.now().date() - timedelta(days=40))
    file_report(page, section_id="", message="The number is old.", email="")
    return staff


@pytest.mark.parametrize("window", [{}, PHONE, {"color_scheme": "dark"}], ids=["desk", "phone", "dark"])
@pytest.mark.parametrize("who", ["writer", "editor"])
def test_every_page_is_whole(staff, who, window, new_page, log_in, run_axe):
    page = new_page(**window)
    log_in(page, getattr(staff, who))

    for address in PAGES:
        response = page.goto(address)

        assert response.status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], address
        run_axe(page)


def test_an_editor_comes_from_the_count_to_the_task_by_keyboard(staff, page, log_in):
    log_in(page, staff.editor)
    page.goto("/admin/")

    for name in ("1 to assign", "Assign… Waiting for a reviewer"):
        link = page.get_by_role("link", name=name)
        link.wait_for()
        wait_until_drawn(page)
        link.press("Enter")

    expect(page.get_by_role("heading", name="Assign: Waiting for a reviewer")).to_be_visible()


def test_a_notice_is_opened_from_the_bell_and_counts_no_more(staff, page, log_in):
    log_in(page, staff.writer)
    page.goto("/admin/")
    bell = page.get_by_role("link", name="Notices, 5 unread")

    bell.click()
    page.get_by_role("link", name="Edgar Editor published “Long overdue”.").click()
    expect(page.get_by_role("heading", name="Long overdue", level=1)).to_be_visible()

    expect(page.get_by_role("link", name="Notices, 4 unread")).to_be_visible()


def test_a_plot_opens_its_table(staff, page, log_in):
    log_in(page, staff.editor)
    page.goto("/admin/")

    plot = page.get_by_role("region", name="Published per month")
    plot.get_by_text("Show as a table").click()

    expect(plot.get_by_role("row").last).to_contain_text(f"{timezone.now():%B %Y}")


def test_the_calendar_is_a_list_of_days_on_a_phone(staff, phone_page, log_in):
    log_in(phone_page, staff.editor)
    soon = Publication.objects.get(slug="coming-soon").visible_from
    phone_page.goto(f"/admin/calendar/?month={soon:%Y-%m}")

    day = phone_page.locator("td.has-some", has_text="Coming soon")

    expect(day).to_contain_text(f"{soon:%B, %A}")
    assert phone_page.locator("td:visible").count() < 10
