"""Why somebody may not decide, in the gate's own words, before they read and type for nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from articles.editorial import gate
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import Publication, State, Version


def to_reviewing(user: Any, *, on: date) -> str:
    """Why this person could not decide on anything today, or nothing."""
    return _sentence(
        lambda: gate.require_role(user, Role.MEDICAL_REVIEWER),
        lambda: gate.require_competent(gate.require_profile(user), on=on),
    )


def to_deciding(version: Version, user: Any, *, on: date) -> str:
    """Why this person cannot decide on this version, or nothing."""
    return _sentence(
        lambda: gate.require_role(user, Role.MEDICAL_REVIEWER),
        lambda: gate.require_latest(version.article, version),
        lambda: gate.require_state(version.article, State.IN_REVIEW),
        lambda: gate.require_qualified_reviewer(version, user, on=on),
    )


def to_confirming(publication: Publication, user: Any, *, on: date) -> str:
    """Why this person cannot say that the live page needs no change, or nothing."""
    article, version = publication.article, publication.version
    return _sentence(
        lambda: gate.require_role(user, Role.MEDICAL_REVIEWER),
        lambda: gate.require_latest(article, version),
        lambda: gate.require_state(article, State.APPROVED, State.DRAFT),
        lambda: gate.require_qualified_reviewer(version, user, on=on),
    )


def _sentence(*requirements: Callable[[], Any]) -> str:
    try:
        for requirement in requirements:
            requirement()
    except EditorialError as refusal:
        return refusal.message
    return ""
