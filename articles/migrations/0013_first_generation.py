"""The row whose number grows with every change that readers see."""

from django.db import migrations


def begin(apps, schema_editor):
    apps.get_model("articles", "PageGeneration").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_stored_pages")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
