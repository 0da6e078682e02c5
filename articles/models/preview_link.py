"""A secret address of one version, for somebody without an account: it expires, can be revoked, and is counted."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class PreviewLinkQuerySet(models.QuerySet):
    def valid(self, now=None):
        return self.filter(revoked_at__isnull=True, expires_at__gt=now or timezone.now())


class PreviewLink(models.Model):
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, related_name="preview_links")
    # Only the SHA-256 of the secret: a copy of the database opens nothing.
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preview_links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    views = models.PositiveIntegerField(default=0)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="preview_link_ends"),
        ]

    def __str__(self):
        return f"{self.version}, until {self.expires_at:%Y-%m-%d}"
