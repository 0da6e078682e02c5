"""A reader reports a problem: without a cookie, without JavaScript, and not a thousand times (S33)."""

import pytest
from django.test import Client

from articles.models import ReaderReport
from tests.articles.public.reading import Reader, read

ADDRESS = "/articles/sore-joints/report/"
GOOD = {"section": "overview", "message": "The dose is wrong.", "email": "reader@example.org", "website": ""}


def test_a_report_is_filed_with_the_version_and_section_the_reader_saw(client, published):
    response = client.post(ADDRESS, GOOD)

    assert (response.status_code, response["Location"]) == (302, ADDRESS + "thanks/")
    (report,) = ReaderReport.objects.all()
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
    for field in form.document.xpath("//form//*[self::input or self::select or self::textarea]"):
        assert form.document.xpath(f'//label[@for="{field.get("id")}"]')


@pytest.mark.parametrize(
    "change, sentence",
    [
        ({"message": " "}, "Tell us what is wrong"),
        ({"message": "a" * 4001}, "at most 4,000 characters"),
        ({"email": "reader@"}, "not a complete email address"),
        ({"section": "nowhere"}, "nowhere"),
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


def test_a_machine_that_fills_in_the_hidden_field_is_thanked_and_ignored(client, published):
    response = client.post(ADDRESS, GOOD | {"website": "https://spam.example"})

    assert response["Location"] == ADDRESS + "thanks/"
    assert not ReaderReport.objects.exists()


def test_after_five_reports_within_the_hour_a_sender_must_wait(client, published):
    for _ in range(5):
        assert client.post(ADDRESS, GOOD).status_code == 302

    refused = client.post(ADDRESS, GOOD)

    assert refused.status_code == 429
    assert "Please try again later" in Reader(refused)["form-errors"]
    assert ReaderReport.objects.count() == 5
    assert client.post(ADDRESS, GOOD, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_mistakes_do_not_count_against_the_sender(client, published):
    for _ in range(6):
        client.post(ADDRESS, GOOD | {"message": ""})

    assert client.post(ADDRESS, GOOD).status_code == 302


def test_markup_in_a_report_comes_back_as_text(client, published):
    response = client.post(ADDRESS, GOOD | {"message": "<script>alert(1)</script>", "email": "no"})

    assert b"<script>alert" not in response.content
