"""A doctor with a phone and no password: the mail, its link, a code, the page, the decision, and out."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.editorial import workflow
from articles.models import EditorialRecord, Event
from tests import factories
from tests.browser.drawn import drawn_picture
from tests.browser.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_doctor_reviews_by_the_link_of_a_mail(phone_page, run_axe, mailoutbox, complaints):
    staff, page = factories.Staff(), phone_page
    staff.reviewer.email = "rita@example.org"
    staff.reviewer.save()
    version = staff.submitted(factories.make_article(hero=drawn_picture()))
    day = timezone.now().date() + timedelta(days=5)
    workflow.assign(version.article, reviewer=staff.reviewer, due_on=day, by=staff.editor)

    def whole():
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
        run_axe(page)

    page.goto(re.search(r"/desk/link/[\w-]+/", mailoutbox[-1].body)[0])
    expect(page.get_by_role("heading", name="You were asked for a review")).to_be_visible()
    whole()
    page.get_by_role("button", name="Mail me the code").click()
    page.get_by_label("The code from that mail").fill("000000")
    page.get_by_role("button", name="Open the review").click()
    expect(page.get_by_text("This code is not right")).to_be_visible()
    whole()
    page.get_by_label("The code from that mail").fill(re.match(r"\d{6}", mailoutbox[-1].body)[0])
    page.get_by_role("button", name="Open the review").click()

    expect(page).to_have_url(re.compile(rf"/desk/versions/{version.pk}/$"))
    page.locator('[data-part="hero"] img').scroll_into_view_if_needed()
    wait_until(page, "document.querySelector('[data-part=hero] img').naturalWidth > 0")
    page.goto("/desk/")
    expect(page.get_by_text("opens one review and nothing else")).to_be_visible()
    whole()
    page.get_by_role("link", name="Back to your review").click()

    expect(page.get_by_label("Your password, again")).to_have_count(0)
    page.get_by_label("Request changes").check()
    page.get_by_label("Note for the record").fill("The dose lacks its unit.")
    page.get_by_role("button", name="Record the decision").click()

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(page.get_by_text("You asked for changes to version 1")).to_be_visible()
    whole()
    record = EditorialRecord.objects.get(event=Event.CHANGES_REQUESTED)
    assert (record.actor, record.details["identity"]) == (staff.reviewer, "one-time code")
    assert page.goto(f"/desk/versions/{version.pk}/").url.endswith(f"/desk/login/?next=/desk/versions/{version.pk}/")
    page.close()
    # The page that was left says once more how it was read, and by then the review is closed to this browser.
    complaints[:] = [line for line in complaints if "/visit/" not in line]
