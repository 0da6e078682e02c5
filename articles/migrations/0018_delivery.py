"""Caches that were told of a change are told again, as an old page may have been on its way to them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_lists")]

    operations = [
        migrations.AddField(
            model_name="waitingpurge",
            name="again_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When caches that were told are told again: an old page may have been on its way.",
                null=True,
            ),
        ),
    ]
