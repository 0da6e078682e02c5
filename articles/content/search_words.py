"""The words that a text is found by: lower case, without accents and marks, without words that every text has.

Texts and questions pass through here alike, so both databases index and look for the same plain words; only stemming
is left to them. What comes out holds letters, digits and single spaces, and is safe inside any query language.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from articles.content.html import plain_text

LONGEST_WORD = 60
# What a source is known by, and may be asked for by.
SOURCE_SCHEMES = ("doi", "pmid", "url")
_WORD = re.compile(r"[^\W_]+")
# Shorter words are abbreviations, and whoever mistypes one means another one.
SHORTEST_TO_LEARN = 4
# A whole book fits; PostgreSQL refuses an index entry of more than a megabyte.
LONGEST_TEXT = 150_000

# PostgreSQL's own list for English: it drops these from an index whatever we say, so SQLite must not keep them.
TOO_COMMON = frozenset(
    "i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers herself "
    "it its itself they them their theirs themselves what which who whom this that these those am is are was were be "
    "been being have has had having do does did doing a an the and but if or because as until while of at by for with "
    "about against between into through during before after above below to from up down in out on off over under again "
    "further then once here there when where why how all any both each few more most other some such no nor not only "
    "own same so than too very s t can will just don should now".split()
)
# Where a stemmer for English fails the words of medicine: plurals, and how the rest of the world spells.
ONE_SPELLING = {
    "viruses": "virus",
    "sinuses": "sinus",
    "fetuses": "fetus",
    "foetuses": "fetus",
    "foetus": "fetus",
    "diagnoses": "diagnosis",
    "prognoses": "prognosis",
    "metastases": "metastasis",
    "thromboses": "thrombosis",
    "crises": "crisis",
    "bacterium": "bacteria",
    "vertebrae": "vertebra",
    "feet": "foot",
    "teeth": "tooth",
    "women": "woman",
    "men": "man",
    "children": "child",
    "anaemia": "anemia",
    "leukaemia": "leukemia",
    "haemorrhage": "hemorrhage",
    "haemoglobin": "hemoglobin",
    "hypoglycaemia": "hypoglycemia",
    "diarrhoea": "diarrhea",
    "oedema": "edema",
    "oesophagus": "esophagus",
    "oestrogen": "estrogen",
    "paediatric": "pediatric",
    "gynaecology": "gynecology",
    "orthopaedic": "orthopedic",
    "orthopaedics": "orthopedics",
    "tumour": "tumor",
    "tumours": "tumors",
    "fibre": "fiber",
    "fibres": "fibers",
    "paralyse": "paralyze",
    "paracetamol": "acetaminophen",
    "adrenaline": "epinephrine",
}


def words_of(text: str) -> list[str]:
    """Return the words of `text` that it is found by, in order."""
    return [ONE_SPELLING.get(word, word) for word in plain_words(text) if word not in TOO_COMMON]


def plain_words(text: str) -> list[str]:
    """Return every word of `text` in lower case and without accents."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(folded(text))]


def folded(text: str) -> str:
    """Return `text` in lower case and without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    if decomposed.isascii():
        return decomposed
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fields_of(content: dict[str, Any], *, names: Iterable[str]) -> dict[str, str]:
    """Return the words of a version's content by where they stand; `names` are what its topics are called."""
    sections = content["sections"]
    body = [
        content["lede"],
        content["emergency"],
        *[section["html"] for section in sections],
    ]
    sources = words_of_sources(content["references"])
    return {
        "title": _joined([content["title"]]),
        "names": _joined(names),
        "headings": _joined([*[section["heading"] for section in sections], *content["key_points"]]),
        "summary": _joined([content["summary"]]),
        "body": " ".join([_joined(plain_text(html) for html in body)[:LONGEST_TEXT], *sources]),
    }


def words_of_sources(references: Iterable[dict[str, Any]]) -> list[str]:
    """Return a word for each identifier of a source that a version cites, so that the version is found by it."""
    found = [(scheme, reference[scheme]) for reference in references for scheme in SOURCE_SCHEMES]
    return [word_of_source(scheme, identifier) for scheme, identifier in found if identifier]


def word_of_source(scheme: str, identifier: str) -> str:
    """Return the one word for an identifier of a source; nobody writes such a word in a text."""
    known_as = identifier.lower() if scheme == "doi" else identifier.partition("#")[0].rstrip("/")
    return "source" + hashlib.sha256(f"{scheme}:{known_as}".encode()).hexdigest()[:24]


def to_learn(texts: Iterable[str]) -> list[str]:
    """Return the words of `texts` that somebody may mistype, each once, in alphabetical order."""
    words = {word for text in texts for word in plain_words(text)}
    return sorted(word for word in words if len(word) >= SHORTEST_TO_LEARN and word.isalpha())


def to_learn_from(content: dict[str, Any], *, names: Iterable[str]) -> list[str]:
    """Return the words of a version's title and headings and of its topics' names, as they are written."""
    return to_learn([content["title"], *[section["heading"] for section in content["sections"]], *names])


def _joined(texts: Iterable[str]) -> str:
    return " ".join(word for text in texts for word in words_of(text))
