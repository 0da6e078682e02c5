"""Why somebody may not decide, in the gate's own words, before they read and type for nothing."""

from collections.abc import Callable
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


def table_of(version: Version, user: Any, *, on: date) -> list[Check]:
    """The decision table for this person if it is what stands in the way; what else may is told in a sentence."""
    table = checks(version, user, on=on)
    return table if first_unmet(table) else []


def to_deciding(version: Version, user: Any, *, on: date) -> str:
    """Why this person cannot decide on this version, or nothing."""
    return _sentence(
        lambda: gate.require_role(user, Role.MEDICAL_REVIEWER),
        lambda: gate.require_latest(version.article, version),
        lambda: gate.require_state(version.article, State.IN_REVIEW),
        lambda: gate.require_qualified_reviewer(version, user, on=on),
        lambda: gate.require_another_reviewer(version, Event.APPROVED, user, on=on),
    )


def to_confirming(publication: Publication, user: Any, *, on: date) -> str:
    """Why this person cannot say that the live page needs no change, or nothing."""
    article, version = publication.article, publication.version
    return _sentence(
        lambda: gate.require_role(user, Role.MEDICAL_REVIEWER),
        lambda: gate.require_latest(article, version),
        lambda: gate.require_state(article, State.APPROVED, State.DRAFT),
        lambda: gate.require_qualified_reviewer(version, user, on=on),
        lambda: gate.require_another_reviewer(version, Event.CONFIRMED_UNCHANGED, user, on=on),
    )


def _sentence(*requirements: Callable[[], Any]) -> str:
    try:
        for requirement in requirements:
            requirement()
    except EditorialError as refusal:
        return refusal.message
    return ""
