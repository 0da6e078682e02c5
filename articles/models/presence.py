"""Who has an article open at this moment. A courtesy among colleagues, not a lock."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

SEEN_FOR = timedelta(seconds=30)


class PresenceQuerySet(models.QuerySet):
    def now(self, now=None):
        return self.filter(seen_at__gt=(now or timezone.now()) - SEEN_FOR)


class Presence(models.Model):
    article = models.ForeignKey("articles.Article", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences")
    is_writing = models.BooleanField(default=False)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_once_per_person")]

    def __str__(self):
        return f"{self.user} has {self.article} open"
