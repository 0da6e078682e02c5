"""Indexes for what the lists and the first page of the admin ask of a hundred thousand articles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_kinship")]

    operations = [
        migrations.RemoveIndex(model_name="article", name="article_by_state_version"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["state", "latest_version", "id"], name="article_by_state_and_wait"),
        ),
        migrations.RemoveIndex(model_name="publication", name="publication_by_due_date"),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["review_due_on"], name="publication_by_review_day"),
        ),
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(
                fields=["article", "visible_from", "visible_until", "withdrawn_at"], name="publication_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("parent__isnull", True), ("resolved_at__isnull", True)),
                fields=["article"],
                name="comment_open",
            ),
        ),
    ]
