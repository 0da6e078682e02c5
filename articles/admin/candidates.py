"""Whom an editor can ask for a review: everybody who reviews, with what decides about the choice.

Whoever may not review this version is shown with the reason, so that nobody wonders where they are. How often the
database is asked does not depend on how many they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from articles.admin.workload import DECISIONS, Load, loads_of, reviewers
from articles.editorial import approvals
from articles.editorial.qualification import checks_of_all, first_unmet, fitting, specialties_asked
from articles.models import Article, EditorialRecord, Event, Version
from experts.models import Expert, User


@dataclass(frozen=True)
class Candidate:
    """One reviewer as a choice; `refusal` says why they cannot be chosen."""

    user: User
    expert: Expert | None
    fits: list[str]
    others: list[str]
    load: Load
    last: EditorialRecord | None
    refusal: str

    @property
    def name(self) -> str:
        return str(self.expert or self.user)


@dataclass(frozen=True)
class Choice:
    """The reviewers of one version, how many are needed, who has accepted it, and who was asked."""

    candidates: list[Candidate] = field(default_factory=list)
    needed: int = 1
    accepted: list[EditorialRecord] = field(default_factory=list)
    asked: list[Any] = field(default_factory=list)
    specialties: list[str] = field(default_factory=list)


def choice_for(article: Article, *, now: datetime, instead_of: Any = None) -> Choice:
    """Who can review the latest version of `article`; `instead_of` is the assignment that would be closed."""
    version = article.latest_version
    if version is None:
        return Choice()
    people = list(reviewers())
    expert_of = {expert.user_id: expert for expert in Expert.objects.filter(user__in=people)}
    tables = checks_of_all(version, people, on=now.date())
    needed = approvals.reviewers_needed(version)
    accepted = approvals.waiting(version, Event.APPROVED, on=now.date()) if needed > 1 else []
    asked = [row for row in article.assignments.open().select_related("reviewer") if row != instead_of]
    specialties = specialties_asked(version)
    loads, last = loads_of(people, now=now), _last_decisions(article, people)
    found = []
    for person in people:
        expert = expert_of.get(person.pk)
        own = expert.specialties if expert else []
        fits = fitting(own, specialties)
        unmet = first_unmet(tables[person.pk])
        found.append(
            Candidate(
                user=person,
                expert=expert,
                fits=fits,
                others=[name for name in own if name not in fits],
                load=loads[person.pk],
                last=last.get(person.pk),
                refusal=unmet.sentence if unmet else _is_taken(person, version, accepted, asked),
            )
        )
    found.sort(key=lambda row: (bool(row.refusal), row.load.open, row.load.late, row.name))
    return Choice(found, needed, accepted, asked, specialties)


def _is_taken(person: Any, version: Version, accepted: Sequence[EditorialRecord], asked: Sequence[Any]) -> str:
    if any(review.actor_id == person.pk for review in accepted):
        return f"{person} accepted version {version.number} already; the second reviewer must be somebody else."
    if any(row.reviewer_id == person.pk for row in asked):
        return f"{person} has been asked already."
    return ""


def _last_decisions(article: Article, people: Sequence[Any]) -> dict[int, EditorialRecord]:
    decided = article.records.filter(event__in=DECISIONS, actor__in=people).select_related("version")
    return {record.actor_id: record for record in decided.defer("document", "version__document").order_by("sequence")}
