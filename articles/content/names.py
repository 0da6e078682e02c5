"""How a person's name and degrees are written."""

import re
import unicodedata

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_TOKEN = rf"(?:[{_UPPER}]\.(?:[{_UPPER}]\.){{0,2}}|[{_UPPER}][\w’'-]{{0,30}})"
_PARTICLES = "de|da|di|del|della|dos|du|van|von|der|den|la|le|bin|al|ter|ten"
_PARTICLE = f"(?:{_PARTICLES})"

LONGEST_NAME = 120

# One to five capitalised words, single spaces between them (lines are cleaned before anyone looks for names).
NAME = (
    rf"(?:{_PARTICLE} ){{0,2}}{_TOKEN}(?: (?:{_PARTICLE} ){{0,2}}{_TOKEN}){{0,4}}"
    r"(?:,? (?:Jr\.?|Sr\.?|II|III|IV)(?!\w))?"
)
HONORIFIC = r"(?:Dr|Prof|Professor)\.? "

# The spelling we keep, by the letters alone: M.D., MD and M.D are one degree.
_DEGREES = {
    re.sub(r"[^A-Z]", "", degree.upper()): degree
    for degree in (
        "MD", "DO", "MBBS", "MBChB", "PhD", "DPhil", "ScD", "DSc", "MS", "MSc", "MA", "MPH", "MBA", "MHS", "MHA", "MEd",
        "EdD", "PsyD", "PharmD", "RPh", "DPT", "PT", "OTD", "OT", "OTR/L", "SLP", "DC", "DPM", "DDS", "DMD", "DVM",
        "RN", "BSN", "MSN", "DNP", "NP", "APRN", "CNP", "CRNP", "FNP", "FNP-BC", "FNP-C", "CNM", "PA", "PA-C", "LPN",
        "RD", "RDN", "LD", "LDN", "CDE", "CDCES", "LCSW", "MSW", "LMFT", "LPC", "CSCS", "ATC", "BS", "BSc", "BA", "JD",
        "FACP", "FAAN", "FAAP", "FACS", "FACR", "FACC", "FRCP", "FRCS", "FAAPMR", "FAHA", "MSCN", "MSCS", "CRC", "ABPP",
    )
}  # fmt: skip
_DEGREE = re.compile(r"(,? ?)([A-Z][A-Za-z]{0,7}(?:\.[A-Z][A-Za-z]{0,3}){0,4}(?:[-/][A-Z]{1,2})?)(\.?)(?![\w’'])")

_SUFFIX = re.compile(r",? (?:Jr\.?|Sr\.?|II|III|IV)$")

# Capitalised because they begin a sentence or go before a name, and no part of it.
_NO_NAMES = frozenset(
    "a after although an and as at because before both but by dr even finally first for from furthermore he her here "
    "his however if in indeed instead it its like meanwhile moreover mr mrs ms neurologist nurse of on one or other "
    "our physician prof professor rheumatologist she since so still that the their then there therefore these they "
    "this those though thus to we what when while why with yes you your".split()
)
_ORGANISATION = re.compile(
    r"\b(?:Academy|Agency|Association|Board|Center|Centers|Centre|Clinic|Clinics|College|Council|Department|Division|"
    r"Federation|Foundation|Group|Health|Healthcare|Hospital|Hospitals|Institute|Institutes|Institution|Journal|"
    r"Laboratory|Medicine|Ministry|National|Network|Organization|Program|School|Service|Services|Society|System|"
    r"Trust|University|American)\b"
)


def read_degrees(text: str, *, at: int) -> tuple[tuple[str, ...], int]:
    """Return the degrees written at position `at` of `text`, and where they end."""
    found: list[str] = []
    while match := _DEGREE.match(text, at):
        degree = as_degree(match[2])
        if degree is None or (not match[1].startswith(",") and not found and not match[2].isupper()):
            break
        found.append(degree)
        # The full stop after "M.D" belongs to the degree, the one after "MD" ends the sentence.
        at = match.end() if "." in match[2] else match.end(2)
    return tuple(dict.fromkeys(found)), at


def split_degrees(name: str) -> tuple[str, tuple[str, ...]]:
    """Split "Ana Roe MD": without a comma the degree looks like one more name."""
    words = name.split(" ")
    degrees: list[str] = []
    while len(words) > 2 and words[-1].isupper() and len(words[-1]) > 1 and (degree := as_degree(words[-1])):
        degrees.insert(0, degree)
        words.pop()
    return " ".join(words), tuple(degrees)


def as_degree(text: str) -> str | None:
    """Return the usual spelling of a degree, or None when `text` is none."""
    return _DEGREES.get(re.sub(r"[^A-Z]", "", text.upper()))


def trim_name(name: str) -> tuple[str, int]:
    """Return `name` without leading words that are no part of it, and how many characters went."""
    rest = name
    while " " in rest and rest.split(" ", 1)[0].rstrip(".").lower() in _NO_NAMES:
        rest = rest.split(" ", 1)[1]
    return rest, len(name) - len(rest)


def is_organisation(name: str) -> bool:
    return _ORGANISATION.search(name) is not None


def is_full(name: str) -> bool:
    """Whether `name` has a given name and a surname, and does not begin like a sentence."""
    words = name.split()
    if len(name) > LONGEST_NAME:
        return False
    return len(words) >= 2 and words[0].rstrip(".").lower() not in _NO_NAMES and len(words[-1].strip(".")) > 1


def is_surname(name: str) -> bool:
    """Whether `name` is one word, or one word after "de la", "van der" and the like."""
    return all(word.lower() in _PARTICLES.split("|") for word in name.split(" ")[:-1])


def surname(name: str) -> str:
    return comparable(_SUFFIX.sub("", name).split(" ")[-1]) if name.strip() else ""


def comparable(name: str) -> str:
    """Return `name` as it compares: apostrophes, case and a suffix set apart make no other person."""
    return name.replace("’", "'").replace(",", "").rstrip(".").casefold()


def key_of(name: str) -> str:
    """Return a short key for a person, in plain letters: ana-roe. Empty when the name has none."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")
