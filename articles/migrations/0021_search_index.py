"""An index of words for each place a word may stand in. At a hundred thousand pages it takes minutes."""

from django.db import migrations

from articles.models import search_document


def install_index(apps, schema_editor):
    search_document.install(schema_editor.connection)
    # As an index is made over the rows that are there.
    search_document.rebuild(schema_editor.connection)


def remove_index(apps, schema_editor):
    search_document.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_fill_search_again")]

    operations = [migrations.RunPython(install_index, remove_index)]
