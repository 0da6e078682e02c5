"""Who may review a version: role, independence and competence as one decision table.

Each check says in a sentence how it stands, met or not, so that the desk can show the whole table and the gate can
refuse with the first line that is not met. All are asked of today: nothing here trusts what was true yesterday.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from articles.editorial.approvals import last_reviewed_number, reviewers_needed
from articles.editorial.roles import Role, why_not
from articles.errors import EditorialError
from articles.models import BylineRole, Topic, Version
from experts.models import Expert
from experts.models.disclosure import counts as is_current

# Whoever stands on the byline like this made the text or speaks in it, so cannot judge it
# (independence of reviewers: ICMJE Recommendations, section II.C; COPE guidelines for peer reviewers).
_INVOLVED = {
    BylineRole.AUTHOR: "wrote this article",
    BylineRole.EDITOR: "edited this article",
    BylineRole.QUOTED: "is quoted in this article",
}


class NotQualified(EditorialError):
    """Refused by the decision table; the ledger keeps who tried what on which version."""

    def __init__(self, message: str, *, version: Version) -> None:
        super().__init__(message)
        self.version = version


@dataclass(frozen=True)
class Check:
    """One line of the table, and how it stands for one person on one day."""

    name: str
    is_met: bool
    sentence: str


@dataclass(frozen=True)
class _Person:
    """Whom the table is asked of, with the profile as it is in the database now."""

    user: Any
    expert: Expert | None
    disclosed_on: date | None
    on: date

    def __str__(self) -> str:
        return str(self.expert or self.user)

    @property
    def name(self) -> str:
        return self.expert.name if self.expert else str(self.user)

    @property
    def uid(self) -> str:
        return str(self.expert.uid) if self.expert else ""


def checks(version: Version, user: Any, *, on: date) -> list[Check]:
    """The whole table for `user` and this version on the day `on`, in the order in which the gate asks."""
    return checks_of_all(version, [user], on=on)[user.pk]


def checks_of_all(version: Version, users: Sequence[Any], *, on: date) -> dict[int, list[Check]]:
    """The same table for each of `users`, by their keys; the database is asked as often for many as for one."""
    made = _versions_since_review(version, users)
    return {
        person.user.pk: [
            _role(person),
            _profile(person),
            _verified(person),
            _independence(person, version, made[person.user.pk]),
            _named(person, version),
            _credential(person),
            _specialty(person, version),
            _disclosure(person),
        ]
        for person in _people(users, on=on)
    }


def checks_of_person(user: Any, *, on: date) -> list[Check]:
    """The lines that hold or not whatever the version is."""
    [person] = _people([user], on=on)
    return [line(person) for line in _OF_THE_PERSON]


def first_unmet(table: Sequence[Check]) -> Check | None:
    return next((check for check in table if not check.is_met), None)


def specialties_asked(version: Version) -> list[str]:
    """What the main topic asks for, or the nearest topic above it that asks for anything; empty: every specialty."""
    topic = _main_topic(version)
    lists = [row.specialties for row in [topic, *reversed(topic.ancestors())]] if topic else []
    return next(filter(None, lists), [])


def fitting(own: Sequence[str], asked: Sequence[str]) -> list[str]:
    """Those of a doctor's specialties that are asked for, however they are written."""
    return [name for name in own if _comparable(name) in map(_comparable, asked)]


def _people(users: Sequence[Any], *, on: date) -> list[_Person]:
    profiles: Any = Expert.objects.filter(user__in=users).with_papers(on=on)
    expert_of = {expert.user_id: expert for expert in profiles}
    for user in users:
        if user.pk in expert_of:
            # A page that names whom it lets in need not look for the profile again.
            expert_of[user.pk].user = user
    if len(users) > 1:
        # For a list that decides nothing; the gate asks for one person, and afresh.
        prefetch_related_objects(users, "groups")
    return [_person(user, expert_of.get(user.pk), on=on) for user in users]


def _person(user: Any, expert: Any, *, on: date) -> _Person:
    return _Person(user=user, expert=expert, disclosed_on=expert.disclosed_on if expert else None, on=on)


def _versions_since_review(version: Version, users: Sequence[Any]) -> dict[int, list[int]]:
    """The numbers of the versions that each of them made since the last review, by the person."""
    own = version.article.versions.filter(made_by__in=users, number__lte=version.number).order_by("number")
    rows = list(own.values_list("made_by", "number"))
    # A review counts here if it would do today: one where two are needed now has not judged that text.
    reviewed = last_reviewed_number(version.article, needed=reviewers_needed(version)) if rows else 0
    made = defaultdict(list)
    for person, number in rows:
        if number > reviewed:
            made[person].append(number)
    return made


def _role(person: _Person) -> Check:
    refusal = why_not(person.user, Role.MEDICAL_REVIEWER)
    return Check("Role", not refusal, refusal or f"{person.user} is a medical reviewer.")


def _profile(person: _Person) -> Check:
    if person.expert is None:
        return Check(
            "Profile", False, f"{person} has no expert profile, so nobody can see what entitles them to review."
        )
    return Check("Profile", True, f"{person} has a profile that readers can see.")


def _verified(person: _Person) -> Check:
    if person.expert is None or not person.expert.is_verified:
        return Check("Verified", False, f"{person} is not verified yet: somebody must check who they are first.")
    return Check("Verified", True, f"Somebody here checked who {person} is.")


def _independence(person: _Person, version: Version, since: Sequence[int]) -> Check:
    """Whoever wrote, edited or is quoted in the version, or made any version since the last review, is not free."""
    for byline in version.content["bylines"]:
        involved = _INVOLVED.get(byline["role"])
        if involved and byline["expert"] == person.uid:
            return Check("Independence", False, f"{byline['name']} {involved} and cannot review it.")
    if since:
        sentence = f"{person.user} made version {since[0]} of this article since its last review and cannot review it."
        return Check("Independence", False, sentence)
    return Check("Independence", True, f"{person.name} has no part in this text and is not quoted in it.")


def _named(person: _Person, version: Version) -> Check:
    """A page that names one doctor is not reviewed by another: readers would see a name that did not decide."""
    named = [byline for byline in version.content["bylines"] if byline["role"] == BylineRole.MEDICAL_REVIEWER]
    if not named:
        return Check("Named on the page", True, "The page names nobody in advance: it will name who decides.")
    if person.uid in {byline["expert"] for byline in named}:
        return Check("Named on the page", True, f"The page names {person.name} as medical reviewer.")
    names = " or ".join(byline["name"] for byline in named)
    return Check(
        "Named on the page",
        False,
        f"This version names {names} as medical reviewer, not {person.name}. Change the byline, then submit it again.",
    )


def _credential(person: _Person) -> Check:
    credential = person.expert.valid_credential(on=person.on) if person.expert else None
    if credential is None:
        return Check(
            "Credential", False, f"{person} has no checked credential that is valid on {long_date(person.on)}."
        )
    until = f", valid until {long_date(credential.expires_on)}" if credential.expires_on else ""
    return Check("Credential", True, f"{credential.kind}, {credential.issuer}: checked by us{until}.")


def _specialty(person: _Person, version: Version) -> Check:
    """The field must fit the main topic, or the nearest topic above it that asks for one."""
    topic, asked = _main_topic(version), specialties_asked(version)
    if topic is None or not asked:
        return Check("Specialty", True, "The topic is open to every specialty.")
    own = person.expert.specialties if person.expert else []
    fits = fitting(own, asked)
    if fits:
        return Check("Specialty", True, f"{fits[0].strip()} fits the topic “{topic.name}”.")
    has = f"names {', '.join(own)}" if own else "names no specialty"
    return Check(
        "Specialty",
        False,
        f"The topic “{topic.name}” asks for {' or '.join(asked)}; the profile of {person} {has}.",
    )


def _disclosure(person: _Person) -> Check:
    disclosed_on = person.disclosed_on
    if disclosed_on is None or not is_current(disclosed_on, on=person.on):
        day = long_date(person.on)
        sentence = f"{person} has not disclosed interests within the twelve months before {day}."
        return Check("Disclosure", False, sentence)
    return Check("Disclosure", True, f"{person.name} disclosed interests on {long_date(disclosed_on)}.")


_OF_THE_PERSON: tuple[Callable[[_Person], Check], ...] = (_role, _profile, _verified, _credential, _disclosure)


def _main_topic(version: Version) -> Topic | None:
    main = next((topic["slug"] for topic in version.content["topics"]), "")
    return next((topic for topic in version.topics if topic.slug == main), None)


def _comparable(name: str) -> str:
    return " ".join(name.split()).casefold()


def long_date(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
