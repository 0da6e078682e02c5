"""Indexes by which the desks' lists and plots are found, however many articles there are. Seconds at 100,000."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0026_fill_search_copies"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["state", "-created_at", "-id"], name="article_newest_by_state"),
        ),
        migrations.RemoveIndex(model_name="article", name="article_by_state"),
        migrations.AddIndex(
            model_name="editorialrecord",
            index=models.Index(fields=["event", "at", "actor"], name="record_by_event_and_actor"),
        ),
        migrations.RemoveIndex(model_name="editorialrecord", name="record_by_event"),
        migrations.AddIndex(
            model_name="editorialrecord",
            index=models.Index(fields=["actor", "event", "-sequence"], name="record_by_actor"),
        ),
        migrations.AddIndex(model_name="source", index=models.Index(fields=["status"], name="source_by_status")),
    ]
