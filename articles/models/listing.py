"""What stands on the lists that readers turn over, in their order and counted. `articles.editorial.listing` keeps it.

A list is named by the key of the pages that show it (articles/pages/keys.py). All articles and the hub of a topic are
kept apart by the language of the texts; a profile and a file of the site map are not.
"""

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone


class ListingQuerySet(models.QuerySet):
    def counted(self, now=None):
        """With the number of `pages` that readers see on each now: what has not begun is no page yet."""
        now = now or timezone.now()
        scheduled = Listed.objects.filter(listing=OuterRef("pk"))
        to_come = scheduled.filter(begins_at__gt=now, ends_at__isnull=True)
        ending = scheduled.filter(ends_at__gt=now).exclude(begins_at__gt=now)
        return self.annotate(pages=F("articles") - _number_of(to_come) + _number_of(ending))


class Listing(models.Model):
    """One list in one language, and how many articles are on it once everything scheduled has begun."""

    key = models.CharField(max_length=140)
    language = models.CharField(max_length=12, blank=True)
    # No verb fails because this is wrong: `manage.py verify_site` says so, and `rebuild_lists` counts anew.
    articles = models.IntegerField(default=0)

    objects = ListingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "language"], name="listing_once")]

    def __str__(self):
        return f"{self.key} {self.language}".strip()


class ListedQuerySet(models.QuerySet):
    def live(self, now=None):
        """What readers may see now: the publication itself says so, as everywhere."""
        now = now or timezone.now()
        return self.filter(
            Q(publication__visible_until__isnull=True) | Q(publication__visible_until__gt=now),
            publication__visible_from__lte=now,
            publication__withdrawn_at__isnull=True,
        )

    def newest_first(self):
        # By the key itself: by the relation, Django would sort as publications are sorted.
        return self.order_by("-changed_on", "-publication_id")


class Listed(models.Model):
    """That a publication stands on a list: the one that readers see, and the one that is scheduled to replace it."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="rows", db_index=False)
    publication = models.ForeignKey(
        "articles.Publication", on_delete=models.CASCADE, related_name="listed", db_index=False
    )
    # Repeated from the publication, so that one index holds a whole list in its order.
    changed_on = models.DateField()
    reviewed_on = models.DateField(null=True)
    # When a scheduled publication begins, and when the one that it replaces ends.
    begins_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    objects = ListedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "listing"], name="listed_once")]
        indexes = [
            models.Index(fields=["listing", "-changed_on", "-publication"], name="listed_newest"),
            models.Index(
                fields=["listing", "-reviewed_on", "-publication", "changed_on"],
                condition=Q(reviewed_on__isnull=False),
                name="listed_last_reviewed",
            ),
            # Nearly nothing is scheduled at any time: these two are as good as empty.
            models.Index(fields=["listing", "begins_at"], condition=Q(begins_at__isnull=False), name="listed_to_come"),
            models.Index(fields=["listing", "ends_at"], condition=Q(ends_at__isnull=False), name="listed_ending"),
        ]

    def __str__(self):
        return f"{self.publication} on {self.listing}"


def _number_of(rows):
    counted = rows.order_by().values("listing").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)
