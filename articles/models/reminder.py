"""That somebody was reminded of a review, so that nobody is reminded of the same stage twice."""

from django.db import models
from django.db.models import Q


class ReminderStage(models.TextChoices):
    SOON = "soon", "Due soon"
    DUE = "due", "Due"
    OVERDUE = "overdue", "Overdue"
    ESCALATED = "escalated", "The editors were told"


class Reminder(models.Model):
    """Of an assignment that is open, or of a live page by the review its badge rests on."""

    assignment = models.ForeignKey(
        "articles.ReviewAssignment", on_delete=models.PROTECT, null=True, related_name="reminders"
    )
    review = models.ForeignKey("articles.EditorialRecord", on_delete=models.PROTECT, null=True, related_name="+")
    stage = models.CharField(max_length=12, choices=ReminderStage)
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(assignment__isnull=True, review__isnull=False)
                | Q(assignment__isnull=False, review__isnull=True),
                name="reminder_is_of_one_thing",
            ),
            models.UniqueConstraint(fields=["assignment", "stage"], name="reminder_once_per_assignment"),
            models.UniqueConstraint(fields=["review", "stage"], name="reminder_once_per_review"),
        ]

    def __str__(self):
        return f"{self.get_stage_display()}: {self.assignment or self.review}"
