"""What caches in front of us were not told yet: written with the decision, taken away when they all know."""

from django.db import models


class WaitingPurge(models.Model):
    made_at = models.DateTimeField()
    keys = models.JSONField(help_text="Surrogate keys of what changed.")
    paths = models.JSONField(help_text="The stored pages that showed it, for caches that know no keys.")
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, help_text="Why the last try failed.")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{len(self.keys)} keys since {self.made_at:%Y-%m-%d %H:%M}"
