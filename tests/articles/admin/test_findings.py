"""The findings beside the text, and the reasons that answer warnings."""

import re

from django.urls import reverse

from articles.editorial import workflow
from articles.editorial.findings import report
from articles.models import Waiver
from tests import factories
from tests.scenes import scene

UNCITED = "<p>About 40% of the joints are sore.</p>"


@scene
def warned(staff, article):
    """A draft with one uncited number in its last section."""
    article.sections.filter(position=1).update(body=UNCITED)
    workflow.save_draft(article, by=staff.writer)
    article.refresh_from_db()
    return article


def warning_in(article):
    return next(finding for finding in report(article).standing if finding.code == "uncited-number")


def address(article, name="findings", **kwargs):
    return reverse(f"admin:articles_article_{name}", args=[article.pk, *kwargs.values()])


def waive(client, article, reason="The clinic counted it.", **headers):
    found = warning_in(article)
    typed = {"code": found.code, "place": found.place, "subject": found.subject, "reason": reason}
    return client.post(address(article, "waive"), typed, headers=headers)


AS_PANEL = {"x-requested-with": "XMLHttpRequest"}


def test_a_finding_stands_under_its_section_with_a_way_to_it(staff, client_of, warned):
    page = client_of(staff.writer).get(address(warned), headers=AS_PANEL).content.decode()

    assert "2. Bottom line" in page
    assert 'data-editor="id_sections-1-body"' in page
    assert warning_in(warned).message in page.replace("&#x27;", "'")
    assert "<html" not in page


def test_everything_that_is_missing_is_listed_with_the_way_to_it(staff, client_of):
    article = factories.make_article(summary="", funding="", lede="")
    article.sections.filter(position=1).update(heading="")
    workflow.save_draft(article, by=staff.writer)
    client = client_of(staff.writer)

    panel = client.get(address(article), headers=AS_PANEL).content.decode()
    form = client.get(article.get_admin_url()).content.decode()

    sentences = {
        "id_summary": "Write a summary",
        "at_id_lede": "Write the lede",
        "id_funding": "Say who paid",
        "sections-1": "Section Bottom line has no heading.",
    }
    assert "Before it can be submitted" in panel
    for target, sentence in sentences.items():
        link = re.search(rf'<a href="{article.get_admin_url()}#{target}".*?</a>', panel)
        assert sentence in link.group()
        assert f'id="{target}"' in form


def test_a_whole_draft_lacks_nothing(staff, client_of, article):
    panel = client_of(staff.writer).get(address(article), headers=AS_PANEL).content.decode()

    assert "Before it can be submitted" not in panel


def test_without_the_script_it_is_a_page_of_its_own(staff, client_of, warned):
    assert "<html" in client_of(staff.writer).get(address(warned)).content.decode()


def test_a_reason_is_frozen_into_the_version_that_the_reviewer_judges(staff, client_of, warned):
    before = warned.latest_version.number

    waive(client_of(staff.writer), warned, **AS_PANEL)

    warned.refresh_from_db()
    assert warned.latest_version.number == before + 1
    (frozen,) = warned.latest_version.content["waivers"]
    assert (frozen["code"], frozen["reason"], frozen["by"]) == (
        "uncited-number",
        "The clinic counted it.",
        "Wanda Writer",
    )
    version = warned.latest_version
    workflow.submit_for_review(warned, by=staff.writer)
    client = client_of(staff.reviewer)
    assert "The clinic counted it." in client.get(reverse("desk:version", args=[version.pk])).content.decode()


def test_the_answer_names_the_version_that_the_form_beside_it_stands_on_now(staff, client_of, warned):
    page = waive(client_of(staff.writer), warned, **AS_PANEL).content.decode()

    warned.refresh_from_db()
    assert f'data-version="{warned.latest_version.number}"' in page


def test_no_reason_is_refused_and_what_was_typed_is_still_there(staff, client_of, warned):
    page = waive(client_of(staff.writer), warned, reason="  ", **AS_PANEL).content.decode()

    assert "Say why the warning does not apply" in page
    assert "<details open" in page
    assert not Waiver.objects.exists()


def test_a_waiver_can_be_taken_back(staff, client_of, warned):
    client = client_of(staff.writer)
    waive(client, warned, **AS_PANEL)

    client.post(address(warned, "unwaive", pk=Waiver.objects.get().pk))

    warned.refresh_from_db()
    assert warned.latest_version.content["waivers"] == []


def test_nobody_waives_during_a_review_or_without_the_role(staff, client_of, warned, superuser):
    assert "Only a writer" in waive(client_of(superuser), warned, **AS_PANEL).content.decode()
    waive(client_of(staff.writer), warned, **AS_PANEL)
    waiver = Waiver.objects.get()
    warned.refresh_from_db()
    workflow.submit_for_review(warned, by=staff.writer)

    page = client_of(staff.writer).post(address(warned, "unwaive", pk=waiver.pk), headers=AS_PANEL).content.decode()

    assert "it is “In review”" in page
    assert Waiver.objects.exists()


def test_reading_addresses_take_no_post_and_writing_ones_no_get(staff, client_of, warned):
    client = client_of(staff.writer)

    assert client.post(address(warned)).status_code == 405
    assert client.get(address(warned, "waive")).status_code == 405


def test_it_asks_the_database_as_often_for_a_long_article(staff, client_of, warned, django_assert_max_num_queries):
    for number in range(12):
        warned.sections.create(position=number + 5, nav_label=f"Part {number}", heading="H", body=UNCITED)
    client = client_of(staff.writer)

    with django_assert_max_num_queries(30):
        client.get(address(warned), headers=AS_PANEL)
