"""Versions, editorial records and corrections cannot be changed or deleted, not even by raw SQL."""

from django.db import migrations

from articles.models import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_initial")]

    operations = [migrations.RunPython(install, remove)]
