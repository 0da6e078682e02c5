"""Whether a page is medically reviewed: a fact worked out from content, ledger and clock, never a stored flag."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings

from articles.models.record import EDITS, REVIEWS, EditorialRecord


class ReviewState(StrEnum):
    """The life of a review by the clock, in order; and what no review ever was."""

    REVIEWED = "reviewed"
    DUE_SOON = "due_soon"
    DUE = "due"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    UNREVIEWED = "unreviewed"


# In words that people and machines are told alike.
WORDS = {
    ReviewState.REVIEWED: "Medically reviewed",
    ReviewState.DUE_SOON: "Next review due soon",
    ReviewState.DUE: "Next review due today",
    ReviewState.OVERDUE: "Overdue for medical review",
    ReviewState.LAPSED: "Medical review lapsed",
    ReviewState.UNREVIEWED: "Not medically reviewed",
}


@dataclass(frozen=True)
class Standing:
    """What may be said about the review of a publication on one day. Page, card, feed and JSON-LD all say this."""

    state: ReviewState
    reviewer: dict[str, Any] | None = None
    # Whoever approved the same words before the last of them did, where the topic asks for two.
    co_reviewers: tuple[dict[str, Any], ...] = ()
    reviewed_on: date | None = None
    due_on: date | None = None
    edited_on: date | None = None
    note: str = ""
    conflict: str = ""
    approved_digest: str = ""

    @property
    def has_badge(self) -> bool:
        return self.state not in (ReviewState.LAPSED, ReviewState.UNREVIEWED)

    @property
    def is_overdue(self) -> bool:
        """Past its day, within the grace: the badge stays, and says so."""
        return self.state == ReviewState.OVERDUE

    @property
    def is_lapsed(self) -> bool:
        """Past the grace: no badge, and nothing for search engines."""
        return self.state == ReviewState.LAPSED

    @property
    def is_edited(self) -> bool:
        """Whether what readers see differs from what was approved, by a minor edit or a correction."""
        return self.edited_on is not None

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def reviewers(self) -> list[dict[str, Any]]:
        """Everybody whose review this is, each as credited on the day, with the conflict they declared for the page."""
        if self.reviewer is None:
            return []
        return [{**self.reviewer, "conflict": self.conflict}, *self.co_reviewers]

    @property
    def lapses_on(self) -> date | None:
        """The first day without a badge."""
        return last_day_of_grace(self.due_on) + timedelta(days=1) if self.due_on else None


UNREVIEWED = Standing(state=ReviewState.UNREVIEWED)


def standing_of(publication: Any, *, on: date) -> Standing:
    """Return the standing of `publication` on the day `on`.

    Reviewed means: the record says so and is intact, and the stored content has, now, exactly the digest in that
    record. A tampered version or record is simply not reviewed.
    """
    review: EditorialRecord | None = publication.review
    if review is None or not review.is_intact or review.facts["event"] not in REVIEWS:
        return UNREVIEWED
    if not review.is_whole or review.facts["article"] != publication.version.article_uid:
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
        state=state_on(on, due_on=due_on),
        reviewer=review.facts["actor"]["credit"],
        co_reviewers=tuple(
            {**other["credit"], "conflict": other.get("conflict", "")}
            for other in review.details.get("together_with", [])
        ),
        reviewed_on=date.fromisoformat(review.facts["at"][:10]),
        due_on=due_on,
        edited_on=date.fromisoformat(edit.facts["at"][:10]) if edit else None,
        note=edit.facts["note"] if edit else "",
        conflict=review.details.get("conflict", ""),
        approved_digest=approved,
    )


def state_on(on: date, *, due_on: date) -> ReviewState:
    """Where a review that is due on `due_on` is on the day `on`."""
    if on > last_day_of_grace(due_on):
        return ReviewState.LAPSED
    if on > due_on:
        return ReviewState.OVERDUE
    if on == due_on:
        return ReviewState.DUE
    return ReviewState.DUE_SOON if due_on <= due_soon_until(on) else ReviewState.REVIEWED


def next_turn(on: date, *, due_on: date) -> date | None:
    """The first day after `on` on which a review that is due on `due_on` is in another state; None after the last."""
    days = (
        due_on - timedelta(days=settings.REVIEW_DUE_SOON_DAYS),
        due_on,
        due_on + timedelta(days=1),
        last_day_of_grace(due_on) + timedelta(days=1),
    )
    return min((day for day in days if day > on), default=None)


def due_soon_until(on: date) -> date:
    """A review that is due by this day is due soon on the day `on`, or further on in its life."""
    return on + timedelta(days=settings.REVIEW_DUE_SOON_DAYS)


def last_day_of_grace(due_on: date) -> date:
    return due_on + timedelta(days=settings.REVIEW_GRACE_DAYS)


def lapsed_if_due_before(on: date) -> date:
    """A review that was due before this day has lapsed on the day `on`."""
    return on - timedelta(days=settings.REVIEW_GRACE_DAYS)


def _is_edit_of(release: EditorialRecord, *, approved: str, shown: str) -> bool:
    if not release.is_intact or release.facts["event"] not in EDITS:
        return False
    return release.facts["digest"] == shown and release.details["base_digest"] == approved
