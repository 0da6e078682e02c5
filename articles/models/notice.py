"""What somebody waits for has happened: told in the app, and by mail as they wish."""

from django.conf import settings
from django.db import models


class NoticeKind(models.TextChoices):
    ASSIGNED = "assigned", "You were asked to review"
    UNASSIGNED = "unassigned", "You need not review any more"
    REMINDER = "reminder", "A review is due"
    DECLINED = "declined", "A reviewer declined"
    HASTY = "hasty", "An approval was quick"
    SUBMITTED = "submitted", "Submitted for review"
    CHANGES_REQUESTED = "changes_requested", "Changes were requested"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    COMMENT = "comment", "A comment"
    REPORT = "report", "A reader reported a problem"


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at__isnull=True)

    def to_mail(self):
        return self.filter(mailed_at__isnull=True)


class Notice(models.Model):
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=20, choices=NoticeKind)
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, null=True, related_name="notices")
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200, help_text="Where to go: an address within this site.")
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index(fields=["to", "read_at", "-made_at"], name="notice_by_person"),
            models.Index(fields=["to"], condition=models.Q(mailed_at__isnull=True), name="notice_to_mail"),
        ]

    def __str__(self):
        return self.text
