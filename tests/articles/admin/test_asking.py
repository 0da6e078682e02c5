"""An editor asks for reviews: whom the list offers and why not the others; chased, reassigned, released; the load."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.admin.candidates import choice_for
from articles.admin.plots import reviews_per_reviewer
from articles.admin.workload import loads_of
from articles.editorial import reading, workflow
from articles.models import Event, Notice, NoticeKind, ReviewAssignment, Topic
from tests import factories
from tests.articles.admin.filled_form import filled_form
from tests.factories import today
from tests.scenes import scene


@scene
def version(staff, article):
    return staff.submitted(article)


@pytest.fixture
def assignment(staff, version):
    return workflow.assign(
        version.article, reviewer=staff.reviewer, due_on=today() + timedelta(days=7), by=staff.editor
    )


@scene
def doctor(staff):
    return factories.make_reviewer("doris_doctor")


def address(name, assignment):
    return reverse(f"admin:articles_article_{name}", args=[assignment.article_id, assignment.pk])


def assign_page(client, article):
    return client.get(reverse("admin:articles_article_assign", args=[article.pk]))


def rows_of(page):
    """The candidates of the page: the key of each, whether it can be chosen, and its words."""
    found = {}
    for row in re.findall(r"<li[^>]*>\s*<input type=\"radio\".*?</li>", page, re.DOTALL):
        key = int(re.search(r'value="(\d+)"', row).group(1))
        found[key] = (" disabled" not in row, " ".join(re.sub(r"<[^>]+>", " ", row).split()))
    return found


# --- The list


def test_the_list_says_of_each_reviewer_what_decides_the_choice(staff, doctor, client_of, version):
    Topic.objects.update(specialties=["Neurology"])
    staff.reviewer.expert.specialties = ["Pain", "neurology"]
    staff.reviewer.expert.save()
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="A dose is missing.")
    staff.submitted(version.article)

    rows = rows_of(assign_page(client_of(staff.editor), version.article).content.decode())

    can_be_chosen, said = rows[staff.reviewer.pk]
    assert can_be_chosen
    # What fits comes first.
    assert "Rita Reviewer, MD, MSc neurology , Pain" in said
    assert "Nothing open" in said and "Changes requested: version 1" in said
    can_be_chosen, said = rows[doctor.pk]
    assert not can_be_chosen
    assert "asks for Neurology; the profile of Doris Doctor, MD, MSc names no specialty." in said
    assert "has not reviewed this article" in said
    assert list(rows) == [staff.reviewer.pk, doctor.pk]


@pytest.mark.parametrize(
    ("make_unfit", "sentence"),
    [
        (lambda user: user.expert.credentials.all().delete(), "has no checked credential that is valid on"),
        (lambda user: user.expert.disclosures.all().delete(), "has not disclosed interests within the twelve months"),
        (lambda user: type(user.expert).objects.filter(user=user).update(is_verified=False), "is not verified yet"),
        (lambda user: type(user.expert).objects.filter(user=user).update(user=None), "has no expert profile"),
    ],
)
def test_whoever_may_not_review_is_shown_with_the_reason(make_unfit, sentence, staff, doctor, client_of, version):
    make_unfit(doctor)

    can_be_chosen, said = rows_of(assign_page(client_of(staff.editor), version.article).content.decode())[doctor.pk]

    assert not can_be_chosen and sentence in said


def test_whoever_had_a_hand_in_the_text_is_shown_with_the_reason(staff, client_of, article):
    staff.writer.groups.add(*staff.reviewer.groups.all())
    version = staff.submitted(article)

    rows = rows_of(assign_page(client_of(staff.editor), version.article).content.decode())

    assert rows[staff.writer.pk][0] is False
    assert "made version 1 of this article since its last review" in rows[staff.writer.pk][1]


def test_whoever_was_asked_already_cannot_be_asked_again(staff, client_of, assignment):
    page = assign_page(client_of(staff.editor), assignment.article).content.decode()

    can_be_chosen, said = rows_of(page)[staff.reviewer.pk]
    assert not can_be_chosen and "Rita Reviewer has been asked already." in said and "1 open" in said


def test_a_topic_that_needs_two_says_so_and_who_approved_already(staff, doctor, client_of, version):
    Topic.objects.update(reviewers_needed=2)
    client = client_of(staff.editor)
    assert "Nobody has approved this version yet." in assign_page(client, version.article).content.decode()
    due = today() + timedelta(days=90)
    workflow.approve(version, digest=version.digest, by=staff.reviewer, next_review_due=due)

    page = assign_page(client, version.article).content.decode()

    assert "2 reviewers needed" in page and "Rita Reviewer approved it on" in page
    can_be_chosen, said = rows_of(page)[staff.reviewer.pk]
    assert not can_be_chosen and "the second reviewer must be somebody else" in said
    assert rows_of(page)[doctor.pk][0]


def test_the_form_starts_with_a_day_and_asks_for_a_choice(staff, client_of, version, press):
    page = assign_page(client_of(staff.editor), version.article).content.decode()
    assert f'value="{today() + timedelta(days=14)}"' in page

    refused = press("assign", version.article, by=staff.editor, due_on="2099-01-01", note="Typed note").content.decode()

    assert "Choose whom you want to ask." in refused and "Typed note" in refused


def test_what_is_chosen_stays_chosen_when_the_verb_refuses(staff, version, press):
    page = press("assign", version.article, by=staff.editor, reviewer=staff.reviewer.pk, due_on="2020-01-01")

    assert "The review must be due today or later." in page.content.decode()
    assert re.search(rf'value="{staff.reviewer.pk}"[^>]* checked', page.content.decode())


def test_twelve_reviewers_cost_as_little_as_one(staff, client_of, version):
    client = client_of(staff.editor)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page = assign_page(client, version.article)
        assert page.status_code == 200
        return len(queries)

    asked()
    one = asked()
    for number in range(11):
        person = factories.make_reviewer(f"rev_number{number}")
        other = factories.make_article(slug=f"other-{number}", title=f"Other {number}")
        staff.submitted(other)
        workflow.assign(other, reviewer=person, due_on=today(), by=staff.editor)
    assert asked() == one
    assert len(choice_for(version.article, now=timezone.now()).candidates) == 12


# --- One open assignment


def test_the_article_and_the_first_page_lead_to_what_can_be_done(staff, client_of, assignment):
    article = assignment.article
    for page in (article.get_admin_url(), "/admin/"):
        for who, is_there in ((staff.editor, True), (staff.writer, False)):
            seen = client_of(who).get(page).content.decode()
            for name in ("chase", "reassign", "release"):
                assert (f'href="{address(name, assignment)}"' in seen) is is_there, (page, who, name)


def test_a_reviewer_is_chased_once_a_day(staff, client_of, assignment):
    client = client_of(staff.editor)
    assert "Rita Reviewer" in client.get(address("chase", assignment)).content.decode()

    assert "The reviewer was asked after it." in client.post(address("chase", assignment), follow=True).content.decode()

    assert Notice.objects.filter(to=staff.reviewer, kind=NoticeKind.REMINDER).count() == 1
    again = client.post(address("chase", assignment)).content.decode()
    assert "Rita Reviewer was asked after it today already." in again


def test_somebody_else_is_asked_instead(staff, doctor, client_of, assignment):
    client = client_of(staff.editor)
    # The one who has it may be asked anew for another day.
    assert rows_of(client.get(address("reassign", assignment)).content.decode())[staff.reviewer.pk][0]
    typed = {"reviewer": doctor.pk, "due_on": today() + timedelta(days=5), "note": "Please."}

    client.post(address("reassign", assignment), typed)

    assert [row.reviewer for row in assignment.article.assignments.open()] == [doctor]
    events = list(assignment.article.records.values_list("event", flat=True))[-2:]
    assert events == [Event.UNASSIGNED, Event.ASSIGNED]


def test_a_refused_reassignment_leaves_everything_as_it_was(staff, doctor, client_of, assignment):
    doctor.expert.disclosures.all().delete()
    typed = {"reviewer": doctor.pk, "due_on": today(), "note": "Typed note"}

    page = client_of(staff.editor).post(address("reassign", assignment), typed).content.decode()

    assert "has not disclosed interests" in page and "Typed note" in page
    assert [row.reviewer for row in assignment.article.assignments.open()] == [staff.reviewer]


def test_a_reviewer_is_released(staff, client_of, assignment):
    client_of(staff.editor).post(address("release", assignment), {"note": "She is away."})

    assert not assignment.article.assignments.open().exists()
    assert assignment.article.records.get(event=Event.UNASSIGNED).note == "She is away."


@pytest.mark.parametrize("name", ["chase", "reassign", "release"])
def test_a_closed_review_is_refused_with_a_sentence(name, staff, client_of, assignment):
    workflow.unassign(assignment, by=staff.editor)
    typed = {"reviewer": staff.reviewer.pk, "due_on": today(), "note": ""}

    page = client_of(staff.editor).post(address(name, assignment), typed).content.decode()

    assert "This review is closed already." in page


@pytest.mark.parametrize("name", ["chase", "reassign", "release"])
def test_a_writer_is_refused_by_each(name, staff, client_of, assignment):
    typed = {"reviewer": staff.reviewer.pk, "due_on": today(), "note": ""}

    page = client_of(staff.writer).post(address(name, assignment), typed).content.decode()

    assert "Only an editor can do this, and Wanda Writer is not." in page
    assert assignment.article.assignments.open().count() == 1


def test_nobody_acts_on_the_assignment_of_another_article(staff, client_of, assignment):
    other = factories.make_article(slug="another", title="Another")
    elsewhere = reverse("admin:articles_article_chase", args=[other.pk, assignment.pk])

    assert client_of(staff.editor).post(elsewhere).status_code == 404


def test_whoever_may_not_see_articles_sees_none_of_it(client_of, assignment):
    stranger = factories.make_user(username="nora_nobody", is_staff=True)

    assert client_of(stranger).get(address("chase", assignment)).status_code == 403


# --- The load


def test_the_load_counts_what_is_open_late_and_decided_and_the_days_it_took(staff, doctor):
    for number, days in enumerate((4, 10)):
        article = factories.make_article(slug=f"done-{number}", title=f"Done {number}")
        version = staff.submitted(article)
        assigned_at = timezone.now() - timedelta(days=20)
        workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor, now=assigned_at)
        workflow.request_changes(
            version, digest=version.digest, by=staff.reviewer, note="No.", now=assigned_at + timedelta(days=days)
        )
    article = factories.make_article(slug="open", title="Open")
    staff.submitted(article)
    workflow.assign(article, reviewer=staff.reviewer, due_on=today(), by=staff.editor)
    ReviewAssignment.objects.open().update(due_on=today() - timedelta(days=1))

    loads = loads_of([staff.reviewer, doctor], now=timezone.now())

    load = loads[staff.reviewer.pk]
    assert (load.open, load.late, load.decided, load.days) == (1, 1, 2, 7.0)
    assert loads[doctor.pk].days is None
    plot = reviews_per_reviewer(timezone.now())
    assert [(mark.name, mark.value, mark.extra, mark.decided) for mark in plot.marks] == [
        ("Rita Reviewer", 1, 1, 2),
        ("Doris Doctor", 0, 0, 0),
    ]
    assert "Rita Reviewer 1 open, 1 overdue, 2 decided" in plot.alternative


# --- Haste


@pytest.fixture
def hasty(staff, version):
    """An approval after ten seconds, although the text takes longer."""
    section = version.article.sections.get(position=0)
    workflow.recall(version.article, by=staff.writer)
    section.body = f"<p>{'Walk every day. ' * 300}</p>"
    section.save()
    version.article.refresh_from_db()
    latest = staff.submitted(version.article)
    now = timezone.now()
    reading.note_visit(latest, by=staff.reviewer, seconds=0, changes=0, visited=[], now=now - timedelta(seconds=10))
    reading.note_visit(latest, by=staff.reviewer, seconds=10, changes=0, visited=[], now=now)
    due = today() + timedelta(days=90)
    return workflow.approve(latest, digest=latest.digest, by=staff.reviewer, next_review_due=due, now=now)


def test_an_approval_that_was_too_quick_is_shown_to_editors_alone(staff, client_of, hasty):
    panel = reverse("admin:articles_article_comments", args=[hasty.article_id])
    record = reverse("admin:articles_editorialrecord_change", args=[hasty.pk])
    words = hasty.details["words_to_read"]
    sentence = f"Approved after 10 seconds: {words} words"
    assert words > 900

    for place, headers in ((panel, {"x-requested-with": "XMLHttpRequest"}), (record, {})):
        assert sentence in client_of(staff.editor).get(place, headers=headers).content.decode()
        assert sentence not in client_of(staff.writer).get(place, headers=headers).content.decode()


def test_an_approval_that_nobody_timed_says_nothing(staff, client_of, article):
    staff.approved(article)
    record = article.records.get(event=Event.APPROVED)

    page = client_of(staff.editor).get(reverse("admin:articles_editorialrecord_change", args=[record.pk]))

    assert "How it was read" not in page.content.decode()


# --- What a topic asks for


def test_an_editor_says_what_a_topic_asks_of_its_reviewers(staff, client_of, article):
    client, topic = client_of(staff.editor), article.main_topic
    place = reverse("admin:articles_topic_change", args=[topic.pk])

    client.post(
        place,
        filled_form(client.get(place), "topic_form", specialties="Neurology, Neuroimmunology", reviewers_needed=2),
    )

    topic.refresh_from_db()
    assert (topic.specialties, topic.reviewers_needed) == (["Neurology", "Neuroimmunology"], 2)
