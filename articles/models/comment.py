"""A remark on a version: anchored to a part of the page or to one sentence or picture in it, with answers below it."""

from django.conf import settings
from django.db import models


class CommentQuerySet(models.QuerySet):
    def threads(self):
        """The remarks that begin a thread; the others answer one."""
        return self.filter(parent__isnull=True)

    def open(self):
        return self.threads().filter(resolved_at__isnull=True)

    def blocking(self):
        """Open remarks that stand in the way of an approval."""
        return self.open().filter(is_blocking=True)


class Comment(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="comments")
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
    section = models.CharField(
        max_length=60,
        blank=True,
        help_text="The place, as passages name it: a section's stable id, lede, summary, hero; empty: the whole page.",
    )
    phrase = models.TextField(blank=True, help_text="The sentence or the picture's words that it is about.")
    anchor = models.CharField(max_length=64, blank=True, help_text="The key of that passage in the version.")
    body = models.TextField()
    suggestion = models.TextField(blank=True, help_text="The wording that is proposed for the sentence.")
    applied_in = models.ForeignKey(
        "articles.Version", on_delete=models.PROTECT, null=True, related_name="suggestions_applied"
    )
    is_blocking = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            # The few that somebody must answer, among all that was ever said.
            models.Index(
                fields=["article"],
                condition=models.Q(resolved_at__isnull=True, parent__isnull=True),
                name="comment_open",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(body=""), name="comment_says_something"),
            models.CheckConstraint(
                condition=models.Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | models.Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="comment_is_resolved_by_somebody",
            ),
            # A wording for no sentence could be applied anywhere.
            models.CheckConstraint(
                condition=models.Q(suggestion="") | ~models.Q(anchor=""), name="comment_suggestion_has_a_sentence"
            ),
        ]

    def __str__(self):
        return self.body[:60]

    @property
    def is_resolved(self):
        return self.resolved_at is not None
