"""The words that publications are found by, and the index that follows them in the database's own way."""

import django.db.models.deletion
from django.db import migrations, models

from articles.models import search_document


def install(apps, schema_editor):
    search_document.install(schema_editor.connection)


def remove(apps, schema_editor):
    search_document.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0005_reviewing"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.TextField()),
                ("names", models.TextField(help_text="What its topics are called, and their synonyms.")),
                ("headings", models.TextField()),
                ("summary", models.TextField()),
                ("body", models.TextField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_document",
                        to="articles.publication",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=60, unique=True)),
                ("initial", models.CharField(max_length=1)),
                ("length", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["initial", "length"], name="search_word_by_beginning")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
