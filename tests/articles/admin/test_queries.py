"""What the article's form asks the database: little in every state, and no more for a long article."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.editorial import workflow
from tests import factories

MOST = 15


def draft(article, staff):
    workflow.save_draft(article, by=staff.writer)


def in_review(article, staff):
    version = staff.submitted(article)
    due_on = timezone.now().date() + timedelta(days=7)
    workflow.assign(article, reviewer=staff.reviewer, due_on=due_on, by=staff.editor)
    return version


def sent_back(article, staff):
    version = in_review(article, staff)
    workflow.request_changes(version, digest=version.digest, by=staff.reviewer, note="The dose lacks its unit.")


def approved(article, staff):
    staff.approved(article)


def scheduled(article, staff):
    staff.approved(article)
    workflow.schedule(article, by=staff.editor, visible_from=timezone.now() + timedelta(days=2))


def live(article, staff):
    staff.published(article)


def live_with_a_new_draft(article, staff):
    staff.published(article)
    article.title = "Sore joints, again"
    article.save()
    workflow.save_draft(article, by=staff.writer)


def live_with_a_new_one_approved(article, staff):
    live_with_a_new_draft(article, staff)
    staff.approved(article)


def live_with_a_new_one_scheduled(article, staff):
    live_with_a_new_draft(article, staff)
    scheduled(article, staff)


def withdrawn(article, staff):
    staff.published(article)
    workflow.withdraw(article, by=staff.editor, reason="The guideline changed.")


STATES = [
    draft,
    in_review,
    sent_back,
    approved,
    scheduled,
    live,
    live_with_a_new_draft,
    live_with_a_new_one_approved,
    live_with_a_new_one_scheduled,
    withdrawn,
]


@pytest.fixture
def asked(client_of):
    """How often the form of an article asks the database, session and user included: asked(article, by=editor)."""

    def opened(article, *, by):
        client = client_of(by)
        # Once in each process Django looks up what it keeps from then on.
        client.get(article.get_admin_url())
        with CaptureQueriesContext(connection) as queries:
            page = client.get(article.get_admin_url())
        assert page.status_code == 200
        return len(queries)

    return opened


@pytest.mark.parametrize("bring_to", STATES, ids=lambda state: state.__name__)
def test_the_form_asks_little_in_every_state(bring_to, staff, asked):
    article = factories.make_article()
    bring_to(article, staff)

    for user in (staff.writer, staff.editor):
        assert asked(article, by=user) <= MOST, user


def test_a_superuser_asks_as_little(article, superuser, asked):
    assert asked(article, by=superuser) <= MOST


@pytest.mark.parametrize("bring_to", [draft, in_review, live_with_a_new_draft], ids=lambda state: state.__name__)
def test_a_long_article_asks_as_often_as_a_short_one(bring_to, staff, asked):
    short, long = factories.make_article(), factories.make_article(slug="long-article", title="A long article")
    lengthen(long, staff)
    for article in (short, long):
        bring_to(article, staff)

    assert asked(long, by=staff.writer) == asked(short, by=staff.writer)


def lengthen(article, staff):
    hero = article.hero
    for number in range(2, 60):
        article.sections.create(position=number, nav_label=f"Part {number}", heading="H", body="<p>W.</p>", figure=hero)
    for number in range(2, 80):
        article.citations.create(source=factories.make_source(number + 1), key=f"key{number}", position=number)
    for number in range(1, 8):
        article.bylines.create(expert=factories.make_expert(name=f"Expert {number}"), role="quoted", position=number)
        article.topics.add(factories.make_topic(slug=f"topic-{number}", name=f"Topic {number}"))
        article.related_articles.create(suggested_title=f"Neighbor {number}", position=number)
    for number in range(2, 5):
        article.summary = f"Version {number}."
        article.save()
        workflow.save_draft(article, by=staff.writer)
