"""The index is made anew from the versions, and an update fills it with what is public already."""

from importlib import import_module
from io import StringIO

from django.apps import apps
from django.core.management import call_command
from django.db import connection

from articles.editorial import workflow
from articles.models import SearchDocument, SearchWord, search_document
from articles.search.finding import find
from articles.search.indexing import rebuild
from articles.search.meaning import meant
from articles.search.question import asked
from tests.factories import make_article
from tests.scenes import scene


@scene
def published(staff, article):
    gone = staff.published(make_article("gone", title="Gone", author=staff.writer.expert)).article
    workflow.withdraw(gone, reason="It was wrong.", by=staff.editor)
    return staff.published(article)


def rows():
    return list(SearchDocument.objects.order_by("publication").values_list("publication", *search_document.FIELDS))


def words():
    return set(SearchWord.objects.values_list("word", flat=True))


def test_rebuilding_makes_the_same_index_again(published):
    before = rows()
    SearchDocument.objects.update(title="spoiled", body="")
    SearchWord.objects.all().delete()
    out = StringIO()

    call_command("rebuild_search", stdout=out)

    assert rows() == before and len(before) == 1
    assert out.getvalue() == "1 publications can be found.\n"
    assert find(asked("joints")) == [published.pk] and find(asked("spoiled")) == []
    assert meant(asked("jiont")) == "joint" or meant(asked("jionts")) == "joints"


def test_rebuilding_says_how_far_it_is(published):
    said = []

    rebuild(progress=lambda done, of: said.append((done, of)))

    assert said == [(1, 1)]


def test_an_update_fills_the_index_as_a_release_does(published):
    before, known = rows(), words() - {"gone"}
    SearchDocument.objects.all().delete()
    SearchWord.objects.all().delete()

    import_module("articles.migrations.0007_fill_search").fill(apps, None)

    assert rows() == before
    assert words() == known


def test_the_index_follows_its_table_whoever_writes_to_it(published):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_searchdocument SET body = 'zebra'")
    assert find(asked("zebra")) == [published.pk] and find(asked("150 minutes")) == []

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_searchdocument")
    assert find(asked("zebra")) == []


def test_the_index_can_be_taken_away_and_made_again(published):
    # PostgreSQL alters no table with checks left to do.
    connection.check_constraints()
    search_document.remove(connection)
    search_document.install(connection)
    search_document.rebuild(connection)

    assert find(asked("joints")) == [published.pk]


def test_a_text_longer_than_a_database_takes_is_indexed_to_its_limit(published):
    document = SearchDocument.objects.get()
    document.body = " ".join(f"woerter{number}" for number in range(20_000))[:150_000]
    document.save()

    assert find(asked("woerter7")) == [published.pk]


def test_an_update_tells_the_documents_their_topics(published):
    before = SearchDocument.objects.get().topics
    assert before
    SearchDocument.objects.update(topics="")

    import_module("articles.migrations.0020_fill_search_again").fill(apps, connection.schema_editor())

    assert SearchDocument.objects.get().topics == before


def test_the_index_says_whether_it_agrees_with_its_table(published):
    assert search_document.agrees(connection)


def test_an_update_lets_postgresql_look_for_pages_as_this_release_does(published):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "DROP FUNCTION articles_search_hits; DROP FUNCTION articles_search_newest; "
                "CREATE FUNCTION articles_search_newest(asked text, most integer, places integer) "
                "RETURNS TABLE (id bigint, rank integer) LANGUAGE sql AS 'SELECT 1::bigint, 1'"
            )

    import_module("articles.migrations.0024_search_hits").renew_function(apps, connection.schema_editor())

    assert find(asked("joints")) == [published.pk]
