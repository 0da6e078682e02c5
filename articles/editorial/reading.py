"""How a reviewer read a version before deciding: how long it was in sight, and how many of its changes they went to.

It is evidence, not a condition: nobody is refused for reading fast. A decision that was too quick for its words is
told to the editors, and the ledger keeps the depth of each.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import EditorialRecord, Event, ReviewVisit, Version
from articles.models.record import REVIEWS

# More than twice as fast as adults read silently: 238 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047).
FASTEST_WORDS_A_MINUTE = 600
_DECISIONS = (*REVIEWS, Event.CHANGES_REQUESTED)


@transaction.atomic
def note_visit(
    version: Version, *, by: Any, seconds: int, changes: int, visited: Collection[int], now: datetime | None = None
) -> ReviewVisit:
    """Note that the page was `seconds` in sight since the last note, and which of its `changes` were, from 0.

    Call it when the page is opened, with no seconds, and then now and again. Never more is counted than has passed
    since it was opened. What was read before the reviewer's last decision belongs to that: reading begins anew.
    """
    now = now or timezone.now()
    visits = ReviewVisit.objects.select_for_update()
    visit, _ = visits.get_or_create(version=version, reviewer=by, defaults={"opened_at": now})
    if not _is_current(visit):
        visit.opened_at, visit.seconds, visit.visited = now, 0, []
    passed = max(0, int((now - visit.opened_at).total_seconds()))
    visit.seconds = min(visit.seconds + max(0, seconds), passed)
    visit.changes = max(0, changes)
    visit.visited = sorted(number for number in {*visit.visited, *visited} if 0 <= number < visit.changes)
    visit.save(update_fields=["opened_at", "seconds", "changes", "visited"])
    return visit


def depth_of(version: Version, by: Any, now: datetime) -> dict[str, int] | None:
    """How `by` read `version` for the decision at hand; None if nobody noted it."""
    visit = ReviewVisit.objects.filter(version=version, reviewer=by, opened_at__lte=now).first()
    if visit is None or not _is_current(visit):
        return None
    return {"seconds": visit.seconds, "changes": visit.changes, "visited": len(visit.visited)}


def is_hasty(depth: dict[str, int] | None, *, words: int) -> bool:
    """Whether a page with so many `words` to read was in sight too shortly. What nobody noted is unknown, not hasty."""
    return depth is not None and words * 60 > depth["seconds"] * FASTEST_WORDS_A_MINUTE


def haste_of(review: EditorialRecord) -> dict[str, int] | None:
    """Seconds and words of a review that was too quick to have been read, or None."""
    depth, words = review.details.get("depth"), review.details.get("words_to_read", 0)
    return {"seconds": depth["seconds"], "words": words} if depth and is_hasty(depth, words=words) else None


def _is_current(visit: ReviewVisit) -> bool:
    """Whether the reviewer has not decided on this version since they opened it."""
    decided = visit.version.records.filter(actor=visit.reviewer, event__in=_DECISIONS, at__gt=visit.opened_at)
    return not decided.exists()
