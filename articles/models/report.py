"""A problem that a reader reported, tied to the version and section they saw."""

from django.db import models


class ReaderReportQuerySet(models.QuerySet):
    def open(self):
        return self.filter(answered_at__isnull=True)


class ReaderReport(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="reports")
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="reports")
    section = models.CharField(max_length=60, blank=True)
    message = models.TextField()
    email = models.EmailField(blank=True, help_text="Given by the reader for an answer; forgotten after it.")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

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
