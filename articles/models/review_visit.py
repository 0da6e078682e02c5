"""How a reviewer read a version: how long the page was in sight, and which of its changes they went to."""

from django.conf import settings
from django.db import models


class ReviewVisit(models.Model):
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="visits")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="review_visits")
    opened_at = models.DateTimeField()
    # As the browser tells it, and never more than has passed since the page was opened.
    seconds = models.PositiveIntegerField(default=0)
    changes = models.PositiveIntegerField(default=0, help_text="How many changes there were to walk through.")
    visited = models.JSONField(default=list, help_text="The numbers of those that were in sight.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "reviewer"], name="review_visit_once")]

    def __str__(self):
        return f"{self.reviewer} read {self.version}"
