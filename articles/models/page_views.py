"""How often a page was read on a day. Day and path only: nothing in it is about a person."""

from django.db import models


class PageViews(models.Model):
    day = models.DateField()
    path = models.CharField(max_length=200)
    views = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-day", "-views"]
        verbose_name_plural = "page views"
        constraints = [models.UniqueConstraint(fields=["day", "path"], name="page_views_once_a_day")]
        indexes = [models.Index(fields=["path", "day"], name="page_views_by_path")]

    def __str__(self):
        return f"{self.path} on {self.day}: {self.views}"
