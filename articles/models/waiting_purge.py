"""What caches in front of us must be told: written with the decision, taken away when they all know for good."""

from datetime import datetime
from typing import Self

from django.db import models


class WaitingPurgeQuerySet(models.QuerySet):
    def untold(self) -> Self:
        """What not every cache knows of yet."""
        return self.filter(again_at__isnull=True)

    def due_again(self, now: datetime) -> Self:
        """What they were told, and are to be told a second time by now."""
        return self.filter(again_at__lte=now)


class WaitingPurge(models.Model):
    made_at = models.DateTimeField()
    keys = models.JSONField(help_text="Surrogate keys of what changed.")
    paths = models.JSONField(help_text="The stored pages that showed it, for caches that know no keys.")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, help_text="Why the last try failed.")
    again_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When caches that were told are told again: an old page may have been on its way.",
    )

    objects = WaitingPurgeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{len(self.keys)} keys since {self.made_at:%Y-%m-%d %H:%M}"
