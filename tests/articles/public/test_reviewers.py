"""Who reviewed a page: both doctors where its topic asks for two, and what each disclosed for it."""

from datetime import timedelta

from articles.editorial import workflow
from articles.models import PublicationExpert
from tests.articles.public.reading import read
from tests.factories import make_article, make_reviewer, make_topic, today
from tests.scenes import scene

ADDRESS = "/articles/sore-joints/"
BOTH = ["Rita Reviewer, MD, MSc", "Olga Other, MD, MSc"]


@scene
def reviewed_by_two(staff):
    make_topic(reviewers_needed=2)
    version = staff.submitted(make_article(author=staff.writer.expert))
    olga = make_reviewer("olga_other")
    due = today() + timedelta(days=300)
    workflow.approve(
        version, digest=version.digest, by=olga, next_review_due=due, conflict="I lectured for the maker of a drug."
    )
    workflow.approve(version, digest=version.digest, by=staff.reviewer, next_review_due=due)
    return workflow.publish(version.article, by=staff.editor)


def test_the_page_names_both_at_the_top_among_its_people_and_in_its_record(client, reviewed_by_two):
    page = read(client, ADDRESS)

    first, second = page.texts("byline-reviewer")
    assert "Medically reviewed by Rita Reviewer, MD, MSc" in first and "and by Olga Other, MD, MSc" in second
    bios = [bio for bio in page.all("bio") if bio.get("data-role") == "medical_reviewer"]
    assert len(bios) == 2
    assert all(name in page["review-record"] for name in BOTH)


def test_machines_are_told_of_both(client, reviewed_by_two):
    names = [person["name"] for person in read(client, ADDRESS).structured_data()["reviewedBy"]]

    assert names == ["Rita Reviewer", "Olga Other"]


def test_the_front_page_and_the_history_name_both(client, reviewed_by_two):
    front = read(client, "/")

    assert ", and ".join(BOTH) in front["seal-of-the-day"] and ", and ".join(BOTH) in front["card-badge"]
    assert " and ".join(BOTH) in read(client, f"{ADDRESS}history/")["version-reviewer"]


def test_each_profile_lists_the_page_as_reviewed(client, reviewed_by_two):
    reviewers = PublicationExpert.objects.filter(publication=reviewed_by_two, role="medical_reviewer")

    for row in reviewers.select_related("expert"):
        assert "Reviewed it" in read(client, row.expert.get_absolute_url())["entry-part"]
    assert len(reviewers) == 2


def test_one_of_two_approvals_is_no_review(staff, reviewed_by_two):
    first = reviewed_by_two.article.records.filter(event="approved").order_by("sequence").first()
    reviewed_by_two.review = first

    assert reviewed_by_two.standing().state == "unreviewed"


def test_a_conflict_stands_beside_the_name_of_whoever_disclosed_it(client, reviewed_by_two):
    page = read(client, ADDRESS)

    assert page["conflict"] == "For this page: I lectured for the maker of a drug."
    (line,) = [line for line in page.all("disclosures")[0].iter("li") if "lectured" in line.text_content()]
    assert line.text_content().startswith("Olga Other.")


def test_without_a_conflict_nothing_is_said_of_one(client, published):
    page = read(client, ADDRESS)

    assert not page.has("conflict")
    assert published.standing().conflict == ""


def test_the_conflict_of_the_only_reviewer_is_shown(client, staff):
    version = staff.submitted(make_article(author=staff.writer.expert))
    due = today() + timedelta(days=300)
    workflow.approve(
        version, digest=version.digest, by=staff.reviewer, next_review_due=due, conflict="My sister sells wheelchairs."
    )
    publication = workflow.publish(version.article, by=staff.editor)

    assert publication.standing().conflict == "My sister sells wheelchairs."
    assert read(client, ADDRESS)["conflict"].endswith("My sister sells wheelchairs.")
