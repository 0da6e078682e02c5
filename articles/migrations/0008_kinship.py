"""Which articles are near each other: an empty table, which `rebuild_related` fills with what is public already."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_fill_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="Kinship",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField()),
                ("reasons", models.TextField(help_text="Why, for editors.")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kin", to="articles.article"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kin_from", to="articles.article"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "kinships",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "other"), name="kinship_once"),
                    models.CheckConstraint(
                        condition=models.Q(("article", models.F("other")), _negated=True),
                        name="kinship_is_not_with_itself",
                    ),
                ],
            },
        ),
    ]
