"""On PostgreSQL a function finds the pages that readers may see, where it found candidates. Takes no time."""

from django.db import migrations

from articles.models import search_document


def renew_function(apps, schema_editor):
    search_document.renew_function(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0023_fewer_files_of_the_site_map")]

    operations = [migrations.RunPython(renew_function, migrations.RunPython.noop)]
