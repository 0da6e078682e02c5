"""Reviewed is a fact of content, ledger and clock: any of them wrong, and the badge is gone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from articles.editorial import workflow
from articles.models import Publication, triggers
from tests.scenes import scene

APPROVED_AT = datetime(2026, 3, 4, 12, tzinfo=UTC)
DUE = APPROVED_AT.date() + timedelta(days=365)


@scene
def publication(staff, article):
    for user in (staff.writer, staff.reviewer):
        user.expert.disclosures.update(declared_on=APPROVED_AT.date() - timedelta(days=10))
    return staff.published(article, now=APPROVED_AT, next_review_due=DUE)


def standing(publication, *, days_after_due=-100):
    fresh = Publication.objects.with_standing().get(pk=publication.pk)
    return fresh.standing(datetime.combine(DUE, APPROVED_AT.timetz()) + timedelta(days=days_after_due))


@pytest.mark.parametrize(
    ("days", "state", "has_badge"),
    [
        (-61, "reviewed", True),
        (-60, "due_soon", True),
        (-31, "due_soon", True),
        (-1, "due_soon", True),
        (0, "due", True),
        (1, "overdue", True),
        (30, "overdue", True),
        (31, "lapsed", False),
    ],
)
def test_the_state_follows_the_clock_without_any_write(publication, days, state, has_badge):
    seen = standing(publication, days_after_due=days)

    assert (seen.state, seen.has_badge) == (state, has_badge)
    assert seen.due_on == DUE
    assert seen.reviewed_on == APPROVED_AT.date()


def test_the_ring_is_drawn_from_the_approved_digest(publication):
    assert standing(publication).approved_digest == publication.version.digest


def tamper(statement, *parameters):
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    triggers.install(connection)


def test_an_altered_version_is_not_reviewed(publication):
    tamper("UPDATE articles_version SET document = replace(document, '150 minutes', '15 minutes')")

    assert standing(publication).state == "unreviewed"


def test_an_altered_version_with_a_matching_digest_column_is_not_reviewed(publication):
    from articles.content.digest import sha256

    document = publication.version.document.replace("150 minutes", "15 minutes")
    tamper("UPDATE articles_version SET document = %s, digest = %s", document, sha256(document))

    assert standing(publication).state == "unreviewed"


def test_an_altered_record_is_no_review(publication):
    tamper("UPDATE articles_editorialrecord SET document = replace(document, 'Rita', 'Lisa') WHERE event = 'approved'")

    assert standing(publication).state == "unreviewed"


def test_a_record_of_another_event_is_no_review(publication):
    Publication.objects.filter(pk=publication.pk).update(review=publication.release)

    assert standing(publication).state == "unreviewed"


def test_a_publication_without_a_review_is_unreviewed(publication):
    Publication.objects.filter(pk=publication.pk).update(review=None)

    assert standing(publication).state == "unreviewed"


def test_another_version_under_the_same_review_is_not_reviewed(staff, publication, article):
    article.title = "Sore joints and other things"
    article.save()
    newer = workflow.save_draft(article, by=staff.writer)
    Publication.objects.filter(pk=publication.pk).update(version=newer)

    assert standing(publication).state == "unreviewed"


def test_a_correction_keeps_the_badge_and_says_so(staff, publication, article):
    corrected = workflow.correct(
        article, text="The clinic's name was wrong.", by=staff.editor, now=APPROVED_AT + timedelta(days=9)
    )

    seen = standing(corrected)

    assert seen.state == "reviewed"
    assert seen.is_edited
    assert seen.has_badge
    assert seen.note == "The clinic's name was wrong."
    assert seen.edited_on == APPROVED_AT.date() + timedelta(days=9)
    assert seen.reviewed_on == APPROVED_AT.date()
    assert seen.approved_digest == publication.version.digest
