"""What caches in front were not told yet."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0013_first_generation"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingPurge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("made_at", models.DateTimeField()),
                ("keys", models.JSONField(help_text="Surrogate keys of what changed.")),
                ("paths", models.JSONField(help_text="The stored pages that showed it, for caches that know no keys.")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, help_text="Why the last try failed.", max_length=300)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
