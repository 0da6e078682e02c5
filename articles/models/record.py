"""One entry of the ledger, and the head that keeps the chain in one line. `articles.editorial.ledger` writes them."""

import json

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from articles.content import digest as digests
from articles.models.frozen import Frozen


class Event(models.TextChoices):
    IMPORTED = "imported", "Imported"
    SUBMITTED = "submitted", "Submitted for review"
    RECALLED = "recalled", "Recalled from review"
    ASSIGNED = "assigned", "Reviewer assigned"
    UNASSIGNED = "unassigned", "Reviewer released"
    DECLINED = "declined", "Review declined"
    REFUSED = "refused", "Decision refused"
    APPROVED = "approved", "Approved"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    CONFIRMED_UNCHANGED = "confirmed_unchanged", "Checked, no change needed"
    PUBLISHED = "published", "Published"
    SCHEDULED = "scheduled", "Scheduled"
    UNSCHEDULED = "unscheduled", "Unscheduled"
    PUBLISHED_MINOR = "published_minor", "Minor edit published"
    CORRECTED = "corrected", "Correction published"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REINSTATED = "reinstated", "Reinstated"
    READERS_WARNED = "readers_warned", "Safety notice shown"
    WARNING_LIFTED = "warning_lifted", "Safety notice lifted"


# A decision that a "Medically reviewed" badge can rest on.
REVIEWS = frozenset({Event.APPROVED, Event.CONFIRMED_UNCHANGED})
# A release that differs from the reviewed version by what the diff proved immaterial, or by a correction notice.
EDITS = frozenset({Event.PUBLISHED_MINOR, Event.CORRECTED})
# A release of exactly what was approved, or of what nobody reviewed: at once, or from a day on.
PUBLISHINGS = frozenset({Event.PUBLISHED, Event.SCHEDULED})
# After each of these readers see another version.
RELEASES = PUBLISHINGS | EDITS
# The last of these says whether a safety notice stands above the page.
WARNINGS = frozenset({Event.READERS_WARNED, Event.WARNING_LIFTED})


class EditorialRecord(Frozen):
    sequence = models.PositiveBigIntegerField(unique=True)
    event = models.CharField(max_length=24, choices=Event)
    article = models.ForeignKey("articles.Article", on_delete=models.PROTECT, related_name="records")
    version = models.ForeignKey("articles.Version", on_delete=models.PROTECT, null=True, related_name="records")
    content_digest = models.CharField(max_length=64, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="records")
    at = models.DateTimeField()
    # The entry itself, as canonical JSON; the columns above repeat what is needed to find it.
    document = models.TextField()
    previous_hash = models.CharField(max_length=64)
    record_hash = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=88)

    class Meta:
        ordering = ["sequence"]
        constraints = [
            models.CheckConstraint(condition=models.Q(sequence__gte=1), name="ledger_starts_at_one"),
            models.CheckConstraint(condition=models.Q(event__in=Event.values), name="ledger_event_is_known"),
        ]
        indexes = [
            models.Index(fields=["article", "event", "-sequence"], name="record_by_article"),
            # How much everybody decided lately is counted without a look at the entries.
            models.Index(fields=["event", "at", "actor"], name="record_by_event_and_actor"),
            models.Index(fields=["actor", "event", "-sequence"], name="record_by_actor"),
        ]

    def __str__(self):
        return f"Record {self.sequence}"

    @cached_property
    def facts(self):
        """The entry as a dict: sequence, previous, event, article, version, digest, actor, note, details, at."""
        return json.loads(self.document)

    @property
    def note(self):
        return self.facts["note"]

    @property
    def details(self):
        return self.facts["details"]

    @property
    def reviewers(self):
        """The credits of everybody on whom a review rests: who made this decision, then with whom."""
        return [self.facts["actor"]["credit"], *(first["credit"] for first in self.details.get("together_with", []))]

    @property
    def is_whole(self):
        """Whether a review stands by itself: where a topic asks for two reviewers, the first one's does not."""
        return len(self.reviewers) >= self.details.get("reviewers_needed", 1)

    @cached_property
    def is_intact(self):
        """Whether the entry still has the hash it was chained under."""
        return digests.sha256(self.document) == self.record_hash


class LedgerHead(models.Model):
    """One row. Locking it puts all writers in one line; locking "the last record" would lose a race."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.PositiveBigIntegerField(default=0)
    record_hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_has_one_head")]

    def __str__(self):
        return f"Head at record {self.sequence}"
