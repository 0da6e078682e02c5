"""Whether a page is medically reviewed: a fact worked out from content, ledger and clock, never a stored flag."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings

from articles.models.record import EDITS, REVIEWS, EditorialRecord


class ReviewState(StrEnum):
    REVIEWED = "reviewed"
    MINOR = "minor"
    DUE = "due"
    OVERDUE = "overdue"
    UNREVIEWED = "unreviewed"


@dataclass(frozen=True)
class Standing:
    """What may be said about the review of a publication on one day. Page, card, feed and JSON-LD all say this."""

    state: ReviewState
    reviewer: dict[str, Any] | None = None
    reviewed_on: date | None = None
    due_on: date | None = None
    edited_on: date | None = None
    note: str = ""
    approved_digest: str = ""

    @property
    def has_badge(self) -> bool:
        return self.state in (ReviewState.REVIEWED, ReviewState.MINOR, ReviewState.DUE)

    @property
    def is_overdue(self) -> bool:
        return self.state == ReviewState.OVERDUE


UNREVIEWED = Standing(state=ReviewState.UNREVIEWED)


def standing_of(publication: Any, *, on: date) -> Standing:
    """Return the standing of `publication` on the day `on`.

    Reviewed means: the record says so and is intact, and the stored content has, now, exactly the digest in that
    record. A tampered version or record is simply not reviewed.
    """
    review: EditorialRecord | None = publication.review
    if review is None or not review.is_intact or review.facts["event"] not in REVIEWS:
        return UNREVIEWED
    if review.facts["article"] != publication.version.content.get("article"):
        return UNREVIEWED

    approved = review.facts["digest"]
    shown = publication.version.actual_digest
    edit = None
    if shown != approved:
        edit = publication.release if _is_edit_of(publication.release, approved=approved, shown=shown) else None
        if edit is None:
            return UNREVIEWED

    due_on = date.fromisoformat(review.details["next_review_due"])
    return Standing(
        state=_state(due_on=due_on, on=on, edited=edit is not None),
        reviewer=review.facts["actor"]["credit"],
        reviewed_on=date.fromisoformat(review.facts["at"][:10]),
        due_on=due_on,
        edited_on=date.fromisoformat(edit.facts["at"][:10]) if edit else None,
        note=edit.facts["note"] if edit else "",
        approved_digest=approved,
    )


def _is_edit_of(release: EditorialRecord, *, approved: str, shown: str) -> bool:
    if not release.is_intact or release.facts["event"] not in EDITS:
        return False
    return release.facts["digest"] == shown and release.details["base_digest"] == approved


def _state(*, due_on: date, on: date, edited: bool) -> ReviewState:
    if on > due_on + timedelta(days=settings.REVIEW_GRACE_DAYS):
        return ReviewState.OVERDUE
    if on > due_on:
        return ReviewState.DUE
    return ReviewState.MINOR if edited else ReviewState.REVIEWED
