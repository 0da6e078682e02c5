"""How to cite a page of ours: as RIS, BibTeX and CSL-JSON, for whoever keeps a list of sources.

What is cited is one version: its title, its authors, the day of its last change in substance and its address.
"""

import json
import re
from typing import Any

from django.conf import settings

from articles.models import Publication
from articles.public.delivery import absolute

# "webpage" has no name in BibTeX: @online is biblatex, which older styles read as @misc.
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # BibTeX counts braces whatever stands before them, so one alone would swallow the rest of the file.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{char: f"\\{char}" for char in "&%$#_"},
}
_INITIAL = re.compile(r"[a-z0-9]+")


def authors_of(publication: Publication) -> list[str]:
    return [line["name"] for line in publication.version.content["bylines"] if line["role"] == "author"]


def ris(publication: Publication) -> str:
    """Return the page as RIS: one tag a line, each line ended by CR LF."""
    changed = publication.changed_on
    rows = [
        ("TY", "ELEC"),
        ("TI", publication.title),
        *[("AU", name) for name in authors_of(publication)],
        ("PY", str(changed.year)),
        ("DA", changed.strftime("%Y/%m/%d")),
        ("AB", publication.summary),
        ("T2", settings.SITE_NAME),
        ("PB", settings.SITE_NAME),
        ("LA", publication.language),
        ("UR", absolute(publication.get_absolute_url())),
        ("N1", _version(publication)),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows if value or tag == "ER")


def bibtex(publication: Publication) -> str:
    """Return the page as a biblatex @online entry; in braces, titles and names keep their capitals."""
    authors = authors_of(publication)
    fields = {
        "title": f"{{{_latex(publication.title)}}}",
        # A comma or an “and” within a name would make two people of it.
        "author": " and ".join(f"{{{_latex(name)}}}" for name in authors),
        "date": publication.changed_on.isoformat(),
        "year": str(publication.changed_on.year),
        "organization": _latex(settings.SITE_NAME),
        "langid": _latex(publication.language),
        "version": str(publication.version.number),
        # Addresses of ours hold nothing that LaTeX reads: a slug is letters, digits, - and _.
        "url": absolute(publication.get_absolute_url()),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{key_of(publication)},\n{body}\n}}\n"


def csl(publication: Publication) -> list[dict[str, Any]]:
    """Return the page as CSL-JSON, a list of one item."""
    changed = publication.changed_on
    item = {
        "id": key_of(publication),
        "type": "webpage",
        "title": publication.title,
        # We keep names as people write them, and do not guess which part is the family's.
        "author": [{"literal": name} for name in authors_of(publication)],
        "issued": {"date-parts": [[changed.year, changed.month, changed.day]]},
        "abstract": publication.summary,
        "container-title": settings.SITE_NAME,
        "publisher": settings.SITE_NAME,
        "language": publication.language,
        "version": str(publication.version.number),
        "URL": absolute(publication.get_absolute_url()),
    }
    return [{name: value for name, value in item.items() if value}]


def csl_text(publication: Publication) -> str:
    return json.dumps(csl(publication), ensure_ascii=False, indent=2) + "\n"


def key_of(publication: Publication) -> str:
    """Return a name for the entry: the slug's first word, the year and the version, such as ms2026v3."""
    word = _INITIAL.search(publication.slug.lower())
    return f"{word[0] if word else 'page'}{publication.changed_on.year}v{publication.version.number}"


def _version(publication: Publication) -> str:
    return f"Version {publication.version.number}, SHA-256 {publication.version.digest}"


def _line(value: str) -> str:
    return " ".join(value.split())


def _latex(value: str) -> str:
    return "".join(_LATEX.get(char, char) for char in _line(value))
