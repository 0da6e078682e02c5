"""The three clocks of an article, worked out from the ledger: nobody can type them.

First published, last changed in substance, last reviewed as a whole (with the next review due). A minor edit moves none
of them; "checked, no change needed" moves the review alone; an import may carry its historical dates, recorded as such.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from articles.models import EditorialRecord, Event


@dataclass(frozen=True)
class Clocks:
    first_published_on: date | None = None
    changed_on: date | None = None
    reviewed_on: date | None = None
    review_due_on: date | None = None
    imported_updated_on: date | None = None


def replay(records: Iterable[EditorialRecord]) -> Clocks:
    """Return the clocks after `records`, the entries of one article in order of sequence."""
    clocks = Clocks()
    before_schedule = clocks
    reviews: dict[str, tuple[date, date]] = {}
    imported_first: date | None = None

    for record in records:
        facts = record.facts
        details, on = facts["details"], _day(facts["at"])
        match facts["event"]:
            case Event.IMPORTED:
                imported_first = _day(details.get("originally_published"))
                clocks = replace(clocks, imported_updated_on=_day(details.get("last_updated")))
            case Event.APPROVED | Event.CONFIRMED_UNCHANGED if not record.is_whole:
                pass  # The first of two reviewers moves nothing: the second one's record is the review.
            case Event.APPROVED:
                reviews[facts["digest"]] = (on, _day(details["next_review_due"]))
            case Event.CONFIRMED_UNCHANGED:
                reviews[facts["digest"]] = (on, _day(details["next_review_due"]))
                clocks = _with_review(clocks, reviews.get(facts["digest"]))
            case Event.PUBLISHED | Event.SCHEDULED:
                before_schedule = clocks
                seen_from = _day(details["visible_from"])
                first = clocks.first_published_on or imported_first or seen_from
                clocks = replace(clocks, first_published_on=first, changed_on=seen_from)
                clocks = _with_review(clocks, reviews.get(facts["digest"]))
            case Event.UNSCHEDULED:
                clocks = before_schedule
            case Event.PUBLISHED_MINOR:
                clocks = _with_review(clocks, reviews.get(details["base_digest"]))
            case Event.CORRECTED:
                clocks = replace(clocks, changed_on=on)
                clocks = _with_review(clocks, reviews.get(details["base_digest"]))
    return clocks


def _with_review(clocks: Clocks, review: tuple[date, date] | None) -> Clocks:
    reviewed_on, due_on = review or (None, None)
    return replace(clocks, reviewed_on=reviewed_on, review_due_on=due_on)


def _day(stamp: Any) -> Any:
    return date.fromisoformat(stamp[:10]) if stamp else None
