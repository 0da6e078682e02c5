"""Whose reviews of a version count, and whether they are enough.

Where a topic asks for two reviewers, both accept exactly the same content. The record of the first says that two are
needed and stands for nothing alone; the record of the second names the first (`together_with`) and is the whole review.
How many are needed is looked up whenever it matters, so a topic that asks for more today is asked for more today.
"""

from collections.abc import Iterable
from datetime import date, datetime

from articles.models import Article, EditorialRecord, Event, State, Version
from articles.models.record import REVIEWS


def reviewers_needed(version: Version) -> int:
    """As many as the most demanding of the version's topics asks for."""
    return max((topic.reviewers_needed for topic in version.topics), default=1)


def is_enough(review: EditorialRecord, *, needed: int) -> bool:
    return review.is_whole and len(review.reviewers) >= needed


def whole_review(version: Version) -> EditorialRecord | None:
    """The newest review of exactly this content by as many reviewers as are needed now, or None."""
    reviews = version.records.filter(event__in=REVIEWS, content_digest=version.digest)
    return whole_review_among(reviews.order_by("sequence"), version)


def whole_review_among(records: Iterable[EditorialRecord], version: Version) -> EditorialRecord | None:
    """As `whole_review`, among `records` that are at hand, oldest first."""
    needed = reviewers_needed(version)
    for record in reversed(list(records)):
        is_review = record.event in REVIEWS and record.content_digest == version.digest
        if is_review and record.version_id == version.pk and is_enough(record, needed=needed):
            return record
    return None


def is_accepted(version: Version, *, on: date) -> bool:
    """Whether enough reviewers accepted exactly this content, and for the day `on`."""
    review = whole_review(version)
    return review is not None and due_on(review) >= on


def has_too_little(article: Article, *, now: datetime) -> bool:
    """Whether an approved article cannot be published after all: by too few, or too long ago. What is out is out."""
    version = article.latest_version
    if article.state != State.APPROVED or version is None:
        return False
    reviewed = article.publications.not_over(now).filter(version=version, review__isnull=False)
    is_out = reviewed.filter(withdrawn_at__isnull=True).exists()
    return not is_out and not is_accepted(version, on=now.date())


def waiting(version: Version, event: Event, *, on: date) -> list[EditorialRecord]:
    """Reviews of exactly this content (`event`: approvals, or confirmations) that wait for another one to join them.

    They count until the day on which their reviewer wants the next review, and until somebody asks for changes; then
    whoever gave them has to decide anew. The newest of each reviewer.
    """
    needed = reviewers_needed(version)
    found: dict[str, EditorialRecord] = {}
    events = (event, Event.CHANGES_REQUESTED)
    for record in version.records.filter(event__in=events, content_digest=version.digest).order_by("-sequence"):
        if record.event == Event.CHANGES_REQUESTED or is_enough(record, needed=needed):
            break
        if due_on(record) > on:
            found.setdefault(record.facts["actor"]["credit"]["expert"], record)
    return list(found.values())


def last_reviewed_number(article: Article, *, needed: int = 1) -> int:
    """The number of the newest version that `needed` reviewers accepted, or 0."""
    reviews = article.records.filter(event__in=REVIEWS, version__isnull=False).order_by("-sequence")
    enough = (review for review in reviews.select_related("version") if is_enough(review, needed=needed))
    return next((review.version.number for review in enough if review.version), 0)


def due_on(review: EditorialRecord) -> date:
    return date.fromisoformat(review.details["next_review_due"])
