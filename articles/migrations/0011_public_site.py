"""Pages about the site, featured articles, counts of views, notices of safety, and what became of a report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.models import triggers


def let_go(apps, schema_editor):
    """SQLite rebuilds the table of records, and with it the triggers would be lost in silence."""
    triggers.remove(schema_editor.connection)


def hold(apps, schema_editor):
    triggers.install(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0010_lists_at_scale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(let_go, hold),
        migrations.CreateModel(
            name="Feature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "verbose_name": "featured article",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PageViews",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("path", models.CharField(max_length=200)),
                ("views", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "page views",
                "ordering": ["-day", "-views"],
            },
        ),
        migrations.CreateModel(
            name="SitePage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(
                        help_text="The address of the page. It stays: other sites link to it.", max_length=60
                    ),
                ),
                ("language", models.CharField(default="en", max_length=12)),
                ("title", models.CharField(max_length=120)),
                ("summary", models.CharField(help_text="One or two sentences under the title.", max_length=300)),
                ("body", models.TextField(help_text="Headings of the second level make the “On this page” list.")),
            ],
            options={
                "ordering": ["slug", "language"],
            },
        ),
        migrations.CreateModel(
            name="SitePageVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(db_index=False, max_length=60)),
                ("language", models.CharField(max_length=12)),
                ("number", models.PositiveIntegerField()),
                ("document", models.TextField(help_text="Canonical JSON: language, slug, title, summary, html.")),
                ("digest", models.CharField(max_length=64)),
                ("change_note", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["slug", "language", "-number"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="editorialrecord",
            name="ledger_event_is_known",
        ),
        migrations.AddField(
            model_name="publication",
            name="safety_notice",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="publication",
            name="safety_notice_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="readerreport",
            name="answer",
            field=models.TextField(blank=True, help_text="What the reader was told, or what was done."),
        ),
        migrations.AddField(
            model_name="readerreport",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="readerreport",
            name="is_doubtful",
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name="editorialrecord",
            name="event",
            field=models.CharField(
                choices=[
                    ("imported", "Imported"),
                    ("submitted", "Submitted for review"),
                    ("recalled", "Recalled from review"),
                    ("assigned", "Reviewer assigned"),
                    ("unassigned", "Reviewer released"),
                    ("declined", "Review declined"),
                    ("refused", "Decision refused"),
                    ("approved", "Approved"),
                    ("changes_requested", "Changes requested"),
                    ("confirmed_unchanged", "Checked, no change needed"),
                    ("published", "Published"),
                    ("scheduled", "Scheduled"),
                    ("unscheduled", "Unscheduled"),
                    ("published_minor", "Minor edit published"),
                    ("corrected", "Correction published"),
                    ("withdrawn", "Withdrawn"),
                    ("reinstated", "Reinstated"),
                    ("readers_warned", "Safety notice shown"),
                    ("warning_lifted", "Safety notice lifted"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddConstraint(
            model_name="editorialrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "event__in",
                        [
                            "imported",
                            "submitted",
                            "recalled",
                            "assigned",
                            "unassigned",
                            "declined",
                            "refused",
                            "approved",
                            "changes_requested",
                            "confirmed_unchanged",
                            "published",
                            "scheduled",
                            "unscheduled",
                            "published_minor",
                            "corrected",
                            "withdrawn",
                            "reinstated",
                            "readers_warned",
                            "warning_lifted",
                        ],
                    )
                ),
                name="ledger_event_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("safety_notice", ""), ("safety_notice_on__isnull", True)),
                    models.Q(models.Q(("safety_notice", ""), _negated=True), ("safety_notice_on__isnull", False)),
                    _connector="OR",
                ),
                name="publication_safety_notice_has_a_day",
            ),
        ),
        migrations.AddField(
            model_name="feature",
            name="article",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="features", to="articles.article"
            ),
        ),
        migrations.AddField(
            model_name="feature",
            name="topic",
            field=models.ForeignKey(
                blank=True,
                help_text="The hub it stands on. Empty: the front page.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="features",
                to="articles.topic",
            ),
        ),
        migrations.AddIndex(
            model_name="pageviews",
            index=models.Index(fields=["path", "day"], name="page_views_by_path"),
        ),
        migrations.AddConstraint(
            model_name="pageviews",
            constraint=models.UniqueConstraint(fields=("day", "path"), name="page_views_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="sitepage",
            constraint=models.UniqueConstraint(fields=("slug", "language"), name="site_page_once_per_language"),
        ),
        migrations.AddField(
            model_name="sitepageversion",
            name="made_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="sitepageversion",
            name="page",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="articles.sitepage"
            ),
        ),
        migrations.AddConstraint(
            model_name="feature",
            constraint=models.UniqueConstraint(fields=("topic", "article"), name="feature_once_per_hub"),
        ),
        migrations.AddConstraint(
            model_name="feature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("topic__isnull", True)), fields=("article",), name="feature_once_on_the_front_page"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitepageversion",
            constraint=models.UniqueConstraint(
                fields=("slug", "language", "number"), name="site_page_version_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sitepageversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="site_page_versions_start_at_one"
            ),
        ),
        migrations.RunPython(hold, let_go),
    ]
