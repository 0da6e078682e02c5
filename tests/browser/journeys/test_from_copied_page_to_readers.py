"""A copied page becomes a draft; a writer completes it, a doctor approves it, an editor publishes, readers read."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from articles.editorial import findings, workflow
from articles.editorial.pictures import store_picture
from articles.editorial.verification import faults
from articles.models import Article
from experts.models import Expert
from tests.factories import PASSWORD, make_editor, make_reviewer, make_source, make_topic, make_writer, today

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/articles/does-ms-cause-joint-pain/"
TWIN = Path(__file__).parents[2] / "data" / "twin.txt"
PICTURES = Path(__file__).parents[3] / "articles" / "sample" / "pictures"
# The page that the twin is shaped after; it is somebody else's text and so not part of this repository.
REAL = Path(__file__).parents[3].parent / "shared" / "inputs" / "ms-joint-pain.txt"


@pytest.mark.parametrize("copied", [path for path in (TWIN, REAL) if path.exists()], ids=lambda path: path.stem)
def test_a_copied_page_reaches_readers_through_three_people(copied, new_page, run_axe):
    writer, reviewer, editor = make_writer(), make_reviewer(), make_editor()
    make_topic()
    make_source(1)
    store_picture((PICTURES / "hero-knee.png").read_bytes(), name="Knee", alt="Drawing of a bent knee.")
    call_command(
        "import_article", str(copied), title="Does MS cause joint pain?", topic="multiple-sclerosis", by=writer.username
    )
    article = Article.objects.get(slug="does-ms-cause-joint-pain")
    admitted_by_the_office(article, reviewer)
    first = new_page()
    assert first.goto(ADDRESS).status == 404

    desk = logged_in(new_page(), writer)
    desk.goto(article.get_admin_url())
    complete(desk)
    answer_the_linter(article, writer)
    desk.reload()
    desk.get_by_role("button", name="Submit for review").click()
    expect(desk.locator(".messagelist")).to_contain_text("Submitted for review.")
    assert first.goto(ADDRESS).status == 404

    office = logged_in(new_page(), editor)
    office.goto(article.get_admin_url())
    office.get_by_role("link", name="Assign…").click()
    office.locator(f"#reviewer-{reviewer.pk}").check()
    office.get_by_role("button", name="Assign").click()
    expect(office.locator(".messagelist")).to_contain_text("The reviewer was asked.")

    surgery = logged_in(new_page(), reviewer)
    expect(surgery).to_have_url(re.compile("/desk/$"))
    surgery.get_by_role("link", name="Review Does MS cause joint pain?").click()
    expect(surgery.locator('[data-part="lede"] p')).to_have_count(5)
    run_axe(surgery)
    surgery.get_by_label("Approve").check()
    surgery.get_by_label("I have none for this article").check()
    surgery.get_by_label("Note for the record").fill("Read against its source.")
    surgery.get_by_label("Your password, again").fill(PASSWORD)
    surgery.get_by_role("button", name="Record the decision").click()
    expect(surgery.get_by_role("status")).to_contain_text("You approved version")
    assert first.goto(ADDRESS).status == 404

    office.goto(article.get_admin_url())
    office.get_by_role("link", name="Publish…").click()
    office.get_by_label("Change note").fill("Brought over from the old site.")
    office.get_by_role("button", name="Publish").click()
    expect(office.locator(".messagelist")).to_contain_text("Published.")

    assert first.goto(ADDRESS).status == 200
    read(first, article, reviewer)
    run_axe(first)
    assert not first.context.cookies()
    assert list(faults()) == []


def admitted_by_the_office(article: Article, reviewer) -> None:
    """The import made the page's people as strangers; the office checks the doctor and gives her an account."""
    Expert.objects.get(user=reviewer).delete()
    doctor = article.bylines.get(role="medical_reviewer").expert
    assert not doctor.is_verified
    doctor.user, doctor.is_verified = reviewer, True
    doctor.save()
    doctor.affiliations.update(institution="Lakeshore Teaching Hospital")
    doctor.credentials.create(
        kind="Medical license", issuer="Sample Board", verified_on=today(), expires_on=today() + timedelta(days=400)
    )
    doctor.disclosures.create(statement="None.", declared_on=today())


def logged_in(page: Page, user) -> Page:
    page.goto("/desk/login/")
    page.get_by_label("Username").fill(user.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: "login" not in url)
    return page


def complete(page: Page) -> None:
    """Fill in by hand what a copied page never has: a summary, sources with their markers, a picture, disclosures."""
    page.get_by_label("Summary").fill("MS does not attack joints, but it can make them hurt.")
    page.get_by_label("Funding").fill("Nobody paid for this article.")
    page.get_by_label("Use of AI").fill("No software wrote any of it.")
    choose(page, ".field-hero", "Knee")

    page.locator("#citations-group .add-row").get_by_text("Add another Citation").click()
    page.locator('[name="citations-0-key"]').fill("first")
    choose(page, "#citations-0 .field-source", "Pain in multiple")
    cite(page, editor="id_lede", key="first")

    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as version 2.")


def answer_the_linter(article: Article, writer) -> None:
    """Say of each warning why it may stay: to mend them all, the writer would have to write another page."""
    article.refresh_from_db()
    for finding in findings.report(article).blocking:
        workflow.waive(
            article,
            code=finding.code,
            place=finding.place,
            subject=finding.subject,
            reason="It stood like this on the old site; the reviewer will judge it.",
            by=writer,
        )
    workflow.save_draft(article, by=writer)


def choose(page: Page, place: str, words: str) -> None:
    page.locator(f"{place} .select2-selection").click()
    page.locator(".select2-container--open .select2-search__field").fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def cite(page: Page, *, editor: str, key: str) -> None:
    """Put the caret at the end of the text and cite, as a writer does."""
    frame = page.frame_locator(f"#cke_{editor} iframe")
    frame.locator("body p").last.click()
    page.keyboard.press("Control+End")
    page.locator(f"#cke_{editor} .cke_button__cite").click()
    page.locator("dialog#citing [data-found] input").first.check()
    page.locator("dialog#citing").get_by_role("button", name="Cite", exact=True).click()
    expect(frame.locator(f'sup[data-cite="{key}"]')).to_have_count(1)


def read(page: Page, article: Article, reviewer) -> None:
    """Everything of the copied page is there, and what it lacked."""
    doctor, author = (article.bylines.get(role=role).expert for role in ("medical_reviewer", "author"))

    def part(name: str) -> Locator:
        return page.locator(f'[data-part="{name}"]')

    expect(part("title")).to_have_text("Does MS cause joint pain?")
    expect(page.locator('[data-part="lede"] p')).to_have_count(5)
    expect(part("section")).to_have_count(4)
    expect(page.locator('[data-part="jump-nav"] a').first).to_have_text("Overview")
    expect(page.locator('[data-part="section"] h3')).to_have_count(4)
    expect(page.locator('[data-part="section"] li')).to_have_count(2)
    expect(part("byline-author")).to_contain_text(author.name)
    expect(part("byline-reviewer")).to_contain_text(f"{doctor.name}, MD, MS")
    expect(part("mark")).to_have_attribute("data-state", "reviewed")
    dates = article.records.get(event="imported").details
    for name, stamp in (("first-published", "originally_published"), ("imported-updated", "last_updated")):
        expect(part(name).locator("time")).to_have_attribute("datetime", dates[stamp])
    expect(part("reference")).to_have_count(1)
    page.locator("sup.cite button").first.click()
    expect(page.locator("#source-1")).to_be_visible()
