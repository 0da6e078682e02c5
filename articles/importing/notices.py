"""Lines that are no part of the text: the copyright notice, which goes, and the historical dates, which are kept."""

import re

from articles.importing.dates import dates_in
from articles.importing.lines import Line
from articles.importing.page import Dates
from articles.importing.report import DROPPED_COPYRIGHT, IMPORT_NOTE, Report

_COPYRIGHT = re.compile(r"^(?:©|\(c\)|copyright\s+(?:©|\(c\)|[0-9]{4})|all rights reserved)", re.IGNORECASE)
_ALL_RIGHTS = re.compile(r"all rights reserved\W*$", re.IGNORECASE)
_LONGEST = 300


class Notices:
    """Collects the dates of a page; where two lines disagree, the first counts and the second is doubted."""

    def __init__(self, report: Report) -> None:
        self.dates = Dates()
        self._report = report

    def take(self, line: Line) -> None:
        """Place `line` if it is a notice; a date that does not exist sends it to the import note."""
        if len(line.text) > _LONGEST:
            return
        if _COPYRIGHT.match(line.text) or _ALL_RIGHTS.search(line.text):
            self._report.place(line, DROPPED_COPYRIGHT)
            return
        try:
            stated = dates_in(line.text)
        except ValueError as error:
            self._report.place(line, IMPORT_NOTE)
            self._report.doubt(line.number, str(error))
            return
        if stated:
            self._report.place(line, "dates")
            self.add(stated, line)

    def add(self, stated: Dates, line: Line) -> None:
        known = self.dates
        self.dates = Dates(
            published=known.published or stated.published,
            updated=known.updated or stated.updated,
            reviewed=known.reviewed or stated.reviewed,
        )
        for name in ("published", "updated", "reviewed"):
            first, again = getattr(known, name), getattr(stated, name)
            if first and again and first != again:
                self._report.doubt(line.number, f"Two lines say when the page was {name}: {first} and {again}.")
        if self.dates.published and self.dates.updated and self.dates.updated < self.dates.published:
            self._report.doubt(line.number, "The update is older than the publication.")
        if stated.reviewed:
            self._report.doubt(line.number, f"A review on {stated.reviewed} is claimed; it is not believed.")
        if "/" in line.text:
            self._report.doubt(line.number, "A date with slashes was read as month/day/year.")
