"""Whatever is decided, and whoever writes it, a document says of its publication what that says of itself."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles.editorial import workflow
from articles.models import Article, Publication, SearchDocument, search_copies
from tests.scenes import scene


@scene
def published(staff, article):
    return staff.published(article, now=timezone.now() - timedelta(days=5))


def copied(publication):
    return SearchDocument.objects.values_list(*search_copies.COPIED).get(publication=publication)


def said_by(publication):
    publication.refresh_from_db()
    return tuple(getattr(publication, name) for name in search_copies.COPIED)


def changed(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)
    article.refresh_from_db()
    return article


def test_a_release_is_repeated(published):
    assert copied(published) == said_by(published)
    assert published.review_due_on is not None and search_copies.agree(connection)


def test_a_withdrawal_and_a_reinstatement_are_repeated(published, staff):
    workflow.withdraw(published.article, reason="It was wrong.", by=staff.editor)
    assert search_copies.agree(connection)

    workflow.reinstate(published.article, by=staff.editor, note="It was right.")
    assert copied(published) == said_by(published)


def test_a_successor_that_is_scheduled_and_taken_back_is_repeated(published, staff):
    staff.approved(changed(published.article, title="Newer"))
    hour = timezone.now() + timedelta(days=1)
    coming = workflow.schedule(published.article, visible_from=hour, by=staff.editor)

    assert [copied(each) for each in (published, coming)] == [said_by(each) for each in (published, coming)]
    assert published.visible_until == coming.visible_from == hour

    workflow.unschedule(published.article, by=staff.editor)
    assert copied(published) == said_by(published) and published.visible_until is None
    assert search_copies.agree(connection)


def test_a_successor_a_minor_edit_and_a_correction_are_repeated(published, staff):
    article = published.article
    successor = staff.published(changed(article, title="Achy joints"))
    assert copied(successor) == said_by(successor)

    workflow.save_draft(changed(article, title="Achy Joints"), by=staff.writer)
    minor = workflow.publish_minor(article, note="Capital letter in the title.", by=staff.editor)
    assert copied(minor) == said_by(minor)

    correction = workflow.correct(article, text="They were sore, not achy.", by=staff.editor)
    assert copied(correction) == said_by(correction)
    assert search_copies.agree(connection)


def test_a_review_that_is_renewed_is_repeated(published, staff):
    due = (timezone.now() + timedelta(days=90)).date()
    workflow.confirm_unchanged(
        published.article, digest=published.version.digest, by=staff.reviewer, next_review_due=due
    )

    assert copied(published) == said_by(published)
    assert published.review_due_on == due


@pytest.mark.parametrize(
    "statement", ["withdrawn_at = visible_from, withdrawal_reason = 'Wrong.'", "changed_on = '2020-01-01'"]
)
def test_what_anybody_writes_to_the_database_is_repeated(published, statement):
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE articles_publication SET {statement}")

    assert copied(published) == said_by(published)
    assert search_copies.agree(connection)


def test_a_publication_without_a_review_has_no_day_on_which_one_is_due(published):
    Publication.objects.update(review=None)

    assert published.review_due_on is not None and copied(published)[-1] is None


def test_a_document_that_is_added_takes_what_its_publication_says_and_nothing_else(published):
    document = published.search_document
    document.delete()
    document.visible_from = document.changed_on = None
    document.save(force_insert=True)

    assert copied(published) == said_by(published)


def test_a_copy_that_differs_is_noticed_and_made_right(published):
    SearchDocument.objects.update(visible_from=None)
    assert not search_copies.agree(connection)

    call_command("rebuild_search", verbosity=0)
    assert search_copies.agree(connection) and copied(published) == said_by(published)


def test_an_update_fills_the_copies(published):
    SearchDocument.objects.update(**dict.fromkeys(search_copies.COPIED))
    # PostgreSQL alters no table with checks left to do.
    connection.check_constraints()

    import_module("articles.migrations.0026_fill_search_copies").fill(apps, connection.schema_editor())

    assert copied(published) == said_by(published)


def test_the_copies_can_be_taken_away_and_kept_again(published):
    connection.check_constraints()
    search_copies.remove(connection)
    Publication.objects.update(changed_on="2020-01-01")
    assert not search_copies.agree(connection)

    search_copies.install(connection)
    search_copies.renew(connection)
    assert copied(published) == said_by(published)
