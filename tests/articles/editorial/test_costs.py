"""What a decision costs the database, and in which order it takes what others wait for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from tests.factories import make_article

# The locks, the checks, the ledger, the page, its lists, search row and kin, and the notices. Before the answer come
# the beginning and the end of the transaction and a task: three more.
PUBLISH, SAVE = 33, 18


def statements(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]


@pytest.fixture
def neighbors(staff):
    for number in range(8):
        staff.published(make_article(f"near-{number}", title=f"Near {number}", author=staff.writer.expert))


def retitled(staff, article, title):
    article.title = title
    article.save()
    return workflow.save_draft(article, by=staff.writer)


@pytest.mark.usefixtures("neighbors")
def test_a_save_and_a_publication_take_few_statements(staff, article, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    staff.published(article)

    saved = statements(lambda: retitled(staff, article, "Sore joints, again"))
    staff.approved(article)
    published = statements(lambda: workflow.publish(article, by=staff.editor))

    assert len(saved) <= SAVE, saved
    assert len(published) <= PUBLISH, published


def test_whoever_decides_holds_the_ledger_before_the_number_of_the_pages(staff, article):
    """Two who took them the other way round would wait for each other for ever."""
    today = timezone.now().date()
    steps = {
        "publish": lambda: staff.published(article),
        "confirm": lambda: workflow.confirm_unchanged(
            article,
            digest=article.live_publication().version.digest,
            by=staff.reviewer,
            next_review_due=today + timedelta(days=300),
        ),
        "warn": lambda: workflow.warn_readers(article, text="One batch was recalled.", by=staff.editor),
        "lift": lambda: workflow.lift_warning(article, by=staff.editor),
        "correct": lambda: workflow.correct(article, text="It is 20 minutes.", by=staff.editor),
        "edit": lambda: (
            retitled(staff, article, "SORE joints"),
            workflow.publish_minor(article, note="Letter case.", by=staff.editor),
        ),
        "withdraw": lambda: workflow.withdraw(article, reason="It was wrong.", by=staff.editor),
        "reinstate": lambda: workflow.reinstate(article, note="It was right.", by=staff.editor),
        "schedule": lambda: (
            retitled(staff, article, "Sore joints, later"),
            staff.approved(article),
            workflow.schedule(article, visible_from=timezone.now() + timedelta(days=2), by=staff.editor),
        ),
        "unschedule": lambda: workflow.unschedule(article, by=staff.editor),
    }
    for name, act in steps.items():
        asked = statements(act)
        head = next(place for place, sql in enumerate(asked) if "articles_ledgerhead" in sql)
        number = next(place for place, sql in enumerate(asked) if "articles_pagegeneration" in sql)
        assert head < number, name
