"""The calendar: what goes live and which reviews are due, month by month."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.admin.calendar import weeks_of
from articles.editorial import workflow
from articles.models import Publication
from tests import factories
from tests.factories import today


def entries(month):
    return {
        (day.date, entry.kind, entry.title)
        for week in weeks_of(month, now=timezone.now())
        for day in week
        for entry in day.entries
    }


@pytest.fixture
def scheduled(staff):
    article = factories.make_article("coming", title="Coming")
    staff.approved(article)
    workflow.schedule(article, visible_from=timezone.now() + timedelta(days=40), by=staff.editor)
    return article


def test_a_scheduled_publication_stands_on_its_day(scheduled):
    day = today() + timedelta(days=40)

    assert (day, "to-come", "Coming") in entries(day.replace(day=1))
    assert (day, "to-come", "Coming") not in entries(day.replace(day=1) - timedelta(days=60))


def test_what_went_live_and_what_is_due_stand_on_their_days(staff):
    page = staff.published(factories.make_article("live", title="Live"))
    Publication.objects.filter(pk=page.pk).update(review_due_on=today())
    asked = factories.make_article("asked", title="Asked")
    staff.submitted(asked)
    workflow.assign(asked, reviewer=staff.reviewer, due_on=today(), by=staff.editor)

    found = entries(today().replace(day=1))

    assert found == {(today(), "done", "Live"), (today(), "review", "Live"), (today(), "asked", "Asked")}


def test_what_is_late_says_so(staff):
    page = staff.published(factories.make_article("live", title="Live"))
    Publication.objects.filter(pk=page.pk).update(review_due_on=date(2020, 2, 3))

    assert (date(2020, 2, 3), "late", "Live") in entries(date(2020, 2, 1))


def test_a_minor_edit_is_no_publication_of_its_own(staff):
    article = factories.make_article("live", title="Live")
    staff.published(article)
    workflow.correct(article, text="It said mg and means g.", by=staff.editor)

    found = [entry for entry in entries(today().replace(day=1)) if entry[1] == "done"]

    assert len(found) == 1


def test_weeks_begin_on_monday_and_reach_into_the_neighbouring_months(db):
    weeks = weeks_of(date(2026, 11, 1), now=datetime(2026, 11, 22, 12, tzinfo=UTC))

    assert weeks[0][0].date == date(2026, 10, 26) and weeks[0][0].is_off
    assert [day.date for week in weeks for day in week if day.is_today] == [date(2026, 11, 22)]


def test_one_can_go_from_month_to_month(staff, client_of):
    client = client_of(staff.editor)

    page = client.get("/admin/calendar/?month=2026-12").content.decode()

    assert "December 2026" in page and "?month=2026-11" in page and "?month=2027-01" in page


@pytest.mark.parametrize("month", ["2026-13", "nonsense", "0000-00", "99999-01", "2026-1-1", "9999-12", "0001-01"])
def test_an_address_that_is_no_month_shows_this_one_or_a_month(staff, client_of, month):
    assert client_of(staff.editor).get("/admin/calendar/", {"month": month}).status_code == 200


def test_only_those_who_may_see_articles_may_look(staff, client_of):
    nobody = factories.make_user(username="new_person", is_staff=True)

    assert client_of(nobody).get("/admin/calendar/").status_code == 403
    assert client_of(staff.writer).get("/admin/calendar/").status_code == 200


def test_a_full_day_is_folded_and_costs_no_more_queries(staff):
    def count():
        with CaptureQueriesContext(connection) as queries:
            weeks_of(today().replace(day=1), now=timezone.now())
        return len(queries)

    staff.published(factories.make_article("page", title="Page"))
    before = count()
    for number in range(5):
        staff.published(factories.make_article(f"page-{number}"))

    [day] = [day for week in weeks_of(today().replace(day=1), now=timezone.now()) for day in week if day.is_today]

    assert count() == before == 4
    assert len(day.shown) == 4 and len(day.folded) == 2
