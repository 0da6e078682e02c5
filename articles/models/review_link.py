"""The way to one assignment for a reviewer without a password at hand. The link alone shows and decides nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class ReviewLinkQuerySet(models.QuerySet):
    def usable(self, now=None):
        """Not used, not run out, and for an assignment that is still open."""
        return self.filter(used_at__isnull=True, expires_at__gt=now or timezone.now(), assignment__closed_at=None)


class ReviewLink(models.Model):
    assignment = models.ForeignKey("articles.ReviewAssignment", on_delete=models.PROTECT, related_name="links")
    # Only the SHA-256 of the secret: a copy of the database opens nothing.
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = ReviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="review_link_ends"),
        ]

    def __str__(self):
        return f"{self.assignment}, until {self.expires_at:%Y-%m-%d}"


class OneTimeCode(models.Model):
    """Six digits that were mailed to a person, by their keyed digest; right once, for some minutes, after few tries."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="one_time_codes")
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="one_time_code_ends"),
        ]

    def __str__(self):
        return f"A code for {self.user}"
