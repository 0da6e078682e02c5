"""Who may do what: four roles, which are Django groups. A superuser holds none of them by being one."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group, Permission


class Role(StrEnum):
    WRITER = "Writers"
    MEDICAL_REVIEWER = "Medical reviewers"
    EDITOR = "Editors"
    ADMINISTRATOR = "Administrators"


_IN_WORDS = {
    Role.WRITER: "a writer",
    Role.MEDICAL_REVIEWER: "a medical reviewer",
    Role.EDITOR: "an editor",
    Role.ADMINISTRATOR: "an administrator",
}

# What each role may touch in the admin. Decisions are not here: verbs ask for the role itself.
_DRAFTING = ["article", "section", "byline", "citation", "relatedarticle", "source", "figure"]
_READING = [
    "topic",
    "feature",
    "version",
    "editorialrecord",
    "publication",
    "correction",
    "reviewassignment",
    "comment",
]
_PEOPLE = ["expert", "affiliation", "credential", "disclosure"]

ADMIN_PERMISSIONS: dict[Role, dict[str, list[str]]] = {
    Role.WRITER: {
        "add": _DRAFTING,
        "change": _DRAFTING,
        "delete": ["section", "byline", "citation", "relatedarticle"],
        "view": [*_DRAFTING, *_READING, *_PEOPLE],
    },
    Role.MEDICAL_REVIEWER: {"view": [*_DRAFTING, *_READING, *_PEOPLE]},
    Role.EDITOR: {
        "add": [*_DRAFTING, *_PEOPLE, "topic", "redirect", "sitepage"],
        "change": [*_DRAFTING, *_PEOPLE, "topic", "feature", "redirect", "readerreport", "sitepage"],
        "delete": ["section", "byline", "citation", "relatedarticle", "redirect", "affiliation", "figure", "sitepage"],
        "view": [*_DRAFTING, *_READING, *_PEOPLE, "redirect", "readerreport", "sitepage"],
    },
    Role.ADMINISTRATOR: {
        "add": ["user", *_PEOPLE],
        "change": ["user", *_PEOPLE],
        "delete": ["user", "affiliation"],
        "view": [*_DRAFTING, *_READING, *_PEOPLE, "user", "group", "redirect", "readerreport", "sitepage"],
    },
}


def has_role(user: Any, role: Role) -> bool:
    """Whether `user` is active and holds `role` now. Being a superuser makes no difference."""
    return user.is_active and role in roles_of(user)


def why_not(user: Any, *allowed: Role, held: Collection[str] | None = None) -> str:
    """Why `user` acts in none of the roles `allowed`, as a sentence; nothing if they do. `held`: those they hold."""
    if user.is_active and not set(allowed).isdisjoint(roles_of(user) if held is None else held):
        return ""
    if not user.is_active:
        return f"{user}'s account is deactivated."
    names = " or ".join(_IN_WORDS[role] for role in allowed)
    return f"Only {names} can do this, and {user} is not."


def roles_of(user: Any) -> list[str]:
    """The names of the user's roles, sorted. Asked afresh each time: a role that was taken away counts no more.

    Only a page that shows and decides nothing may fetch them once for all its questions (`prefetch_related_objects`).
    """
    return sorted(group.name for group in user.groups.all())


def create_roles() -> None:
    """Make the four groups and give each exactly its admin permissions. Safe to run again."""
    for role, wanted in ADMIN_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        codenames = [f"{action}_{model}" for action, models in wanted.items() for model in models]
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
