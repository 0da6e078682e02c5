"""On PostgreSQL a rare word is no longer looked for where it cannot be found often enough. Takes no time."""

from django.db import migrations

from articles.models import search_document


def renew_function(apps, schema_editor):
    search_document.renew_function(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_search_index")]

    operations = [migrations.RunPython(renew_function, migrations.RunPython.noop)]
