"""Many at once: one record each, and an unbroken chain."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.editorial import workflow
from articles.editorial.verification import faults
from articles.errors import EditorialError
from articles.models import EditorialRecord, Publication, Version
from tests.factories import Staff, make_article

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


def all_at_once(verb):
    """Run `verb` in eight threads, each with its own connection; return how many were accepted and how many refused."""

    def attempt(number):
        try:
            verb(number)
            return "accepted"
        except EditorialError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = list(pool.map(attempt, range(AT_ONCE)))
    return outcomes.count("accepted"), outcomes.count("refused")


def test_eight_approvals_and_eight_publications_leave_one_record_each():
    staff = Staff()
    article = make_article(author=staff.writer.expert)
    version = staff.submitted(article)
    due = timezone.now().date() + timedelta(days=300)

    approvals = all_at_once(
        lambda number: workflow.approve(version, digest=version.digest, by=staff.reviewer, next_review_due=due)
    )
    publications = all_at_once(lambda number: workflow.publish(article, by=staff.editor))

    assert approvals == publications == (1, AT_ONCE - 1)
    assert EditorialRecord.objects.filter(event="approved").count() == 1
    assert EditorialRecord.objects.filter(event="published").count() == 1
    assert Publication.objects.count() == 1
    assert list(faults()) == []


def test_eight_articles_decided_at_once_stand_in_one_chain():
    staff = Staff()
    articles = [make_article(f"article-{number}", author=staff.writer.expert) for number in range(AT_ONCE)]
    for article in articles:
        workflow.save_draft(article, by=staff.writer)

    accepted, refused = all_at_once(lambda number: workflow.submit_for_review(articles[number], by=staff.writer))

    assert (accepted, refused) == (AT_ONCE, 0)
    assert list(EditorialRecord.objects.values_list("sequence", flat=True)) == list(range(1, AT_ONCE + 1))
    assert list(faults()) == []


def test_eight_saves_of_one_draft_make_one_version():
    staff = Staff()
    article = make_article(author=staff.writer.expert)

    assert all_at_once(lambda number: workflow.save_draft(article, by=staff.writer)) == (AT_ONCE, 0)
    assert Version.objects.count() == 1
