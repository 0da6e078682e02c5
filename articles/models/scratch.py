"""What somebody typed and has not saved: one copy per browser window. Never a version, seen by nobody else."""

from django.conf import settings
from django.db import models


class ScratchCopy(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, null=True, related_name="scratch_copies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="scratch_copies")
    window = models.CharField(
        max_length=36, help_text="The browser window's own name: two windows never write over each other."
    )
    based_on = models.PositiveIntegerField(default=0, help_text="The number of the version that the form showed.")
    fields = models.JSONField(help_text="The form's fields by name, as typed.")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            # A second row of one window would be an older text, offered as if it were another one.
            models.UniqueConstraint(fields=["by", "window"], name="scratch_copy_once_per_window"),
        ]

    def __str__(self):
        return f"{self.article or 'New article'}, typed by {self.by}"
