"""A remark on a version: anchored to a section or a phrase, with answers below it."""

from django.conf import settings
from django.db import models


class Comment(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(max_length=60, blank=True, help_text="The section's stable id; empty: the whole page.")
    phrase = models.TextField(blank=True, help_text="The words it is about.")
    body = models.TextField()
    is_blocking = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(body=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_is_resolved_by_somebody",
            ),
        ]

    def __str__(self):
        return self.body[:60]
