"""What stands above an article's form: where it is, what readers see, and what can be done now."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles.editorial.approvals import is_accepted
from articles.editorial.reading import haste_of
from articles.editorial.roles import Role
from articles.models import (
    Article,
    EditorialRecord,
    Event,
    Publication,
    ReviewAssignment,
    Standing,
    State,
    Version,
)
from articles.models.record import REVIEWS


@dataclass(frozen=True)
class Situation:
    """The facts that decide which buttons are offered. The verb decides what is allowed."""

    state: State
    latest: Version | None
    live: Publication | None
    scheduled: Publication | None
    withdrawn: Publication | None
    standing: Standing | None
    roles: frozenset[str]
    now: datetime
    # Approved by fewer than are needed now, or for a day that has passed.
    has_too_little: bool = False

    def is_one_of(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))

    @property
    def latest_is_live(self) -> bool:
        return bool(self.live and self.latest and self.live.version_id == self.latest.pk)


@dataclass(frozen=True)
class Overview:
    situation: Situation
    assignments: list[ReviewAssignment] = field(default_factory=list)
    returned: Any = None

    @property
    def review_due_on(self) -> date | None:
        return self.situation.standing.due_on if self.situation.standing else None


def situation_of(article: Article, *, roles: Collection[str], now: datetime | None = None) -> Situation:
    now = now or timezone.now()
    publications = list(article.publications.not_over(now).with_standing())
    public = [publication for publication in publications if not publication.is_scheduled(now)]
    live = next((publication for publication in public if not publication.is_withdrawn), None)
    state, latest = State(article.state), article.latest_version
    is_out = any(row.version_id == latest.pk and not row.is_withdrawn for row in publications) if latest else False
    if latest and state == State.APPROVED:
        # The draft and its version say the same, and the draft's topics were read for the form.
        latest.topics = article.all_topics()
    return Situation(
        state=state,
        latest=latest,
        live=live,
        scheduled=next((publication for publication in publications if publication.is_scheduled(now)), None),
        withdrawn=next((publication for publication in public if publication.is_withdrawn), None),
        standing=live.standing(now) if live else None,
        roles=frozenset(roles),
        now=now,
        has_too_little=state == State.APPROVED and not is_out and not is_accepted(latest, on=now.date()),
    )


def overview_of(article: Article, *, roles: Collection[str]) -> Overview:
    situation = situation_of(article, roles=roles)
    # Every other state closes what was asked of reviewers.
    is_asked = situation.state == State.IN_REVIEW
    return Overview(
        situation=situation,
        assignments=list(article.assignments.open().select_related("reviewer")) if is_asked else [],
        returned=_returned(article) if situation.state == State.CHANGES_REQUESTED else None,
    )


def _returned(article: Article) -> Any:
    """The record that sent the article back, with its note."""
    return article.records.filter(event=Event.CHANGES_REQUESTED).select_related("actor").order_by("-sequence").first()


def hasty_reviews(article: Article) -> list[tuple[EditorialRecord, dict[str, int]]]:
    """Reviews of the latest version that were too quick to have been read, with their seconds and words."""
    reviews = article.records.filter(version=article.latest_version, event__in=REVIEWS).select_related("actor")
    found = ((review, haste_of(review)) for review in reviews.order_by("sequence"))
    return [(review, haste) for review, haste in found if haste]


def preview_address(version: Version) -> str:
    return reverse("admin:articles_version_preview", args=[version.pk])
