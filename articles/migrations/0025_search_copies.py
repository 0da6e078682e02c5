"""A document repeats when readers may see its publication; the database keeps that true. Takes no time."""

from django.db import migrations, models

from articles.models import search_copies


def install(apps, schema_editor):
    search_copies.install(schema_editor.connection)


def remove(apps, schema_editor):
    search_copies.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0024_search_hits")]

    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="visible_from",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="visible_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="withdrawn_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="changed_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="searchdocument",
            name="review_due_on",
            field=models.DateField(editable=False, help_text="None where it has no review.", null=True),
        ),
        # On SQLite it comes back with the copies.
        migrations.RemoveIndex(model_name="searchdocument", name="search_document_narrow"),
        migrations.RemoveIndex(model_name="publication", name="publication_narrow"),
        migrations.RunPython(install, remove),
    ]
