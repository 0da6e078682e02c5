"""Fill the copies: at a hundred thousand articles some seconds, on PostgreSQL most of a minute, while searches wait."""

from django.db import migrations

from articles.models import search_copies, search_document

# Updated, each row would be entered into every index once more, and leave its old self behind. Written anew with all its
# indexes, the table is as small as it can be.
REWRITTEN = (
    "CREATE FUNCTION articles_publication_of(bigint) RETURNS articles_publication LANGUAGE sql STABLE AS "
    "'SELECT publication FROM articles_publication AS publication WHERE publication.id = $1'",
    "ALTER TABLE articles_searchdocument "
    "ALTER visible_from TYPE timestamptz USING (articles_publication_of(publication_id)).visible_from, "
    "ALTER visible_until TYPE timestamptz USING (articles_publication_of(publication_id)).visible_until, "
    "ALTER withdrawn_at TYPE timestamptz USING (articles_publication_of(publication_id)).withdrawn_at, "
    "ALTER changed_on TYPE date USING (articles_publication_of(publication_id)).changed_on, "
    "ALTER review_due_on TYPE date USING CASE WHEN (articles_publication_of(publication_id)).review_id IS NOT NULL "
    "THEN (articles_publication_of(publication_id)).review_due_on END",
    "DROP FUNCTION articles_publication_of(bigint)",
)


def fill(apps, schema_editor):
    connection = schema_editor.connection
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in REWRITTEN:
                cursor.execute(statement)
    else:
        search_copies.renew(connection)
    search_document.renew_function(connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_search_copies")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
