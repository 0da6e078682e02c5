"""Search at a hundred thousand pages: narrow rows to count by. The index goes here, and comes back as another in 0021."""

from django.db import migrations, models

from articles.models import search_document


def remove_index(apps, schema_editor):
    search_document.remove(schema_editor.connection)


def install_index(apps, schema_editor):
    search_document.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_last_reviewed")]

    operations = [
        migrations.RunPython(remove_index, install_index),
        migrations.AddField(
            model_name="searchdocument",
            name="topics",
            field=models.TextField(default="", help_text="The numbers of its own topics, separated by spaces."),
        ),
        migrations.AddIndex(
            model_name="searchdocument",
            index=models.Index(fields=["id", "publication", "topics"], name="search_document_narrow"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=[
                    "id",
                    "visible_from",
                    "visible_until",
                    "withdrawn_at",
                    "changed_on",
                    "review",
                    "review_due_on",
                ],
                name="publication_narrow",
            ),
        ),
    ]
