"""Public pages, stored ready made, and what says which of them are no longer true."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0011_public_site"),
    ]

    operations = [
        migrations.CreateModel(
            name="PageGeneration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="DroppedKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("generation", models.PositiveBigIntegerField()),
                ("key", models.CharField(max_length=140)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("generation", "key"), name="dropped_key_once")],
            },
        ),
        migrations.CreateModel(
            name="StoredPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400)),
                ("layout", models.CharField(max_length=16)),
                ("headers", models.TextField(help_text="JSON: the headers as pairs, without those of the encoding.")),
                ("tag", models.CharField(help_text="SHA-256 of the page before it was compressed.", max_length=64)),
                ("gzip", models.BinaryField()),
                ("brotli", models.BinaryField()),
                ("keys", models.TextField(help_text="What it shows, separated by spaces: see articles/pages/keys.py.")),
                (
                    "valid_until",
                    models.PositiveBigIntegerField(
                        help_text="The next moment at which the clock alone makes it another page."
                    ),
                ),
                ("generation", models.PositiveBigIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["valid_until"], name="stored_page_by_end")],
                "constraints": [models.UniqueConstraint(fields=("path", "layout"), name="stored_page_once")],
            },
        ),
        migrations.CreateModel(
            name="ComingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=140)),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="coming_changes",
                        to="articles.publication",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["key", "at"], name="coming_change_by_key")],
                "constraints": [models.UniqueConstraint(fields=("key", "publication"), name="coming_change_once")],
            },
        ),
        migrations.CreateModel(
            name="StoredPageKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=140)),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="shown", to="articles.storedpage"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "page"), name="stored_page_key_once")],
            },
        ),
    ]
