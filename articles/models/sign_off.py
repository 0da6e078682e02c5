"""A reviewer's mark on one passage before the decision: fine as it stands. The decision itself is a record."""

from django.conf import settings
from django.db import models


class SignOff(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="sign_offs")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sign_offs")
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="sign_offs")
    key = models.CharField(max_length=64, help_text="The passage, by its words and its sources: others open it again.")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "reviewer", "key"], name="sign_off_once_per_passage"),
        ]

    def __str__(self):
        return f"{self.reviewer}: {self.key[:12]}"
