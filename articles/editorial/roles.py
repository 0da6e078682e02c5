"""Who may do what: four roles, which are Django groups. A superuser holds none of them by being one."""

from enum import StrEnum
from typing import Any

from django.contrib.auth.models import Group, Permission


class Role(StrEnum):
    WRITER = "Writers"
    MEDICAL_REVIEWER = "Medical reviewers"
    EDITOR = "Editors"
    ADMINISTRATOR = "Administrators"


# What each role may touch in the admin. Decisions are not here: verbs ask for the role itself.
_DRAFTING = ["article", "section", "byline", "citation", "relatedarticle", "source", "figure"]
_READING = ["topic", "version", "editorialrecord", "publication", "correction", "reviewassignment", "comment"]
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
        "add": [*_DRAFTING, *_PEOPLE, "topic", "redirect"],
        "change": [*_DRAFTING, *_PEOPLE, "topic", "redirect", "readerreport"],
        "delete": ["section", "byline", "citation", "relatedarticle", "redirect", "affiliation", "figure"],
        "view": [*_DRAFTING, *_READING, *_PEOPLE, "redirect", "readerreport"],
    },
    Role.ADMINISTRATOR: {
        "add": ["user", *_PEOPLE],
        "change": ["user", *_PEOPLE],
        "delete": ["user", "affiliation"],
        "view": [*_DRAFTING, *_READING, *_PEOPLE, "user", "group", "redirect", "readerreport"],
    },
}


def has_role(user: Any, role: Role) -> bool:
    """Whether `user` is active and holds `role` now. Being a superuser makes no difference."""
    return user.is_active and role in roles_of(user)


def roles_of(user: Any) -> list[str]:
    """The names of the user's roles, sorted. Asked afresh each time: a role that was taken away counts no more."""
    return sorted(user.groups.values_list("name", flat=True))


def create_roles() -> None:
    """Make the four groups and give each exactly its admin permissions. Safe to run again."""
    for role, wanted in ADMIN_PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        codenames = [f"{action}_{model}" for action, models in wanted.items() for model in models]
        group.permissions.set(Permission.objects.filter(codename__in=codenames))
