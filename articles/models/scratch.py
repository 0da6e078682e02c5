"""What somebody typed and has not saved: one copy per person and article. Never a version, seen by nobody else."""

from django.conf import settings
from django.db import models


class ScratchCopy(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, null=True, related_name="scratch_copies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="scratch_copies")
    based_on = models.PositiveIntegerField(default=0, help_text="The number of the version that the form showed.")
    fields = models.JSONField(help_text="The form's fields by name, as typed.")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["article", "by"], name="scratch_copy_once_per_article"),
            # The form of a new article has no article yet.
            models.UniqueConstraint(
                fields=["by"], condition=models.Q(article__isnull=True), name="scratch_copy_once_for_a_new_article"
            ),
        ]

    def __str__(self):
        return f"{self.article or 'New article'}, typed by {self.by}"
