"""One source as readers see it in the reference list: AMA Manual of Style, 11th edition, chapter 3, as safe HTML."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from articles.evidence.identifiers import doi_url, normalise_doi, normalise_pmid, normalise_url

MOST_AUTHORS_LISTED = 6
AUTHORS_BEFORE_ET_AL = 3

BOOKS = frozenset({"book", "textbook", "chapter", "book_chapter"})
WEB_PAGES = frozenset({"web", "webpage", "web_page", "website"})
REPORTS = frozenset({"report", "guideline", "government_report", "consensus"})

_SUFFIX = re.compile(r"[\s,]+(Jr|Sr|II|III|IV|2nd|3rd|4th)\.?$")


def reference_html(source: Any) -> str:
    """Return the reference of `source`, a mapping or an object with the same names; nothing in it is trusted.

    The kind names the evidence (a systematic review, a guideline), not always the medium: whatever stands in a
    journal is written as a journal article.
    """
    fields = _Fields(source)
    sentences = _form_of(fields)(fields)
    return " ".join(sentence for sentence in sentences if sentence)


class _Fields:
    """The source's fields by name, whether it is a mapping or an object; a missing one is an empty text."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def raw(self, name: str) -> Any:
        if isinstance(self._source, Mapping):
            return self._source.get(name)
        return getattr(self._source, name, None)

    def __getitem__(self, name: str) -> str:
        value = self.raw(name)
        return "" if value is None else " ".join(str(value).split())


def _form_of(fields: _Fields) -> Callable[[_Fields], list[str]]:
    kind = fields["kind"]
    if kind in BOOKS:
        return _chapter if fields["container"] else _book
    if kind in WEB_PAGES:
        return _web_page
    if fields["container"] and (fields["volume"] or fields["doi"] or fields["pmid"] or kind not in REPORTS):
        return _journal_article
    if kind in REPORTS or fields["publisher"]:
        return _report
    return _web_page


def _journal_article(fields: _Fields) -> list[str]:
    """AMA 3.11.1: Authors. Title. *Journal*. Year;volume(issue):pages. doi:number (without a full stop)."""
    return [
        _authors(fields),
        _sentence(escape(fields["title"])),
        _sentence(_italic(fields["container"])),
        _sentence(_when_and_where(fields)),
        _place_to_read(fields),
    ]


def _book(fields: _Fields) -> list[str]:
    """AMA 3.12: Authors. *Title*. Edition (from the second). Publisher; year. No town since the 11th edition."""
    return [
        _authors(fields),
        _sentence(_italic(fields["title"])),
        _edition(fields),
        _sentence(_publisher_and_year(fields["publisher"], fields["year"])),
        _place_to_read(fields),
    ]


def _chapter(fields: _Fields) -> list[str]:
    """AMA 3.12: Authors. Chapter title. In: *Book*. Edition. Publisher; year:pages."""
    where = _publisher_and_year(fields["publisher"], fields["year"])
    pages = _pages(fields["pages"])
    return [
        _authors(fields),
        _sentence(escape(fields["title"])),
        _sentence("In: " + _italic(fields["container"])),
        _edition(fields),
        _sentence(f"{where}:{pages}" if pages and where else where or pages),
        _place_to_read(fields),
    ]


def _web_page(fields: _Fields) -> list[str]:
    """AMA 3.15: Author, if one is named. Title. Website. Published date. Accessed date. Address, no full stop."""
    site = fields["container"] or fields["publisher"]
    published = _published(fields)
    return [
        _authors(fields),
        _sentence(escape(fields["title"])),
        _sentence(escape(site)) if site != _only_group(fields) else "",
        _sentence("Published " + escape(published)) if published else "",
        _place_to_read(fields),
    ]


def _report(fields: _Fields) -> list[str]:
    """AMA 3.13: Author or agency. *Title*. Publisher, or the site that has it; year. Accessed date. Address."""
    return [
        _authors(fields),
        _sentence(_italic(fields["title"])),
        _edition(fields),
        _sentence(_publisher_and_year(fields["publisher"] or fields["container"], fields["year"])),
        _place_to_read(fields),
    ]


def _authors(fields: _Fields) -> str:
    """AMA 3.7: up to six authors are all named, of more the first three and "et al"; a group follows a semicolon."""
    authors = fields.raw("authors") or ()
    if not isinstance(authors, Sequence) or isinstance(authors, str):
        return ""
    named = [(_author(author), _is_group(author)) for author in authors]
    # Whoever stored a shortened list wrote "et al" as its last author.
    is_short = any(_means_others(name) for name, _ in named)
    named = [(name, is_group) for name, is_group in named if name and not _means_others(name)]
    cut = len(named) > MOST_AUTHORS_LISTED
    text = ""
    for at, (name, is_group) in enumerate(named[:AUTHORS_BEFORE_ET_AL] if cut else named):
        text += ("" if at == 0 else "; " if is_group else ", ") + name
    return _sentence(escape(text + (", et al" if text and (cut or is_short) else "")))


def _author(author: Any) -> str:
    """AMA 3.7: surname, then the initials without full stops or spaces, then Jr or III."""
    fields = _Fields(author)
    if fields["literal"]:
        return fields["literal"]
    given, suffix = fields["given"], fields["suffix"]
    found = _SUFFIX.search(given)
    if found:
        given, suffix = given[: found.start()], found.group(1)
    return " ".join(part for part in (fields["family"], _initials(given), suffix.rstrip(".")) if part)


def _initials(given: str) -> str:
    if given.isupper() and given.isalpha() and len(given) <= 4:
        return given  # "PL" is already what AMA writes
    return "".join(part[0].upper() for part in re.split(r"[\s.\-‐‑]+", given) if part)


def _means_others(name: str) -> bool:
    return name.lower().rstrip(".") in {"et al", "and others"}


def _is_group(author: Any) -> bool:
    return bool(_Fields(author)["literal"])


def _only_group(fields: _Fields) -> str:
    """The group that stands alone as author: AMA 3.15 does not say its name a second time as the website."""
    authors = fields.raw("authors") or ()
    if isinstance(authors, Sequence) and not isinstance(authors, str) and len(authors) == 1:
        return _Fields(authors[0])["literal"]
    return ""


def _when_and_where(fields: _Fields) -> str:
    volume, issue, pages = fields["volume"], fields["issue"], _pages(fields["pages"])
    if not volume and not issue and not pages:
        # AMA 3.11.1: published online, not yet in a volume
        published = _published(fields)
        return "Published online " + escape(published) if published else ""
    text = escape(fields["year"])
    if volume or issue:
        text += ";" + escape(volume) + (f"({escape(issue)})" if issue else "")
    return text + (f":{pages}" if pages else "")


def _pages(pages: str) -> str:
    """AMA 3.11.1: inclusive page numbers with a hyphen and all digits, 632-642 and not 632–42."""
    pages = re.sub(r"\s*[‐‑‒–—−-]\s*", "-", pages)
    short = re.fullmatch(r"(\d+)-(\d+)", pages)
    if short and len(short[2]) < len(short[1]):
        pages = f"{short[1]}-{short[1][: len(short[1]) - len(short[2])]}{short[2]}"
    return escape(pages)


def _edition(fields: _Fields) -> str:
    """AMA 3.12: "2nd ed"; a first edition is not mentioned."""
    edition = re.sub(r"\s*\b(?:ed\.?|edition)$", "", fields["edition"], flags=re.IGNORECASE)
    if edition.lower() in {"", "1", "1st", "first"}:
        return ""
    if edition.isdecimal():
        edition = _ordinal(int(edition))
    return _sentence(escape(edition) + " ed")


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _publisher_and_year(publisher: str, year: str) -> str:
    return "; ".join(escape(part) for part in (publisher, year) if part)


def _published(fields: _Fields) -> str:
    """AMA 3.15: month day, year, as far as the source tells them."""
    year, month, day = fields["year"], fields["month"], fields["day"]
    if not month.isdecimal() or not 1 <= int(month) <= 12:
        return year
    name = _MONTHS[int(month) - 1]
    return f"{name} {int(day)}, {year}" if day.isdecimal() else f"{name} {year}"


def _place_to_read(fields: _Fields) -> str:
    """AMA 3.11.1 and 3.15: the DOI if there is one, else the date of access and the address.

    Where both are missing the PubMed number stands: a reader must be able to look.
    """
    doi, pmid, url = fields["doi"], fields["pmid"], fields["url"]
    if doi:
        return _doi(doi)
    if url:
        accessed = _long_date(fields.raw("accessed_on"))
        return (f"Accessed {escape(accessed)}. " if accessed else "") + _url(url)
    return _pmid(pmid) if pmid else ""


def _doi(doi: str) -> str:
    try:
        bare = normalise_doi(doi)
    except ValueError:
        return escape("doi:" + doi)
    return f'<a href="{escape(doi_url(bare))}">{escape("doi:" + bare)}</a>'


def _url(url: str) -> str:
    try:
        address = normalise_url(url)
    except ValueError:
        # Not http or https: the words stay, for a reader may need them, but they lead nowhere.
        return escape(url)
    return f'<a href="{escape(address)}">{escape(address)}</a>'


def _pmid(pmid: str) -> str:
    try:
        number = normalise_pmid(pmid)
    except ValueError:
        return escape("PMID: " + pmid)
    return f'<a href="https://pubmed.ncbi.nlm.nih.gov/{number}/">PMID: {number}</a>'


def _long_date(value: Any) -> str:
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value.strip()[:10])
        except ValueError:
            return value.strip()
    if not isinstance(value, date):
        return ""
    return f"{_MONTHS[value.month - 1]} {value.day}, {value.year}"


def _italic(text: str) -> str:
    return f"<em>{escape(text)}</em>" if text else ""


def _sentence(html: str) -> str:
    """Close `html` with a full stop unless it already ends as a sentence does, within or without its italics."""
    if not html:
        return ""
    last = re.sub(r"(?:</em>|&quot;|&#x27;|[”’])+$", "", html)[-1:]
    return html if last in ".?!" else html + "."


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
