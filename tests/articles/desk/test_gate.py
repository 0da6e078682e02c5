"""The gate from the desk: every line of the decision table refuses there, says why, and stands in the ledger."""

from datetime import timedelta

import pytest

from articles.models import EditorialRecord, Event, State, Topic
from tests import factories
from tests.factories import today

DECISIONS = ("approve", "request_changes")


def no_role(staff):
    staff.reviewer.is_superuser = True
    staff.reviewer.save()
    staff.reviewer.groups.clear()


def no_profile(staff):
    type(staff.reviewer.expert).objects.filter(user=staff.reviewer).update(user=None)


def not_verified(staff):
    type(staff.reviewer.expert).objects.filter(user=staff.reviewer).update(is_verified=False)


def lapsed(staff):
    staff.reviewer.expert.credentials.update(expires_on=today() - timedelta(days=1))


def other_field(staff):
    Topic.objects.update(specialties=["Cardiology"])


def undisclosed(staff):
    staff.reviewer.expert.disclosures.update(declared_on=today() - timedelta(days=366))


LINES = [
    (no_role, "Only a medical reviewer can do this, and Rita Reviewer is not."),
    (no_profile, "Rita Reviewer has no expert profile"),
    (not_verified, "is not verified yet"),
    (lapsed, "has no checked credential that is valid on"),
    (other_field, "asks for Cardiology"),
    (undisclosed, "has not disclosed interests"),
]


@pytest.fixture
def decide(client_of):
    def sent(version, *, by, decision="approve"):
        typed = {
            "digest": version.digest,
            "decision": decision,
            "next_review_due": (today() + timedelta(days=200)).isoformat(),
            "note": "The dose lacks its unit.",
            "has_conflict": "none",
            "password": factories.PASSWORD,
        }
        return client_of(by).post(f"/desk/versions/{version.pk}/", typed, follow=True).content.decode()

    return sent


def kept(by):
    records = EditorialRecord.objects.filter(event=Event.REFUSED, actor=by).order_by("sequence")
    return [(record.details["verb"], record.note) for record in records]


@pytest.mark.parametrize(("broken", "sentence"), LINES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_line_about_the_person_stops_every_decision(broken, sentence, version, staff, decide):
    broken(staff)

    pages = [decide(version, by=staff.reviewer, decision=decision) for decision in DECISIONS]

    assert all(sentence in page for page in pages)
    assert [verb for verb, _ in kept(staff.reviewer)] == list(DECISIONS)
    assert all(sentence in note for _, note in kept(staff.reviewer))
    version.article.refresh_from_db()
    assert version.article.state == State.IN_REVIEW


@pytest.mark.parametrize("role", ["author", "editor", "quoted"])
def test_whoever_stands_on_the_page_cannot_decide_on_it(role, staff, decide):
    article = factories.make_article()
    article.bylines.create(expert=staff.reviewer.expert, role=role)
    version = staff.submitted(article)

    page = decide(version, by=staff.reviewer)

    assert "and cannot review it." in page
    assert [verb for verb, _ in kept(staff.reviewer)] == ["approve"]


def test_a_page_that_names_another_doctor_is_theirs_to_decide(staff, decide):
    article = factories.make_article()
    article.bylines.create(expert=factories.make_expert(name="Ann Other"), role="medical_reviewer")
    version = staff.submitted(article)

    assert "names Ann Other as medical reviewer, not Rita Reviewer" in decide(version, by=staff.reviewer)
    assert len(kept(staff.reviewer)) == 1


@pytest.mark.parametrize("who", ["writer", "editor"])
def test_every_other_role_that_tries_stands_in_the_ledger(who, version, staff, decide):
    person = getattr(staff, who)

    assert "Only a medical reviewer can do this" in decide(version, by=person)
    assert [verb for verb, _ in kept(person)] == ["approve"]


def test_a_live_page_is_not_confirmed_by_whoever_could_not_approve_it(staff, client_of):
    publication = staff.published(factories.make_article())
    lapsed(staff)
    typed = {
        "digest": publication.version.digest,
        "next_review_due": (today() + timedelta(days=200)).isoformat(),
        "has_conflict": "none",
        "password": factories.PASSWORD,
    }

    page = client_of(staff.reviewer).post(f"/desk/pages/{publication.pk}/", typed, follow=True).content.decode()

    assert "has no checked credential that is valid on" in page
    assert [verb for verb, _ in kept(staff.reviewer)] == ["confirm_unchanged"]
