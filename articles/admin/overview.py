"""What stands above an article's form: where it is, what readers see, what is missing, and what can be done now."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from articles.editorial import requirements
from articles.editorial.roles import Role, roles_of
from articles.editorial.snapshot import freeze
from articles.models import Article, Event, Publication, ReviewAssignment, Standing, State, Version

# Which field or part of the form a requirement's `place` means; a section answers by its own id.
PLACES = {
    "lede": "at_id_lede",
    "sections": "sections-group",
    "bylines": "bylines-group",
    "citations": "citations-group",
}


@dataclass(frozen=True)
class Missing:
    sentence: str
    target: str


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

    def is_one_of(self, *roles: Role) -> bool:
        return bool(self.roles.intersection(roles))

    @property
    def latest_is_live(self) -> bool:
        return bool(self.live and self.latest and self.live.version_id == self.latest.pk)


@dataclass(frozen=True)
class Overview:
    situation: Situation
    missing: list[Missing] = field(default_factory=list)
    assignments: list[ReviewAssignment] = field(default_factory=list)
    returned: Any = None

    @property
    def review_due_on(self) -> date | None:
        return self.situation.standing.due_on if self.situation.standing else None


def situation_of(article: Article, *, user: Any, now: datetime | None = None) -> Situation:
    now = now or timezone.now()
    live = article.live_publication(now)
    return Situation(
        state=State(article.state),
        latest=article.latest_version,
        live=live,
        scheduled=article.publications.scheduled(now).select_related("version").first(),
        withdrawn=article.publications.withdrawn(now).select_related("version").first(),
        standing=live.standing(now) if live else None,
        roles=frozenset(roles_of(user)) if user.is_active else frozenset(),
        now=now,
    )


def overview_of(article: Article, *, user: Any) -> Overview:
    situation = situation_of(article, user=user)
    is_drafting = situation.state in (State.DRAFT, State.CHANGES_REQUESTED)
    return Overview(
        situation=situation,
        missing=missing_in(article, on=situation.now.date()) if is_drafting else [],
        assignments=list(article.assignments.open().select_related("reviewer", "assigned_by")),
        returned=_returned(article) if situation.state == State.CHANGES_REQUESTED else None,
    )


def missing_in(article: Article, *, on: date) -> list[Missing]:
    """Every requirement that the draft does not meet, each with the place in the form where it can be met."""
    anchors = list(article.sections.values_list("anchor", flat=True))
    issues = requirements.missing(freeze(article, on=on))
    return [Missing(issue.message, "#" + _target(issue.place, anchors)) for issue in issues]


def _target(place: str, anchors: list[str]) -> str:
    if place in anchors:
        return f"sections-{anchors.index(place)}"
    return PLACES.get(place, f"id_{place}")


def _returned(article: Article) -> Any:
    """The record that sent the article back, with its note."""
    return article.records.filter(event=Event.CHANGES_REQUESTED).select_related("actor").order_by("-sequence").first()


def preview_address(version: Version) -> str:
    return reverse("admin:articles_version_preview", args=[version.pk])
