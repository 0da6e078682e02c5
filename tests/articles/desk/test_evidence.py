"""What a reviewer is shown of the evidence before they say that a page needs no change."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.desk.evidence import glance_at
from articles.editorial import workflow
from articles.editorial.reports import file_report
from articles.models import ReaderReport, Source
from tests import factories
from tests.factories import today
from tests.scenes import scene


def later():
    """When the guideline, which was young enough to be submitted, is too old."""
    return today() + timedelta(days=1096)


@scene
def page(staff):
    """A live page on a review of this year and a guideline of four years ago, neither under a cloud."""
    guideline = {"title": "How to treat pain", "kind": "guideline", "year": today().year - 4, "status": "current"}
    factories.make_source(2, **guideline)
    factories.make_source(1, year=today().year, status="current")
    return staff.published(factories.make_article())


def glance(page):
    return glance_at(page, on=later())


def test_sources_are_counted_by_kind_and_age_the_strongest_kind_first(page):
    kinds = [(kind.label, kind.count, kind.oldest, kind.newest, kind.too_old) for kind in glance(page).kinds]

    old, new = today().year - 4, today().year
    assert kinds == [("Guideline", 1, old, old, 1), ("Review", 1, new, new, 0)]


def test_what_is_older_than_the_linter_allows_says_so(page):
    first, second = glance(page).sources

    assert first.too_old == f"a guideline of {today().year - 4}: more than 5 years old"
    assert first.age == later().year - today().year + 4
    assert not second.too_old and not second.is_doubtful


def test_a_retraction_since_the_last_review_stands_first(page):
    Source.objects.filter(doi="10.1000/test.1").update(status="retracted")

    seen = glance(page)

    assert seen.alarms[0] == ("bad", "✕", "1 retracted")
    assert seen.sources[0].status == "retracted"


def test_a_source_that_nobody_looked_up_is_not_taken_to_be_fine(page):
    Source.objects.update(status="unknown")

    assert glance(page).alarms[0] == ("warn", "?", "2 not checked")


def test_a_newer_edition_in_the_library_is_named_and_a_retracted_one_is_not(page):
    newer = {"title": "How to treat pain", "kind": "guideline"}
    factories.make_source(8, doi="10.1000/test.8", year=today().year - 1, **newer)
    factories.make_source(9, doi="10.1000/test.9", year=today().year, status="retracted", **newer)

    assert [source.newer for source in glance(page).sources] == [today().year - 1, None]


def test_reports_since_the_last_review_are_shown_and_older_ones_are_not(page):
    before, since = (file_report(page, section_id="", message=words, email="") for words in ("Old.", "New."))
    ReaderReport.objects.filter(pk=before.pk).update(made_at=page.review.at - timedelta(days=1))

    seen = glance(page)

    assert seen.reports == [since] and seen.report_count == 1


def test_the_glance_stands_above_the_confirmation_without_the_readers_address(page, staff, client_of):
    file_report(page, section_id="", message="The number is old.", email="reader@example.org")

    shown = client_of(staff.reviewer).get(f"/desk/pages/{page.pk}/").content.decode()

    assert shown.index("The evidence today") < shown.index("Checked, no change needed")
    assert "No notice on any source, none too old" in shown and "The number is old." in shown
    assert "9 sentences on 2 sources." in shown
    assert "reader@example.org" not in shown


def test_a_page_with_more_sources_and_reports_takes_as_many_queries(page):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            glance(page)
        return len(asked)

    before = queries()
    for number in range(12):
        file_report(page, section_id="", message=f"Report {number}.", email="")

    assert queries() == before == 3


def test_a_reminder_from_before_a_correction_leads_to_the_page_as_it_is_now(page, staff, client_of):
    now = workflow.correct(page.article, text="The knee was called an elbow.", by=staff.editor)

    shown = client_of(staff.reviewer).get(f"/desk/pages/{page.pk}/")

    assert shown.context["publication"].pk == now.pk != page.pk
    workflow.withdraw(page.article, reason="It was wrong.", by=staff.editor)
    assert client_of(staff.reviewer).get(f"/desk/pages/{page.pk}/").status_code == 404
