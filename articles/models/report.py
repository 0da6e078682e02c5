"""A problem that a reader reported, tied to the version and section they saw."""

from django.conf import settings
from django.db import models


class ReaderReportQuerySet(models.QuerySet):
    def genuine(self):
        """All but those that look automatic."""
        return self.filter(is_doubtful=False)

    def doubtful(self):
        """What was set aside and nobody has dealt with."""
        return self.filter(is_doubtful=True, answered_at__isnull=True)

    def open(self):
        """What waits for an editor."""
        return self.genuine().filter(answered_at__isnull=True, answer="")

    def to_mail(self):
        """Answers that have not left yet."""
        return self.filter(answered_at__isnull=True).exclude(answer="").exclude(email="")


class ReaderReport(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="reports")
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="reports")
    section = models.CharField(max_length=60, blank=True)
    message = models.TextField()
    email = models.EmailField(blank=True, help_text="Given by the reader for an answer; forgotten after it.")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(blank=True, help_text="What the reader was told, or what was done.")
    # Kept and set aside, never thrown away: a machine's guess must not silence a reader.
    is_doubtful = models.BooleanField(default=False)

    objects = ReaderReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(message=""), name="report_says_something"),
            # The address is kept only as long as an answer is owed.
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True) | models.Q(email=""), name="report_forgets_the_reader"
            ),
        ]

    def __str__(self):
        return self.message[:60]

    @property
    def is_open(self):
        return self.answered_at is None and not self.answer

    @property
    def is_on_its_way(self):
        """Answered by an editor, and the mail has not left yet."""
        return self.answered_at is None and bool(self.answer)
