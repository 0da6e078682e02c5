"""Let what can be found know its topics. Nothing is read again from the versions.

`rebuild_search` reads them, too: after it a page is found by the identifiers of its sources.
"""

from django.db import migrations

ALL_TOPICS = {
    "sqlite": "SELECT group_concat(topic_id, ' ') FROM (SELECT topic_id FROM articles_publication_topics AS link "
    "WHERE link.publication_id = articles_searchdocument.publication_id ORDER BY topic_id)",
    "postgresql": "SELECT string_agg(topic_id::text, ' ' ORDER BY topic_id) FROM articles_publication_topics AS link "
    "WHERE link.publication_id = articles_searchdocument.publication_id",
}


def fill(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE articles_searchdocument SET topics = coalesce(({ALL_TOPICS[connection.vendor]}), '')")


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_fill_lists")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
