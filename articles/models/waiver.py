"""A reason why a warning of the linter does not apply; frozen into the version that the reviewer judges."""

from django.conf import settings
from django.db import models


class Waiver(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField(max_length=40, help_text="The rule, as the finding names it.")
    place = models.CharField(max_length=60, blank=True, help_text="The section's stable id, or the field.")
    subject = models.CharField(
        max_length=300, blank=True, help_text="The words the finding is about: other words, and the waiver is void."
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="waivers")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "code", "place", "subject"], name="waiver_once_per_finding"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.code}: {self.reason[:60]}"

    def as_shown(self):
        return {
            "code": self.code,
            "place": self.place,
            "subject": self.subject,
            "reason": self.reason,
            "by": str(self.by),
        }
