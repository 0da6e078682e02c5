"""Identifiers of sources and people: each function takes what somebody pasted and returns the one form we keep.

What cannot be one is refused with a ValueError whose sentence a form can show as it is. The library that knows their
check digits is loaded when it is asked: who answers readers never does, and is a megabyte smaller.
"""

import re
from urllib.parse import quote, unquote, urlsplit

_DOI = re.compile(r"10\.\d{4,9}/\S+")
_DOI_PREFIX = re.compile(r"^(?:https?://)?(?:(?:dx|www)\.)?doi\.org/|^doi\s*:?\s*", re.IGNORECASE)
_PMID_PREFIX = re.compile(
    r"^(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed)/|^pmid\s*:?\s*", re.IGNORECASE
)
_ISBN_PREFIX = re.compile(r"^isbn(?:-1[03])?\s*:?\s*", re.IGNORECASE)
_ORCID_PREFIX = re.compile(r"^(?:https?://)?(?:www\.)?orcid\.org/|^orcid(?:\s+id)?\s*:?\s*", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.IGNORECASE)

# ORCID iDs are the ISNIs of these two blocks; another ISNI names a person or a band, but never an ORCID record.
_ORCID_BLOCKS = ((15_000_000, 35_000_000), (900_000_000_000, 900_100_000_000))

LONGEST_DOI = 255
LONGEST_URL = 2000


def normalise_doi(pasted: str) -> str:
    """Return the bare DOI in lower case (DOIs ignore case, so one source has one form)."""
    text = pasted.strip()
    bare = _DOI_PREFIX.sub("", text)
    if bare != text and "doi.org/" in text.lower():
        bare = unquote(bare)
    bare = _without_sentence_end(bare)
    if not _DOI.fullmatch(bare) or not bare.isprintable() or len(bare) > LONGEST_DOI:
        raise ValueError(f"“{_short(pasted)}” is not a DOI; one looks like 10.1016/j.pain.2012.12.002.")
    return bare.lower()


def doi_url(doi: str) -> str:
    """Return the address that resolves a bare DOI; characters that could end an attribute or a tag are encoded."""
    return "https://doi.org/" + quote(doi, safe="/:;().-_~")


def normalise_pmid(pasted: str) -> str:
    """Return the PubMed number as digits without leading zeros."""
    text = pasted.strip()
    if re.match(r"^(?:pmcid\s*:?\s*)?pmc\s*\d+$", text, re.IGNORECASE):
        raise ValueError(f"“{_short(pasted)}” is a PubMed Central number; the PMID has digits only.")
    bare = _PMID_PREFIX.sub("", text).rstrip("/.")
    if not re.fullmatch(r"[0-9]{1,8}", bare) or int(bare) == 0:
        raise ValueError(f"“{_short(pasted)}” is not a PMID; one has 1 to 8 digits, like 23318126.")
    return str(int(bare))


def normalise_isbn(pasted: str) -> str:
    """Return the ISBN as 13 digits, whichever of its forms was given."""
    from stdnum import isbn
    from stdnum.exceptions import ValidationError

    bare = _ISBN_PREFIX.sub("", pasted.strip().translate(_DASHES))
    try:
        return isbn.to_isbn13(isbn.validate(bare))
    except ValidationError:
        raise ValueError(f"“{_short(pasted)}” is not an ISBN, or one of its digits is wrong.") from None


def normalise_orcid(pasted: str) -> str:
    """Return the ORCID iD in its four groups of four."""
    from stdnum import isni
    from stdnum.exceptions import ValidationError

    bare = _ORCID_PREFIX.sub("", pasted.strip().translate(_DASHES)).rstrip("/")
    try:
        digits = isni.validate(bare)
    except ValidationError:
        raise ValueError(
            f"“{_short(pasted)}” is not an ORCID iD, or one of its digits is wrong; one looks like 0000-0002-1825-0097."
        ) from None
    if not any(first <= int(digits[:15]) <= last for first, last in _ORCID_BLOCKS):
        raise ValueError(f"“{_short(pasted)}” is a valid ISNI, but not one that ORCID gives out.")
    return "-".join(digits[at : at + 4] for at in range(0, 16, 4))


def normalise_url(pasted: str) -> str:
    """Return an http or https address with its scheme and host in lower case."""
    text = pasted.strip()
    if text.lower().startswith("www."):
        text = "https://" + text
    sentence = f"“{_short(pasted)}” is not a web address; one starts with https:// and names a site."
    if len(text) > LONGEST_URL or not text.isprintable() or re.search(r"[\s\\<>\"]", text):
        raise ValueError(sentence)
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - reading it is what refuses https://example.org:port/
    except ValueError:
        raise ValueError(sentence) from None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(_ascii_host(parts.hostname or "")):
        raise ValueError(sentence)
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"“{_short(pasted)}” holds a login name; leave out everything before the @.")
    return parts._replace(netloc=parts.netloc.lower()).geturl()


# Copied numbers carry typographic dashes; every one of them means a hyphen here.
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")


def _without_sentence_end(text: str) -> str:
    """Drop what ends the sentence around a pasted DOI, but keep a bracket that the DOI itself opened."""
    while text and (text[-1] in ".,;" or (text[-1] == ")" and text.count(")") > text.count("("))):
        text = text[:-1]
    return text


def _ascii_host(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"
