"""What stands behind a name: "a neurologist and the medical director of the Pain Clinic at Northmoor in Leeds, UK"."""

import re
from dataclasses import dataclass

from articles.importing.page import Affiliation

_CAPITALISED = r"[A-ZÀ-ÖØ-Þ][\w’'.&-]*"
_PLACE_NAME = rf"{_CAPITALISED}(?: (?:of |de |la |the )?{_CAPITALISED}){{0,3}}"
_IN_PLACE = re.compile(rf"^(?P<rest>.*) in (?P<city>{_PLACE_NAME})(?:, (?P<region>{_PLACE_NAME}))?$")
_COMMA_PLACE = re.compile(rf"^(?P<rest>.*?), (?P<city>{_PLACE_NAME}), (?P<region>[A-Z]{{2}})$")

_ROLE_NOUN = re.compile(
    r"\b(?:\w+(?:ologist|ician|trist|therapist)|therapist|surgeon|doctor|nurse|professor|director|co-director|chief|"
    r"chair|chairman|chairwoman|chairperson|head|fellow|dean|president|instructor|lecturer|specialist|scientist|"
    r"researcher|trainer|nutritionist|dietitian|pharmacist|coach|resident|investigator|leader|founder|co-founder|"
    r"coordinator|manager|counselor|worker|practitioner|assistant|expert|officer|member|consultant|internist|dentist|"
    r"hygienist|chiropractor|midwife|writer|editor|reporter|journalist|contributor|author|producer|lead)s?\b",
    re.IGNORECASE,
)
# A rank is held somewhere; any other role is what the person is.
_RANK = re.compile(
    r"\b(?:professor|director|co-director|chief|chair\w*|head|fellow|dean|president|instructor|lecturer|founder|"
    r"co-founder|leader|coordinator|manager|officer|member|investigator|consultant)\b",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(
    r"\b(?:Academy|Center|Centers|Centre|Clinic|College|Foundation|Health|Healthcare|Hospital|Hospitals|Institute|"
    r"Institutes|School|Society|System|University)\b"
)
_UNIT = re.compile(r"^(?:Division|Department|Dept|Section|Center|Centre|Program|Unit|Section|Clinic|Laboratory)\b")
# "A specialist in Multiple Sclerosis" works in no town.
_FIELD = re.compile(
    r"\b(?:Sclerosis|MS|Medicine|Disease|Diseases|Disorders|Pain|Care|Neurology|Rheumatology|Rehabilitation|Therapy|"
    r"Research|Surgery|Sciences?|Studies|Nursing|Nutrition)\b"
)
_GOES_ON = re.compile(
    r"(?:and )?(?:an? |the |who is |also )*(?:associate|assistant|adjunct|clinical|medical|senior|chief|former|"
    r"founding|executive|lead|co-|board-certified|certified|licensed|professor|director|head|chair|founder|fellow|president)",
    re.IGNORECASE,
)
_OF_INSTITUTION = re.compile(r"^(?P<rest>.*?)\b(?:with|from|for|of|at) (?:the )?(?P<name>[A-ZÀ-ÖØ-Þ].*)$")
_ROLE_OF_UNIT = re.compile(r"^(?P<role>.+?) (?:of|with|for|at|from) (?:the )?(?P<unit>[A-ZÀ-ÖØ-Þ].*)$")


@dataclass(frozen=True)
class Description:
    title: str = ""
    specialties: tuple[str, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()


def has_role(text: str) -> bool:
    """Whether `text` names what somebody is or does, so that it can describe a person."""
    return _ROLE_NOUN.search(text) is not None


def is_post(text: str) -> bool:
    """Whether `text`, in a byline behind the name, is a title or an institution and not the rest of a sentence."""
    is_sentence = re.match(r"(?:an?|the|who|and) ", text) is not None
    return not is_sentence and (has_role(text) or _INSTITUTION.search(text) is not None)


def description_at_start(text: str) -> str:
    """Return the part of `text` that describes a person; a clause that says something else follows after a comma.

    "a physical therapist at Motion Works in Denver, resting is rarely the answer" describes nobody from "resting" on.
    """
    first, *others = text.split(", ")
    kept = [first]
    for part in others:
        is_place = len(part.split()) <= 6 and re.fullmatch(rf"(?:and )?(?:the )?{_PLACE_NAME}", part)
        goes_on = _GOES_ON.match(part) or (re.match(r"(?:and )?(?:an?|the) ", part) and has_role(part))
        if not is_place and not goes_on:
            break
        kept.append(part)
    found = ", ".join(kept)
    return found if has_role(found) or re.match(r"(?:of|at|from|with) (?:the )?[A-Z]", found) else ""


def read_description(text: str) -> Description:
    """Return what a description in running text says: specialty, roles, units, institution, town."""
    rest, city, region = _place(text.strip(" ,."))
    rest, institution = _institution(rest)
    specialties: list[str] = []
    held: list[tuple[str, str]] = []
    for role, unit in _roles(rest):
        if unit or _RANK.search(role):
            held.append((_capital(role), unit))
        elif role:
            specialties.append(_capital(role))
    if not held and (institution or city):
        held.append(("", ""))
    affiliations = tuple(
        Affiliation(
            role=role, unit=unit if institution else "", institution=institution or unit, city=city, region=region
        )
        for role, unit in held
    )
    title = (specialties or [role for role, _ in held] or [""])[0]
    return Description(title=title, specialties=tuple(specialties), affiliations=affiliations)


def read_credit(text: str) -> Description:
    """Return what a byline says behind name and degrees: rank, division, department, institution, town."""
    rest, city, region = _place(text.strip(" ,.:"))
    titles, units, institutions = [], [], []
    for part in (part.strip() for part in rest.split(",")):
        if _UNIT.match(part):
            units.append(part)
        elif _INSTITUTION.search(part) and not has_role(part):
            institutions.append(part)
        elif part:
            titles.append(part)
    title = ", ".join(titles)
    if not (units or institutions or city or _RANK.search(title)):
        return Description(title=title)
    place = Affiliation(
        role=title, unit=", ".join(units), institution=", ".join(institutions), city=city, region=region
    )
    return Description(title=title, affiliations=(place,))


def _place(text: str) -> tuple[str, str, str]:
    match = _COMMA_PLACE.match(text)
    if match is None:
        match = _IN_PLACE.match(text)
        if match and not match["region"] and _FIELD.search(match["city"]):
            match = None
    if match is None:
        return text, "", ""
    region = match["region"] or ""
    if re.fullmatch(r"[A-Z]\.[A-Z]\.?", region):
        region = region.replace(".", "")
    return match["rest"].rstrip(" ,"), match["city"], region


def _institution(text: str) -> tuple[str, str]:
    before, at, after = f" {text}".rpartition(" at ")
    if at:
        return before.strip(" ,"), after.removeprefix("the ").strip(" ,")
    match = _OF_INSTITUTION.match(text)
    if match and _INSTITUTION.search(match["name"]) and " and " not in match["name"]:
        return match["rest"].strip(" ,"), match["name"].strip(" ,")
    return text, ""


def _roles(text: str) -> list[tuple[str, str]]:
    """Split "a neurologist and the medical director of the A and the B" into roles with their units."""
    roles: list[tuple[str, str]] = []
    for part in re.split(r",? and |, ", text):
        part = re.sub(r"^(?:who is )?(?:an? |the )?", "", part.strip())
        part = re.sub(r" who .*$", "", part)
        if not part:
            continue
        match = _ROLE_OF_UNIT.match(part)
        if match and has_role(match["role"]):
            roles.append((match["role"], match["unit"]))
        elif part[0].isupper() and not has_role(part) and roles and roles[-1][1]:
            roles.append((roles[-1][0], part))  # the same role in a second unit
        elif has_role(part) or not roles:
            roles.append((part, ""))
        else:  # "professor of neurology and rehabilitation medicine"
            role, unit = roles[-1]
            roles[-1] = (role, f"{unit} and {part}") if unit else (f"{role} and {part}", "")
    return roles


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
