"""Historical dates: a line that does nothing but say when the page was published, updated or reviewed."""

import re
from datetime import date

from articles.importing.page import Dates

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"), ("february", "feb"), ("march", "mar"), ("april", "apr"), ("may",), ("june", "jun"),
            ("july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("october", "oct"),
            ("november", "nov"), ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DATE = (
    rf"(?:{_MONTH}\s+[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s+[0-9]{{4}}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+[0-9]{{4}}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})(?![0-9])"
)
_KINDS = {
    "published": "published", "publication": "published", "posted": "published", "created": "published",
    "updated": "updated", "update": "updated", "modified": "updated", "revised": "updated",
    "reviewed": "reviewed", "review": "reviewed", "checked": "reviewed",
}  # fmt: skip
_STATEMENT = re.compile(
    rf"\b(?P<kind>{'|'.join(_KINDS)})\b(?:\s*:|\s+(?:date|on|in|at|as of))*\s*:?\s*(?P<date>{_DATE})", re.IGNORECASE
)
# What such a line may hold besides: with any other word it is a sentence about something else.
_FILLER = frozenset(
    (
        "this article page story piece content was is were has been originally first initially most recently "
        "recent last latest medically medical fact date and on by the"
    ).split()
)


def dates_in(text: str) -> Dates | None:
    """Return the dates that `text` states, or None when it is not a line of dates.

    Raises ValueError with a sentence when a stated date does not exist.
    """
    statements = list(_STATEMENT.finditer(text))
    rest = re.findall(r"\w+", _STATEMENT.sub(" ", text).lower())
    if not statements or not _FILLER.issuperset(rest):
        return None
    stated: dict[str, date] = {}
    for statement in statements:
        stated.setdefault(_KINDS[statement["kind"].lower()], read_date(statement["date"]))
    return Dates(**stated)


def last_date_in(text: str) -> re.Match[str] | None:
    """Return the match of a date at the end of `text`, with the "on" that leads to it."""
    return re.search(rf"[\s,|·–—-]*(?:\bon\s+)?(?P<date>{_DATE})[.\s]*$", text, re.IGNORECASE)


def read_date(text: str) -> date:
    """Return the date that `text` writes; with slashes it is read as month/day/year."""
    numbers = [int(number) for number in re.findall(r"[0-9]+", text)]
    month = re.search(r"[a-z]{3,}", text.lower())
    try:
        if month:
            day, year = numbers
            return date(year, _MONTHS[month[0]], day)
        if "/" in text:
            month_number, day, year = numbers
            return date(year, month_number, day)
        return date(*numbers)
    except ValueError:
        raise ValueError(f"“{text}” is not a day of the calendar.") from None
