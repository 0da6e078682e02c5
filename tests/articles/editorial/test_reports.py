"""A reader's report, tied to what they saw."""

import pytest

from articles.editorial.reports import file_report
from articles.errors import EditorialError
from articles.models import ReaderReport


def test_it_is_kept_with_version_and_section(staff, article):
    publication = staff.published(article)

    report = file_report(publication, section_id="overview", message=" The link is dead. ", email="a@example.org")

    assert report.version == publication.version
    assert (report.section, report.message) == ("overview", "The link is dead.")
    assert list(ReaderReport.objects.open()) == [report]


def test_an_unknown_section_counts_as_the_whole_page(staff, article):
    publication = staff.published(article)

    assert file_report(publication, section_id="nope", message="x", email="").section == ""


@pytest.mark.parametrize(("message", "sentence"), [("  ", "Tell us what is wrong"), ("x" * 4001, "at most 4,000")])
def test_nothing_and_too_much_are_refused(staff, article, message, sentence):
    publication = staff.published(article)

    with pytest.raises(EditorialError, match=sentence):
        file_report(publication, section_id="", message=message, email="")
