"""Why somebody may not decide, in the gate's own words, before they read and type for nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from articles.editorial import gate
from articles.editorial.qualification import Check, checks, checks_of_person, first_unmet
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Event, Publication, State, Version


def to_reviewing(user: Any, *, on: date) -> str:
    """Why this person could not decide on anything today, or nothing."""
    unmet = first_unmet(checks_of_person(user, on=on))
    return unmet.sentence if unmet else ""


@dataclass(frozen=True)
class Hindrance:
    """Why not, in a sentence, or nothing; and the decision table, if a line of it is unmet."""

    sentence: str
    table: list[Check]


def to_deciding(version: Version, user: Any, *, on: date) -> Hindrance:
    """Why this person cannot decide on this version."""
    return _first(
        version,
        user,
        lambda: gate.require_role(user, Role.MEDICAL_REVIEWER),
        lambda: gate.require_latest(version.article, version),
        lambda: gate.require_state(version.article, State.IN_REVIEW),
        another=lambda: gate.require_another_reviewer(version, Event.APPROVED, user, on=on),
        on=on,
    )


def to_confirming(publication: Publication, user: Any, *, on: date) -> Hindrance:
    """Why this person cannot say that the live page needs no change."""
    article, version = publication.article, publication.version
    return _first(
        version,
        user,
        lambda: gate.require_role(user, Role.MEDICAL_REVIEWER),
        lambda: gate.require_latest(article, version),
        lambda: gate.require_state(article, State.APPROVED, State.DRAFT),
        another=lambda: gate.require_another_reviewer(version, Event.CONFIRMED_UNCHANGED, user, on=on),
        on=on,
    )


def _first(
    version: Version, user: Any, *requirements: Callable[[], Any], another: Callable[[], Any], on: date
) -> Hindrance:
    """The first of `requirements` that refuses, else the table, worked out once for both; `another` asks last."""
    table = checks(version, user, on=on)
    unmet = first_unmet(table)
    try:
        for requirement in requirements:
            requirement()
        if unmet is None:
            another()
    except EditorialError as refusal:
        return Hindrance(refusal.message, table if unmet else [])
    return Hindrance(unmet.sentence, table) if unmet else Hindrance("", [])
