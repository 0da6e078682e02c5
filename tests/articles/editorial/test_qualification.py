"""The decision table of the gate: every line alone, and every combination of them through the verb."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from articles.editorial import qualification, workflow
from articles.errors import EditorialError
from articles.models import Article, EditorialRecord, Event, Topic, Version
from experts.models import Expert
from tests.factories import make_article, make_expert, make_reviewer, make_topic, make_user, today
from tests.scenes import scene

LINES = (
    "Role",
    "Profile",
    "Verified",
    "Independence",
    "Named on the page",
    "Credential",
    "Specialty",
    "Disclosure",
)
# What the person is told, by the line that they do not meet first.
SENTENCES = {
    "Role": "Only a medical reviewer can do this, and Doris Doctor is not.",
    "Profile": "Doris Doctor has no expert profile, so nobody can see what entitles them to review.",
    "Verified": "Doris Doctor, MD, MSc is not verified yet: somebody must check who they are first.",
    "Independence": "Doris Doctor made version 1 of this article since its last review and cannot review it.",
    "Named on the page": "This version names Ann Other as medical reviewer, not Doris Doctor. "
    "Change the byline, then submit it again.",
    "Credential": "Doris Doctor, MD, MSc has no checked credential that is valid on ",
    "Specialty": "The topic “Multiple sclerosis” asks for Neurology or Neuroimmunology; "
    "the profile of Doris Doctor, MD, MSc names Rheumatology.",
    "Disclosure": "Doris Doctor, MD, MSc has not disclosed interests within the twelve months before ",
}


def table(version, user, *, on=None):
    fetched = Version.objects.get(pk=version.pk)
    return {check.name: check for check in qualification.checks(fetched, user, on=on or today())}


@scene
def doctor():
    """A reviewer who may write, too, and meets every line."""
    user = make_reviewer("doris_doctor")
    user.expert.specialties = ["Rheumatology", " neuro IMMUNOLOGY", "neuroimmunology "]
    user.expert.save()
    make_topic()
    Topic.objects.update(specialties=["Neurology", "Neuroimmunology"])
    return user


@scene
def versions(staff, doctor):
    """One version in review for each pair of (independent, named): these two stand in the version itself."""
    doctor.groups.add(*staff.writer.groups.all())
    found = {}
    for is_independent, is_named in product((True, False), repeat=2):
        article = make_article(f"article-{is_independent}-{is_named}".lower(), author=staff.writer.expert)
        if not is_named:
            article.bylines.create(
                expert=Expert.objects.filter(name="Ann Other").first() or make_expert(name="Ann Other"),
                role="medical_reviewer",
            )
        if not is_independent:
            Article.objects.filter(pk=article.pk).update(title="The words of Doris")
            workflow.save_draft(article, by=doctor)
            Article.objects.filter(pk=article.pk).update(title="The words of Wanda")
        found[is_independent, is_named] = staff.submitted(article)
    doctor.groups.remove(*staff.writer.groups.all())
    return found


def break_lines(doctor, met):
    """Make every line fail that is not among `met`; profile last, as the others are lines of it."""
    expert = Expert.objects.filter(user=doctor)
    if "Role" not in met:
        doctor.groups.clear()
    if "Verified" not in met:
        expert.update(is_verified=False)
    if "Credential" not in met:
        expert.get().credentials.update(expires_on=today() - timedelta(days=1))
    if "Specialty" not in met:
        expert.update(specialties=["Rheumatology"])
    if "Disclosure" not in met:
        expert.get().disclosures.update(declared_on=today() - timedelta(days=366))
    if "Profile" not in met:
        expert.update(user=None)


class Undone(Exception):
    """Rolls one combination back."""


def test_every_combination_of_the_lines_is_decided_by_the_first_that_is_not_met(versions, doctor):
    """2⁸ people try to approve: one may, and each of the others is told the first line and stands in the ledger."""
    wrong = []
    for combination in product((True, False), repeat=len(LINES)):
        met = {line for line, is_met in zip(LINES, combination, strict=True) if is_met}
        version = versions["Independence" in met, "Named on the page" in met]
        unmet = next((line for line in LINES if line not in met), None)
        with pytest.raises(Undone), transaction.atomic():
            break_lines(doctor, met)
            try:
                due = today() + timedelta(days=90)
                workflow.approve(version, digest=version.digest, by=doctor, next_review_due=due)
                told = ""
            except EditorialError as refusal:
                told = refusal.message
            newest = EditorialRecord.objects.order_by("-sequence").first()
            kept = (newest.event, newest.actor, newest.version, newest.note)
            state = Article.objects.get(pk=version.article_id).state
            if unmet is None:
                right = told == "" and kept[:3] == (Event.APPROVED, doctor, version) and state == "approved"
            else:
                begins = told.startswith(SENTENCES[unmet])
                right = begins and kept == (Event.REFUSED, doctor, version, told) and state == "in_review"
            if not right:
                wrong.append((sorted(met), told, kept, state))
            raise Undone
    assert wrong == []


def test_the_table_has_these_lines_in_this_order_and_a_sentence_for_each(versions, doctor):
    checks = qualification.checks(versions[True, True], doctor, on=today())

    assert tuple(check.name for check in checks) == LINES
    assert [check.sentence for check in checks if not check.is_met] == []
    assert [check.sentence for check in checks] == [
        "Doris Doctor is a medical reviewer.",
        "Doris Doctor, MD, MSc has a profile that readers can see.",
        "Somebody here checked who Doris Doctor, MD, MSc is.",
        "Doris Doctor has no part in this text and is not quoted in it.",
        "The page names nobody in advance: it will name who decides.",
        f"Medical license, Oregon Sample Medical Board: checked by us, valid until "
        f"{qualification.long_date(today() + timedelta(days=700))}.",
        "neuroimmunology fits the topic “Multiple sclerosis”.",
        f"Doris Doctor disclosed interests on {qualification.long_date(today() - timedelta(days=30))}.",
    ]


def test_it_costs_few_queries(versions, doctor, django_assert_max_num_queries):
    version = versions[True, True]

    with django_assert_max_num_queries(6):
        qualification.checks(version, doctor, on=today())


def test_many_are_asked_at_the_cost_of_one_and_told_the_same(versions, staff, doctor, django_assert_max_num_queries):
    version = Version.objects.get(pk=versions[False, False].pk)
    people = [doctor, staff.writer, staff.reviewer, staff.editor]
    each = {user.pk: qualification.checks(version, user, on=today()) for user in people}

    with django_assert_max_num_queries(7):
        together = qualification.checks_of_all(version, people, on=today())

    assert together == each


def test_the_lines_about_the_person_alone_need_no_version(doctor):
    checks = qualification.checks_of_person(doctor, on=today())

    assert [check.name for check in checks] == ["Role", "Profile", "Verified", "Credential", "Disclosure"]
    assert qualification.first_unmet(checks) is None


def test_a_superuser_and_a_deactivated_reviewer_have_no_role(staff, article, doctor):
    version = staff.submitted(article)
    root = make_user(username="root", is_superuser=True, is_staff=True)
    doctor.is_active = False

    assert table(version, root)["Role"].sentence == "Only a medical reviewer can do this, and Root is not."
    assert table(version, doctor)["Role"].sentence == "Doris Doctor's account is deactivated."


class TestIndependence:
    @pytest.mark.parametrize(
        ("role", "did"),
        [("author", "wrote this article"), ("editor", "edited this article"), ("quoted", "is quoted in this article")],
    )
    def test_whoever_stands_on_the_page_as_one_who_made_it_or_speaks_in_it_is_not_free(
        self, staff, article, doctor, role, did
    ):
        article.bylines.create(expert=doctor.expert, role=role)

        check = table(staff.submitted(article), doctor)["Independence"]

        assert (check.is_met, check.sentence) == (False, f"Doris Doctor {did} and cannot review it.")

    def test_a_contributor_is_not_free_until_a_review_followed(self, staff, article, doctor):
        Topic.objects.update(specialties=[])
        doctor.groups.add(*staff.writer.groups.all())
        workflow.save_draft(article, by=doctor)
        Article.objects.update(title="Other words")
        version = staff.submitted(article)
        assert not table(version, doctor)["Independence"].is_met

        workflow.approve(
            version, digest=version.digest, by=staff.reviewer, next_review_due=today() + timedelta(days=90)
        )

        assert table(version, doctor)["Independence"].is_met

    def test_a_later_version_by_the_same_person_does_not_reach_back(self, staff, article, doctor):
        doctor.groups.add(*staff.writer.groups.all())
        version = staff.submitted(article)
        workflow.recall(article, by=staff.writer)
        Article.objects.update(title="The words of Doris")
        workflow.save_draft(article, by=doctor)

        assert table(version, doctor)["Independence"].is_met


class TestCompetence:
    def test_a_licence_counts_on_its_last_day_and_not_the_day_after(self, staff, article, doctor):
        version = staff.submitted(article)
        doctor.expert.credentials.update(expires_on=today())

        assert table(version, doctor)["Credential"].is_met
        assert not table(version, doctor, on=today() + timedelta(days=1))["Credential"].is_met

    def test_one_valid_credential_is_enough_and_one_nobody_checked_is_none(self, staff, article, doctor):
        version = staff.submitted(article)
        doctor.expert.credentials.update(verified_on=None)
        assert not table(version, doctor)["Credential"].is_met

        doctor.expert.credentials.create(kind="Board certification", issuer="Sample Board", verified_on=today())

        assert table(version, doctor)["Credential"].sentence == "Board certification, Sample Board: checked by us."

    def test_a_disclosure_counts_for_twelve_months(self, staff, article, doctor):
        version = staff.submitted(article)
        doctor.expert.disclosures.update(declared_on=today() - timedelta(days=365))

        assert table(version, doctor)["Disclosure"].is_met
        assert not table(version, doctor, on=today() + timedelta(days=1))["Disclosure"].is_met


class TestSpecialty:
    @pytest.fixture
    def version(self, staff, article):
        return staff.submitted(article)

    @pytest.mark.parametrize(
        ("asked", "own", "is_met"),
        [
            ([], [], True),
            ([], ["Rheumatology"], True),
            (["Neurology"], ["neurology"], True),
            (["neurology"], ["Pain", "NEUROLOGY "], True),
            (["Neurology", "Rheumatology"], ["Rheumatology"], True),
            (["Neurology"], ["Neuro"], False),
            (["Neurology"], [], False),
        ],
    )
    def test_one_field_in_common_is_enough_whatever_its_case(self, version, doctor, asked, own, is_met):
        Topic.objects.update(specialties=asked)
        Expert.objects.filter(user=doctor).update(specialties=own)

        assert table(version, doctor)["Specialty"].is_met is is_met

    def test_the_refusal_says_what_is_asked_and_what_is_there(self, version, doctor):
        Expert.objects.filter(user=doctor).update(specialties=[])

        assert table(version, doctor)["Specialty"].sentence == (
            "The topic “Multiple sclerosis” asks for Neurology or Neuroimmunology; "
            "the profile of Doris Doctor, MD, MSc names no specialty."
        )

    def test_the_nearest_topic_above_decides_where_the_topic_itself_is_silent(self, version, doctor):
        far = make_topic("far", specialties=["Dentistry"])
        near = make_topic("near", parent=far, specialties=["Rheumatology"])
        silent = make_topic("silent", parent=near)
        Topic.objects.filter(slug="multiple-sclerosis").update(parent=silent, specialties=[])

        assert table(version, doctor)["Specialty"].is_met
        Topic.objects.filter(slug="near").update(specialties=[])
        assert "asks for Dentistry" in table(version, doctor)["Specialty"].sentence

    def test_only_the_main_topic_is_asked_and_it_is_asked_as_it_is_today(self, staff, article, doctor):
        article.topics.add(make_topic("a-further-topic", specialties=["Dentistry"]))
        version = staff.submitted(article)
        assert table(version, doctor)["Specialty"].is_met

        Topic.objects.filter(slug="multiple-sclerosis").update(specialties=["Cardiology"])

        assert not table(version, doctor)["Specialty"].is_met
