"""A reader's report in the admin: read beside the words it is about, answered, closed, or called genuine."""

import pytest

from articles.editorial import workflow
from articles.editorial.reports import file_report
from articles.models import ReaderReport, Section
from tests import factories
from tests.scenes import scene

LIST = "/admin/articles/readerreport/"


def address(report, verb="change"):
    return f"{LIST}{report.pk}/{verb}/"


@scene
def publication(staff):
    return staff.published(factories.make_article())


@scene
def report(publication):
    return file_report(publication, section_id="overview", message="It is 75.", email="reader@example.org")


@scene
def doubtful(publication):
    return file_report(publication, section_id="", message="Buy pills.", email="", looks_automatic=True)


def test_it_stands_beside_the_words_the_reader_saw(report, staff, client_of):
    page = client_of(staff.editor).get(address(report)).content.decode()

    assert "It is 75." in page and "reader@example.org" in page
    assert "“How joints and MS are linked”, version 1" in page
    assert "Walk 150 minutes a week." in page
    assert "Readers see the same version now." in page


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("bottom-line", "Readers see version 2 now, with the same words in this section."),
        ("overview", "Readers see version 2 now: this section has changed since."),
        ("", "Readers see version 2 now."),
    ],
)
def test_it_says_whether_the_words_changed_since(section, sentence, staff, publication, client_of):
    report = file_report(publication, section_id=section, message="It is wrong.", email="")
    Section.objects.filter(heading="How joints and MS are linked").update(
        body='<p>Walk 75 minutes a week.<sup class="cite" data-cite="second"></sup></p>'
    )
    staff.published(publication.article)

    page = client_of(staff.editor).get(address(report)).content.decode()

    assert sentence in page
    assert "/admin/articles/version/compare/?from=" in page


def test_it_says_that_the_section_or_the_page_is_gone(report, staff, publication, client_of):
    Section.objects.filter(heading="How joints and MS are linked").update(anchor="another")
    staff.published(publication.article)
    client = client_of(staff.editor)
    assert "Readers see version 2 now, without this section." in client.get(address(report)).content.decode()

    workflow.withdraw(publication.article, reason="Wrong.", by=staff.editor)

    assert "The page is no longer public." in client.get(address(report)).content.decode()


def test_an_editor_answers_and_the_reader_is_forgotten(
    report, staff, client_of, mailoutbox, django_capture_on_commit_callbacks
):
    client = client_of(staff.editor)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address(report, "answer"), {"text": "You are right."}, follow=True)

    assert "The answer is on its way" in response.content.decode()
    assert [mail.to for mail in mailoutbox] == [["reader@example.org"]]
    page = client.get(address(report)).content.decode()
    assert "You are right." in page and "reader@example.org" not in page


def test_without_an_address_the_answer_is_kept(report, staff, client_of, mailoutbox):
    ReaderReport.objects.update(email="")

    response = client_of(staff.editor).post(address(report, "answer"), {"text": "Mended."}, follow=True)

    assert "The answer is kept." in response.content.decode()
    assert not mailoutbox


def test_a_refused_answer_comes_back_with_its_words(report, staff, client_of):
    long = "Thank you. " * 400

    response = client_of(staff.editor).post(address(report, "answer"), {"text": long})

    assert response.status_code == 200
    assert "Please answer in at most 4,000 characters." in response.content.decode()
    assert long in response.content.decode()


def test_an_editor_closes_a_report_that_needs_no_answer(report, staff, client_of):
    response = client_of(staff.editor).post(address(report, "close"), follow=True)

    assert "no answer was needed" in response.content.decode()
    assert not ReaderReport.objects.open().exists()


def test_a_second_press_is_refused_with_a_sentence(report, staff, client_of):
    client = client_of(staff.editor)
    client.post(address(report, "close"))

    assert "dealt with already" in client.post(address(report, "close"), follow=True).content.decode()


def test_what_is_set_aside_is_counted_on_the_first_page_and_beside_the_list(report, doubtful, staff, client_of):
    client = client_of(staff.editor)

    for page in (client.get("/admin/"), client.get(LIST)):
        assert "Buy pills." not in page.content.decode()
    first = client.get("/admin/").content.decode()
    assert f'<a href="{LIST}?state=doubtful">1 set aside as doubtful</a>' in first
    assert "1 problem reported" in first  # It is in no number of what is to be done.
    assert "Set aside as doubtful (1)" in client.get(LIST).content.decode()

    client.post(address(doubtful, "close"))

    assert "set aside as doubtful" not in client.get("/admin/").content.decode()
    assert "Set aside as doubtful (0)" in client.get(LIST).content.decode()


def test_what_is_doubtful_stands_in_its_own_list_until_it_is_called_genuine(report, doubtful, staff, client_of):
    client = client_of(staff.editor)
    assert "Buy pills." not in client.get(LIST).content.decode()
    assert "Buy pills." in client.get(f"{LIST}?state=doubtful").content.decode()
    assert "Set aside as doubtful." in client.get(address(doubtful)).content.decode()

    client.post(address(doubtful, "genuine"))

    assert "Buy pills." in client.get(f"{LIST}?state=open").content.decode()
    assert "Buy pills." not in client.get(f"{LIST}?state=doubtful").content.decode()


def test_the_list_tells_answered_and_unsent_apart(report, staff, client_of):
    client = client_of(staff.editor)
    client.post(address(report, "answer"), {"text": "Mended."})  # Nothing is committed, so no mail leaves.

    assert "It is 75." in client.get(f"{LIST}?state=leaving").content.decode()
    assert "The mail has not left yet." in client.get(address(report)).content.decode()

    client.post(address(report, "close"))

    assert "It is 75." in client.get(f"{LIST}?state=dealt-with").content.decode()
    assert ReaderReport.objects.get().email == ""


@pytest.mark.parametrize("verb", ["answer", "close", "genuine"])
def test_only_an_editor_decides_about_a_report(verb, report, staff, superuser, client_of):
    refused = client_of(superuser).post(address(report, verb), {"text": "Fine."}, follow=True)

    assert "Only an editor can do this" in refused.content.decode()
    assert client_of(staff.writer).post(address(report, verb)).status_code == 403
    assert client_of(superuser).get(address(report, verb)).status_code == 403
    assert ReaderReport.objects.get().email == "reader@example.org"


def test_who_may_only_look_is_offered_no_button(report, superuser, client_of):
    page = client_of(superuser).get(address(report)).content.decode()

    assert "It is 75." in page
    assert "formaction" not in page


def test_a_report_is_not_edited_and_one_that_is_not_there_is_said_so(report, staff, superuser, client_of):
    assert client_of(superuser).post(address(report), {"message": "Fine."}).status_code == 403
    assert client_of(staff.writer).get(address(report)).status_code == 403
    missing = client_of(superuser).get(f"{LIST}999/change/", follow=True)
    assert "Perhaps it was deleted?" in missing.content.decode()
