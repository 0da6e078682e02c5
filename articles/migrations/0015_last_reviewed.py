"""What was reviewed last, found without sorting every page."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0014_waiting_purges"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["-reviewed_on", "-id"], name="publication_last_reviewed"),
        ),
    ]
