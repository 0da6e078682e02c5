"""Read what somebody pasted to cite it: a DOI, a PMID, an address or a whole reference in about AMA style.

Nothing here looks anything up. What cannot be told apart stays out of the answer, for a person to complete.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from articles.evidence.identifiers import normalise_doi, normalise_pmid, normalise_url

LONGEST = 3000

_DOI = re.compile(
    r"(?:https?://)?(?:(?:dx|www)\.)?doi\.org/10\.\S+|\bdoi\s*:?\s*10\.\S+|\b10\.\d{4,9}/\S+", re.IGNORECASE
)
_PMID = re.compile(
    r"(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/\d+/?|\bpmid\s*:?\s*\d+",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ACCESSED = re.compile(r"\b(?:Accessed|Retrieved|Updated|Reviewed)\s+(?:on\s+)?[A-Z][a-z]+\.?\s+\d{1,2},?\s+\d{4}[.;]?")
_NUMBER_BEFORE = re.compile(r"^\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+(?=\D)")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}

# 2013;154(5):632-642, with or without month, issue and pages.
_WHEN_AND_WHERE = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?:\s+(?P<month>[A-Z][a-z]{2,8})\.?(?:\s+(?P<day>\d{1,2}))?)?\s*;\s*"
    r"(?P<volume>[\w.]+(?:\s+Suppl\.?\s*\w*)?)?\s*(?:\((?P<issue>[^)]{1,20})\))?\s*"
    r"(?::\s*(?P<pages>[A-Za-z]?\d[\w.]*(?:\s*[-‐‑‒–—−]\s*[A-Za-z]?\d[\w.]*)?))?"
)
# Journal. 154(5), 632-642 after an author-date beginning.
_APA = re.compile(r"^(?P<authors>.+?)\s*\((?P<year>(?:19|20)\d{2})[a-z]?(?:,[^)]*)?\)\.\s*(?P<rest>.+)$")
_APA_WHERE = re.compile(
    r"^(?P<container>.+?),\s*(?P<volume>\d+)\s*(?:\((?P<issue>[^)]{1,20})\))?\s*(?:,\s*(?P<pages>[A-Za-z]?\d[\w.]*(?:\s*[-–—]\s*\w+)?))?\.?$"
)
_YEAR = re.compile(r"\b((?:19|20)\d{2})\b(?!.*\b(?:19|20)\d{2}\b)")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[\"“‘(]?[A-Z0-9])")
_PERSON = re.compile(
    r"^[^\W\d_][\w'’.‐-]*(?:\s+[^\W\d_][\w'’.‐-]*){0,3}\s+[A-Z](?:[.\s-]?[A-Z]){0,3}\.?(?:\s+(?:Jr|Sr|II|III|IV|2nd|3rd))?$"
)

Fields = dict[str, Any]


def read_reference(pasted: str) -> Fields:
    """Return what of a source's fields `pasted` tells, under their names; {} if it tells nothing."""
    text = " ".join(pasted[:LONGEST].split())
    if re.fullmatch(r"\d{5,8}", text):
        return {"pmid": text}
    fields: Fields = {}
    text = _take(text, _DOI, "doi", normalise_doi, fields)
    text = _take(text, _PMID, "pmid", normalise_pmid, fields)
    text = _ACCESSED.sub(" ", text)
    text = _take(text, _URL, "url", normalise_url, fields)
    text = " ".join(_NUMBER_BEFORE.sub("", text).split()).strip(" ;,")
    if text.strip(".:"):
        fields |= _apa(text) or _ama(text)
    return {name: value for name, value in fields.items() if value}


def has_identity(fields: Fields) -> bool:
    """Whether the library can be asked for exactly this source."""
    return any(fields.get(name) for name in ("doi", "pmid", "url"))


def is_reference(fields: Fields) -> bool:
    """Whether more than words to search for was pasted: something to start a new source from."""
    return has_identity(fields) or bool(fields.get("title") and (fields.get("authors") or fields.get("volume")))


def key_stem(authors: list[dict[str, str]], year: int | str | None, *, title: str = "") -> str:
    """Return the beginning of a citation's key: foley2013."""
    first = authors[0] if authors else {}
    name = first.get("family") or first.get("literal") or title
    letters = re.sub(r"[^a-z0-9]+", "-", _plain(name).lower()).strip("-")[:24].strip("-")
    return f"{letters or 'source'}{year or ''}"


def _take(text: str, pattern: re.Pattern[str], name: str, normalise: Callable[[str], str], into: Fields) -> str:
    """Move the first identifier of one kind out of the text; what is none after all stays where it was."""
    for found in pattern.finditer(text):
        # What ends the sentence is no part of an address, unless the address opened the bracket.
        bare = found.group().rstrip(".,;")
        bare = bare if bare.count(")") <= bare.count("(") else bare.rstrip(")")
        try:
            into[name] = normalise(bare)
        except ValueError:
            continue
        return text[: found.start()] + " " + text[found.start() + len(bare) :].lstrip(".,;")
    return text


def _ama(text: str) -> Fields:
    """Authors. Title. Journal. Year;volume(issue):pages."""
    fields: Fields = {}
    where = _WHEN_AND_WHERE.search(text)
    if where:
        fields |= {name: (where[name] or "").strip(" .") for name in ("volume", "issue", "pages")}
        fields["year"] = int(where["year"])
        fields["month"] = _MONTHS.get((where["month"] or "")[:3].lower())
        fields["day"] = int(where["day"]) if where["day"] and fields["month"] else None
        text = text[: where.start()].strip()
    else:
        year = _YEAR.search(text)
        if year:
            fields["year"] = int(year[1])
            text = (text[: year.start()].rstrip(" ;,(") + ". " + text[year.end() :].lstrip(" ).")).strip()
    sentences = [part.strip() for part in _SENTENCE_END.split(text) if part.strip(" .")]
    if len(sentences) > 1:
        authors = _people(sentences[0]) or (_group(sentences[0]) if len(sentences) > 2 else [])
        if authors:
            fields["authors"] = authors
            sentences = sentences[1:]
    if sentences:
        fields["title"] = _without_stop(sentences[0])
    if len(sentences) > 1:
        place = _without_stop(" ".join(sentences[1:]))
        fields["container" if where or len(sentences) == 2 else "publisher"] = place
    return fields


def _apa(text: str) -> Fields:
    """Foley, P. L., & Laird, B. J. (2013). Title. Journal, 154(5), 632–642."""
    found = _APA.match(text)
    if not found:
        return {}
    fields: Fields = {"year": int(found["year"]), "authors": _inverted(found["authors"])}
    title, _, rest = found["rest"].partition(". ")
    fields["title"] = _without_stop(title)
    where = _APA_WHERE.match(rest.strip())
    if where:
        fields |= {name: where[name] or "" for name in ("container", "volume", "issue", "pages")}
    elif rest.strip(" ."):
        fields["container"] = _without_stop(rest)
    return fields


def _people(sentence: str) -> list[dict[str, str]]:
    """The authors, if the sentence is a list of people such as "Foley PL, Laird BJ, et al"; else nobody."""
    text = re.sub(r",?\s+(?:and|&)\s+", ", ", _without_stop(sentence))
    parts = [part.strip() for part in re.split(r"[,;]\s*", text) if part.strip()]
    named = [part for part in parts if not re.fullmatch(r"et al\.?|and others|eds?\.?", part, re.IGNORECASE)]
    if not named or not _PERSON.match(named[0]):
        return []
    authors = [_person(part) if _PERSON.match(part) else {"literal": part} for part in named]
    is_short = any(re.match(r"et al|and others", part, re.IGNORECASE) for part in parts)
    return [*authors, {"literal": "et al"}] if is_short else authors


def _person(part: str) -> dict[str, str]:
    suffix = re.search(r"\s+(Jr|Sr|II|III|IV|2nd|3rd)$", part)
    if suffix:
        part = part[: suffix.start()]
    family, _, given = re.sub(r"(?<=\b[A-Z])[.\s]+(?=[A-Z]\b)|\.$", "", part).rpartition(" ")
    return {"family": family, "given": given} | ({"suffix": suffix[1]} if suffix else {})


def _inverted(text: str) -> list[dict[str, str]]:
    """ "Foley, P. L., & Laird, B." as people; anything else as one institution."""
    people = re.findall(r"([^\W\d_][\w'’ ‐-]*),\s*((?:[A-Z]\.[\s-]?)+)", re.sub(r"\s*&\s*", " ", text))
    if not people:
        return _group(text)
    return [{"family": family.strip(), "given": re.sub(r"[^A-Z]", "", initials)} for family, initials in people]


def _group(sentence: str) -> list[dict[str, str]]:
    return [{"literal": _without_stop(sentence)}]


def _without_stop(text: str) -> str:
    return text.strip().rstrip(".").strip()


def _plain(text: str) -> str:
    """The letters without their accents, as a key has them."""
    decomposed = unicodedata.normalize("NFKD", text.replace("ß", "ss").replace("ø", "o").replace("ł", "l"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))
