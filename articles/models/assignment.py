"""Who is to review an article, and by when."""

from django.conf import settings
from django.db import models


class ReviewAssignmentQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at__isnull=True)

    def waiting_for(self, user):
        return self.open().filter(reviewer=user).order_by("due_on", "pk")


class ReviewAssignment(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True)
    declined_because = models.TextField(blank=True)
    chased_at = models.DateTimeField(null=True, help_text="When an editor last asked after it.")

    objects = ReviewAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            # Assigned twice, a doctor would be chased twice.
            models.UniqueConstraint(
                fields=["article", "reviewer"],
                condition=models.Q(closed_at__isnull=True),
                name="assignment_open_once_per_reviewer",
            ),
        ]

    def __str__(self):
        return f"{self.article}, by {self.reviewer}"
