"""A reader reports a problem: without a cookie, without JavaScript, and not a thousand times (S33)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.editorial import workflow
from articles.models import ReaderReport, Section
from articles.public.reporting import Stamp
from tests.articles.public.reading import Reader, edit, read

ADDRESS = "/articles/sore-joints/report/"
GOOD = {"section": "overview", "message": "The dose is wrong.", "email": "reader@example.org", "website": ""}


def stamped(publication, *, seconds_ago=60, **changes):
    """What a browser sends whose form was opened so long ago."""
    opened_at = timezone.now() - timedelta(seconds=seconds_ago)
    return GOOD | {"stamp": Stamp(publication.version_id, opened_at).signed()} | changes


def test_a_report_is_filed_with_the_version_and_section_the_reader_saw(client, published):
    response = client.post(ADDRESS, stamped(published))

    assert (response.status_code, response["Location"]) == (302, ADDRESS + "thanks/")
    (report,) = ReaderReport.objects.open()
    assert (report.version, report.section, report.message) == (published.version, "overview", "The dose is wrong.")
    assert report.email == "reader@example.org"
    assert read(client, response["Location"])["thanks"].startswith("Your report is with the editors")


def test_it_needs_neither_a_cookie_nor_a_token(published):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(ADDRESS, GOOD)

    assert response.status_code == 302
    assert not strict.cookies


def test_the_page_and_each_section_can_be_chosen(client, published):
    form = read(client, ADDRESS)

    options = form.document.xpath('//select[@name="section"]/option/@value')
    assert options == ["", *[section["id"] for section in published.version.content["sections"]]]
    for field in form.document.xpath("//form//*[self::input[@type!='hidden'] or self::select or self::textarea]"):
        assert form.document.xpath(f'//label[@for="{field.get("id")}"]')


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"message": " "}, "Tell us what is wrong"),
        ({"message": "a" * 4001}, "at most 4000 characters"),
        ({"email": "reader@"}, "not a complete email address"),
    ],
)
def test_a_report_that_cannot_be_taken_comes_back_with_its_words_and_a_reason(client, published, change, sentence):
    response = client.post(ADDRESS, GOOD | change)

    assert response.status_code == 422
    assert response["Cache-Control"] == "no-store"
    assert sentence in Reader(response)["form-errors"]
    if "message" not in change:
        assert "The dose is wrong." in response.content.decode()
    assert not ReaderReport.objects.exists()


def test_the_section_from_which_the_reader_came_is_chosen(client, published):
    section = published.version.content["sections"][1]["id"]

    form = read(client, f"{ADDRESS}?section={section}")

    assert form.document.xpath('//select[@name="section"]/option[@selected]/@value') == [section]


@pytest.mark.parametrize("section", ["nowhere", '"><script>alert(1)</script>', "%00", "a" * 5000])
def test_a_section_that_the_page_does_not_have_is_ignored(client, published, section):
    response = client.get(ADDRESS, {"section": section})

    assert response.status_code == 200
    assert Reader(response).document.xpath('//select[@name="section"]/option[@selected]/@value') in ([], [""])
    assert b"alert(1)" not in response.content and b"aaaa" not in response.content


@pytest.mark.parametrize(
    "change",
    [
        {"website": "https://spam.example"},
        {"seconds_ago": 1},
        {"seconds_ago": 25 * 3600},
        {"seconds_ago": -60},
        {"stamp": "1:nonsense"},
        {"stamp": ""},
    ],
    ids=["trap", "too fast", "a day old", "from the future", "forged", "none"],
)
def test_what_looks_automatic_is_thanked_and_set_aside(client, published, change):
    response = client.post(ADDRESS, stamped(published, **change))

    assert response["Location"] == ADDRESS + "thanks/"
    assert not ReaderReport.objects.open().exists()
    assert ReaderReport.objects.get().message == "The dose is wrong."


def test_the_form_that_is_shown_can_be_sent(client, published):
    form = read(client, ADDRESS)
    (stamp,) = form.document.xpath('//input[@name="stamp"]/@value')

    client.post(ADDRESS, GOOD | {"stamp": stamp})

    assert ReaderReport.objects.get().is_doubtful, "it was sent at once"


def test_the_form_is_stored_for_nobody_else_as_it_says_when_it_was_opened(client, published):
    response = client.get(ADDRESS)

    assert response.rendered is None and "Surrogate-Key" not in response
    assert "max-age=60" in response["Cache-Control"] or "max-age=59" in response["Cache-Control"]


def test_a_form_that_came_back_keeps_the_time_it_was_opened(client, published):
    sent = stamped(published, email="reader@")

    back = Reader(client.post(ADDRESS, sent))

    assert back.document.xpath('//input[@name="stamp"]/@value') == [sent["stamp"]]


def test_a_report_belongs_to_the_version_beside_which_it_was_written(client, staff, published):
    sent = stamped(published, section="bottom-line")
    Section.objects.filter(heading="The bottom line").delete()
    staff.published(published.article)

    assert client.post(ADDRESS, sent).status_code == 302

    report = ReaderReport.objects.get()
    assert (report.version, report.section, report.is_doubtful) == (published.version, "bottom-line", False)


def test_what_was_written_while_the_address_changed_goes_along(client, staff, published):
    edit(published.article, slug="aching-joints")
    staff.published(published.article)

    response = client.post(ADDRESS, stamped(published))

    assert (response.status_code, response["Location"]) == (308, "/articles/aching-joints/report/")


def test_what_was_written_while_the_page_was_withdrawn_is_taken(client, staff, published):
    workflow.withdraw(published.article, reason="Wrong.", by=staff.editor)

    response = client.post(ADDRESS, stamped(published), follow=True)

    assert Reader(response).has("withdrawal-reason")
    assert ReaderReport.objects.open().get().section == "overview"
    assert client.get(ADDRESS).status_code == 410
    back = client.post(ADDRESS, stamped(published, email="reader@")).content.decode()
    assert "The dose is wrong." in back and "How joints and MS are linked" not in back


def test_an_unknown_section_counts_as_the_whole_page(client, published):
    client.post(ADDRESS, stamped(published, section="nowhere"))

    assert ReaderReport.objects.open().get().section == ""


def test_line_ends_count_once(client, published):
    response = client.post(ADDRESS, stamped(published, message="a\r\n" * 1999))

    assert response.status_code == 302


def test_after_five_reports_within_the_hour_a_sender_must_wait(client, published):
    for _ in range(5):
        assert client.post(ADDRESS, GOOD).status_code == 302

    refused = client.post(ADDRESS, GOOD)

    assert refused.status_code == 429
    assert "Please try again later" in Reader(refused)["form-errors"]
    assert "The dose is wrong." in refused.content.decode()
    assert ReaderReport.objects.count() == 5
    assert client.post(ADDRESS, GOOD, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_the_addresses_of_one_household_count_as_one_sender(client, published):
    for number in range(5):
        client.post(ADDRESS, GOOD, REMOTE_ADDR=f"2001:db8:0:1::{number}")

    assert client.post(ADDRESS, GOOD, REMOTE_ADDR="2001:db8:0:1::abcd").status_code == 429
    assert client.post(ADDRESS, GOOD, REMOTE_ADDR="2001:db8:0:2::1").status_code == 302


def test_mistakes_do_not_count_against_the_sender(client, published):
    for _ in range(6):
        client.post(ADDRESS, GOOD | {"message": ""})

    assert client.post(ADDRESS, GOOD).status_code == 302


def test_markup_in_a_report_comes_back_as_text(client, published):
    response = client.post(ADDRESS, GOOD | {"message": "<script>alert(1)</script>", "email": "no"})

    assert b"<script>alert" not in response.content
