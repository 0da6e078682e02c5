"""Take in the people of an archive: who decided, and who is credited."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from articles.archive.job import Job, found, new_lines
from articles.archive.lines import BadArchive, Line
from experts.models import Affiliation, Credential, Disclosure, Expert, User


def take_users(lines: Sequence[Line], job: Job) -> int:
    """Make those who are not here: without a password, and deactivated until an administrator lets them in."""
    known = job.users(line.fields["username"] for line in lines)
    fresh = new_lines(lines, lambda line: line.fields["username"], known)
    users = User.objects.bulk_create(
        User(
            username=line.fields["username"],
            first_name=line.fields["first_name"],
            last_name=line.fields["last_name"],
            password=make_password(None),
            is_active=False,
        )
        for line in fresh
    )
    groups = {group.name: group for group in Group.objects.all()}
    for user, line in zip(users, fresh, strict=True):
        user.groups.set([found(groups, role, line=line, what="role") for role in line.fields["roles"]])
    return len(fresh)


def take_experts(lines: Sequence[Line], job: Job) -> int:
    """Make those who are not here. Whom another site verified, nobody here has verified."""
    uids = [line.fields["uid"] for line in lines]
    known = {str(uid) for uid in Expert.objects.filter(uid__in=uids).values_list("uid", flat=True)}
    fresh = new_lines(lines, lambda line: line.fields["uid"], known)
    slugs = dict(Expert.objects.filter(slug__in=[line.fields["slug"] for line in fresh]).values_list("slug", "name"))
    for line in fresh:
        if line.fields["slug"] in slugs:
            raise BadArchive(
                f"Line {line.number}: the profile address “{line.fields['slug']}” belongs to "
                f"{slugs[line.fields['slug']]} here; give this person another one."
            )
    users = {} if job.is_foreign else job.users(line.fields["user"] for line in fresh)
    experts = Expert.objects.bulk_create(
        Expert(
            uid=line.fields["uid"],
            user_id=None if job.is_foreign else found(users, line.fields["user"], line=line, what="user"),
            is_verified=line.fields["is_verified"] and not job.is_foreign,
            portrait=None if job.is_foreign else line.fields["portrait"],
            **{name: line.fields[name] for name in _AS_THEY_ARE},
        )
        for line in fresh
    )
    pairs = list(zip(experts, fresh, strict=True))
    Affiliation.objects.bulk_create(
        Affiliation(expert=expert, **{**row, "since": day(row["since"]), "until": day(row["until"])})
        for expert, line in pairs
        for row in line.fields["affiliations"]
    )
    Credential.objects.bulk_create(
        Credential(
            expert=expert,
            **{
                **row,
                "verified_on": None if job.is_foreign else day(row["verified_on"]),
                "expires_on": day(row["expires_on"]),
            },
        )
        for expert, line in pairs
        for row in line.fields["credentials"]
    )
    Disclosure.objects.bulk_create(
        Disclosure(expert=expert, statement=row["statement"], declared_on=day(row["declared_on"]))
        for expert, line in pairs
        for row in line.fields["disclosures"]
    )
    return len(fresh)


_AS_THEY_ARE = ("name", "slug", "degrees", "title", "specialties", "bio", "orcid", "npi")


def day(text: str | None) -> Any:
    return date.fromisoformat(text) if text else None
