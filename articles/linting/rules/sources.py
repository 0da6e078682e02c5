"""Evidence ages, each kind at its own pace.

Half of the guidelines are out of date after some five years (Shekelle et al, JAMA 2001;286:1461-1467). A review that is
one author's reading of its time is given ten years, as is a book; a systematic review says how it searched, so what it
pooled keeps longer: fifteen. A web page changes without notice: three years after somebody last opened it, nobody knows
what it says. A trial or a cohort study does not age: what it measured stays measured.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from articles.linting.finding import Severity
from articles.linting.page import Page
from articles.linting.rule import Hit, rule
from articles.linting.surroundings import Surroundings

MOST_YEARS = {
    "guideline": 5,
    "review": 10,
    "book": 10,
    "systematic_review": 15,
    "meta_analysis": 15,
}
MOST_YEARS_SINCE_ACCESS = 3
_ACCESSED = re.compile(r"Accessed ([A-Z][a-z]+ \d{1,2}, \d{4})\.")


@rule(
    "old-source",
    Severity.WARNING,
    finds="a guideline older than 5 years, a review or book older than 10, a systematic review or meta-analysis older "
    "than 15, a web page that nobody opened for 3",
    unless="it is a trial or a study: what was measured stays measured",
    hint="Look for a newer edition. If there is none, say so: the reviewer sees your reason.",
)
def old_source(page: Page, surroundings: Surroundings) -> Iterator[Hit]:
    for row in page.content["references"]:
        words = too_old(row, on=surroundings.on)
        if words:
            yield Hit("citations", row["key"], f"Source {row['number']} ({row['key']}) is {words}.")


def too_old(row: dict[str, Any], *, on: date) -> str:
    """Why this reference is older than its kind should be, or nothing."""
    if row["kind"] == "web_page":
        opened = accessed_on(row["html"])
        age = (on - opened).days / 365.25 if opened else 0
        return f"a web page that was last opened in {opened:%B %Y}" if opened and age > MOST_YEARS_SINCE_ACCESS else ""
    most = MOST_YEARS.get(row["kind"])
    if most is None or not row["year"] or on.year - row["year"] <= most:
        return ""
    label = row["kind_label"].lower()
    return f"a {label} of {row['year']}: more than {most} years old"


def accessed_on(reference: str) -> date | None:
    """The day that the written reference gives as the day of access."""
    match = _ACCESSED.search(reference)
    return datetime.strptime(match[1], "%B %d, %Y").date() if match else None
