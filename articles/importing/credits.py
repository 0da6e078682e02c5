"""Bylines of a page: "Written by …", "Medically reviewed by …" and the form "Name, degrees, title:" at its end."""

import re
from dataclasses import dataclass

from articles.content import names
from articles.importing.dates import last_date_in
from articles.importing.descriptions import Description, has_role, is_post, read_credit
from articles.importing.page import Role

_LONGEST = 300
_BY = {
    "author": r"written by|words by|story by|reporting by|by|authors?|writer",
    "medical_reviewer": (
        r"(?:medically|clinically|scientifically|expert) reviewed by|medical reviewer|medical(?:ly)? review(?:ed)? by"
        r"|reviewed by|reviewer"
    ),
    "editor": r"edited by|editor|fact[- ]checked by|updated by",
}
_LABELS: dict[Role, re.Pattern[str]] = {
    "author": re.compile(rf"(?:{_BY['author']})\s*:?$", re.IGNORECASE),
    "medical_reviewer": re.compile(rf"(?:{_BY['medical_reviewer']})\s*:?$", re.IGNORECASE),
    "editor": re.compile(rf"(?:{_BY['editor']})\s*:?$", re.IGNORECASE),
}
_LABELLED = re.compile(rf"^(?P<label>{'|'.join(_BY.values())})(?:\s*:\s*|\s+)(?P<rest>\S.*)$", re.IGNORECASE)
_CREDITING = re.compile(r"(?:written|edited|(?:\w+ )?(?:reviewed|checked)) by\b|(?:\w+ )?reviewer:", re.IGNORECASE)
_NAME = re.compile(rf"(?:{names.HONORIFIC})?(?P<name>{names.NAME})")
_WRITER = re.compile(r"\b(?:writer|reporter|journalist|contributor|author|blogger)\b", re.IGNORECASE)
_EDITOR = re.compile(r"\b(?:editor|producer)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Byline:
    role: Role
    name: str
    degrees: tuple[str, ...]
    description: Description
    bio: str = ""
    stated_date: str = ""  # "… on March 26, 2024", as written


def role_of_label(text: str) -> Role | None:
    """Return the role when `text` is nothing but "Written by" or the like, with the name on the next line."""
    if len(text) > _LONGEST:
        return None
    return next((role for role, label in _LABELS.items() if label.match(text)), None)


def bylines_in(text: str) -> list[Byline]:
    """Return the bylines that `text` consists of; none when it holds anything else."""
    if len(text) > _LONGEST and ":" not in text[:_LONGEST]:
        return []
    found: list[Byline] = []
    for part in re.split(r" [|•·] ", text):
        match = _LABELLED.match(part)
        role = role_of_label(match["label"]) if match else None
        bylines = _credits(match["rest"], role=role) if match and role else _with_colon(part)
        if not bylines:
            return []
        found += bylines
    return found


def is_unclear(text: str) -> bool:
    """Whether `text` credits somebody in a way that was not understood: "Medically reviewed by our team"."""
    return len(text) <= _LONGEST and _CREDITING.match(text) is not None and not text.endswith(".")


def byline_under_label(text: str, *, role: Role) -> list[Byline]:
    """Return the bylines of a line that stands under "Written by" or the like."""
    return _credits(text, role=role)


def _credits(text: str, *, role: Role) -> list[Byline]:
    if len(text) > _LONGEST:
        return []
    stated = last_date_in(text)
    if stated:
        text = text[: stated.start()]
    people = [_credit(part.strip(), role=role) for part in _separate(text.strip(" .:"))]
    if not people or any(person is None for person in people):
        return []
    stated_date = stated["date"] if stated else ""
    return [
        Byline(person.role, person.name, person.degrees, person.description, stated_date=stated_date)
        for person in people
        if person
    ]


def _separate(text: str) -> list[str]:
    """Split "Ana Roe and Bo Doe"; a title such as "Chair and Professor" is left alone."""
    parts = re.split(r" and | & ", text)
    return parts if all(_NAME.match(part) and not has_role(part) for part in parts) else [text]


def _credit(text: str, *, role: Role) -> Byline | None:
    match = _NAME.match(text)
    if match is None:
        return None
    name, degrees_within = names.split_degrees(match["name"])
    degrees, end = names.read_degrees(text, at=match.end())
    rest = text[end:].strip(" ,.:")
    if not names.is_full(name) or names.is_organisation(name):
        return None
    if rest and (text[end : end + 1] != "," or not is_post(rest)):
        return None
    return Byline(role, name, (*degrees_within, *degrees), read_credit(rest))


def _with_colon(text: str) -> list[Byline]:
    """Read "Ana Roe, Health Writer:" and "Bo Doe, M.D., Professor of Medicine, Department of Neurology: bio"."""
    head, colon, bio = text.partition(":")
    if not colon or len(head) > _LONGEST:
        return []
    found = _credit(head, role="author")
    if found is None or not (found.description.title or found.degrees):
        return []
    title = found.description.title
    role: Role = "author"
    if not _WRITER.search(title):
        role = "editor" if _EDITOR.search(title) and not found.degrees else "medical_reviewer"
    return [Byline(role, found.name, found.degrees, found.description, bio=bio.strip())]
