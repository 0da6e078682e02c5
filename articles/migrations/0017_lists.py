"""What stands on the lists that readers turn over, in their order and counted; and what each person does."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_search")]

    operations = [
        # Before the one that it replaces goes: the database asks for an index under a reference.
        migrations.AddIndex(
            model_name="publicationexpert",
            index=models.Index(fields=["expert", "role", "publication"], name="publication_by_person"),
        ),
        migrations.AlterField(
            model_name="publicationexpert",
            name="expert",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="publications",
                to="experts.expert",
            ),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                condition=models.Q(("withdrawn_at__isnull", False)),
                fields=["article"],
                name="publication_that_is_withdrawn",
            ),
        ),
        migrations.CreateModel(
            name="Listing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=140)),
                ("language", models.CharField(blank=True, max_length=12)),
                ("articles", models.IntegerField(default=0)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "language"), name="listing_once")],
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("changed_on", models.DateField()),
                ("reviewed_on", models.DateField(null=True)),
                ("begins_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                (
                    "listing",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="articles.listing",
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="listed",
                        to="articles.publication",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("publication", "listing"), name="listed_once")],
                "indexes": [
                    models.Index(fields=["listing", "-changed_on", "-publication"], name="listed_newest"),
                    models.Index(
                        condition=models.Q(("reviewed_on__isnull", False)),
                        fields=["listing", "-reviewed_on", "-publication", "changed_on"],
                        name="listed_last_reviewed",
                    ),
                    models.Index(
                        condition=models.Q(("begins_at__isnull", False)),
                        fields=["listing", "begins_at"],
                        name="listed_to_come",
                    ),
                    models.Index(
                        condition=models.Q(("ends_at__isnull", False)),
                        fields=["listing", "ends_at"],
                        name="listed_ending",
                    ),
                ],
            },
        ),
    ]
