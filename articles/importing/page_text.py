"""The whole way from copied text to a Page; every line of the text is in its report once."""

import re
from collections.abc import Iterable
from dataclasses import replace

from articles.content.sentences import quotations_in, sentences_in, without_quotations
from articles.importing.credits import Byline, byline_under_label, bylines_in, is_unclear, role_of_label
from articles.importing.dates import read_date
from articles.importing.doubts import doubt_people
from articles.importing.lines import Line, read_lines
from articles.importing.notices import Notices
from articles.importing.page import Block, Credit, Dates, ItemList, Page, Paragraph, Role
from articles.importing.people import People, introductions_in
from articles.importing.refusal import UnreadablePage
from articles.importing.related import begins_related, is_badge, read_related
from articles.importing.report import DROPPED_INVISIBLE, IMPORT_NOTE, Report
from articles.importing.speech import LONGEST_PARAGRAPH, Listener
from articles.importing.structure import is_prose, is_written, outline

_LEAST_WRITTEN = 0.3  # of all characters; in an article with its related entries it is about nine tenths
_MARKUP = re.compile(r"\s*(?:<!doctype|<html|<\?xml|\{\\rtf|%PDF)", re.IGNORECASE)


def read_page(text: str) -> Page:
    """Return what copied `text` says, or raise UnreadablePage with a sentence when it is no page."""
    if _MARKUP.match(text):
        raise UnreadablePage("The file holds markup, not text; copy the page from the browser and save it as text.")
    lines = read_lines(text)
    report = Report()
    for line in lines:
        if not line.text:
            report.place(line, DROPPED_INVISIBLE)
    lines = report.unplaced(lines)
    _refuse_nonsense(lines)
    return _Reader(lines, report).read()


def _refuse_nonsense(lines: list[Line]) -> None:
    """Refuse what is not written in sentences: tables, code, noise. Menus around an article are still let through."""
    # A margin may have broken the paragraphs into lines that do not end like sentences.
    paragraphs = " ".join(f"\n{line.text}" if line.has_gap else line.text for line in lines).split("\n")
    if not any(is_prose(text.strip()) for text in [*paragraphs, *(line.text for line in lines)] if text.strip()):
        raise UnreadablePage("No paragraph was found; the file does not look like the text of an article.")
    written = sum(len(line.text) for line in lines if is_written(line.text))
    if written < _LEAST_WRITTEN * sum(len(line.text) for line in lines):
        raise UnreadablePage("Hardly any sentences were found; the file does not look like the text of an article.")


class _Reader:
    """Takes out what stands by itself (dates, bylines, related entries), then reads what is left as the article."""

    def __init__(self, lines: list[Line], report: Report) -> None:
        self._lines = lines
        self._report = report
        self._people = People()
        self._credits: dict[tuple[Role, str], int] = {}  # role and expert -> line
        self._notices = Notices(report)

    def read(self) -> Page:
        for line in self._lines:
            self._notices.take(line)
        related_lines = self._related_lines()
        numbers = {line.number for line in related_lines}
        self._take_bylines([line for line in self._report.unplaced(self._lines) if line.number not in numbers])
        related = read_related(related_lines, self._report) if related_lines else []
        article = [line for line in self._report.unplaced(self._lines) if line.number not in numbers]
        found = outline(article, self._report)
        blocks = [*found.lede, *(block for section in found.sections for block in section.blocks)]
        self._meet(blocks)
        listener = Listener(self._people, self._report)
        lede = _heard(found.lede, listener)
        sections = tuple(replace(section, blocks=_heard(section.blocks, listener)) for section in found.sections)
        for line in self._report.unplaced(self._lines):
            self._report.place(line, IMPORT_NOTE)
        page = Page(
            title=found.title,
            lede=lede,
            sections=sections,
            people=tuple(sorted(self._people, key=lambda person: person.number)),
            credits=tuple(Credit(number, role, expert) for (role, expert), number in self._credits.items()),
            quotes=tuple(listener.quotes),
            paraphrases=tuple(listener.paraphrases),
            dates=self._notices.dates,
            related=tuple(related),
            report=self._report,
        )
        doubt_people(page)
        return page

    def _related_lines(self) -> list[Line]:
        """Place the heading of the related entries and return the lines under it, up to the next long paragraph."""
        lines = self._report.unplaced(self._lines)
        begins = [at for at, line in enumerate(lines[:-1]) if begins_related(line.text)]
        if not begins:
            return []
        heading = lines[begins[-1]]
        self._report.place(heading, "heading of the related entries (each page has its own)")
        under = lines[begins[-1] + 1 :]
        ends = next((at for at, line in enumerate(under) if _is_long_paragraph(line.text)), len(under))
        return under[:ends]

    def _take_bylines(self, lines: list[Line]) -> None:
        for at, line in enumerate(lines):
            if self._report.has_place(line):
                continue
            after = lines[at + 1] if at + 1 < len(lines) else None
            role = role_of_label(line.text)
            bylines = byline_under_label(after.text, role=role) if role and after else bylines_in(line.text)
            if bylines and role and after:
                self._report.place(line, "byline label")
                line = after
            if bylines:
                self._report.place(line, "byline of " + " and ".join(byline.name for byline in bylines))
                self._credit(bylines, line)
                next_at = at + 2 if role else at + 1
                if next_at < len(lines):
                    self._take_bio(bylines[-1], line, lines[next_at])
            elif is_badge(line.text) and " by " not in line.text:
                self._report.place(line, "claim of a review (not believed)")
            elif is_unclear(line.text):
                self._report.place(line, IMPORT_NOTE)

    def _credit(self, bylines: list[Byline], line: Line) -> None:
        for byline in bylines:
            person = self._people.meet(
                byline.name, degrees=byline.degrees, description=byline.description, number=line.number
            )
            if byline.bio:
                self._people.add_bio(person.key, byline.bio)
            if (byline.role, person.key) not in self._credits:
                self._credits[byline.role, person.key] = line.number
            if byline.stated_date:
                self._add_stated_date(byline, line)

    def _add_stated_date(self, byline: Byline, line: Line) -> None:
        try:
            stated = read_date(byline.stated_date)
        except ValueError as error:
            self._report.doubt(line.number, str(error))
            return
        is_review = byline.role == "medical_reviewer"
        self._notices.add(Dates(reviewed=stated) if is_review else Dates(updated=stated), line)

    def _take_bio(self, byline: Byline, line: Line, below: Line) -> None:
        """Place the paragraph below a byline that begins with the person's name, or after a colon with a pronoun.

        Without the colon it could be a lede that begins with "She".
        """
        words = [re.escape(word) for word in byline.name.split()]
        pronouns = "|He|She|They" if line.text.endswith(":") else ""
        person = self._people.find(byline.name)
        begins = re.match(rf"(?:Dr\.? )?(?:{words[0]}|{words[-1]}{pronouns})\b", below.text)
        if person and begins and is_prose(below.text) and not bylines_in(below.text):
            self._report.place(below, f"bio of {byline.name}")
            self._people.add_bio(person.key, below.text)

    def _meet(self, blocks: Iterable[Block]) -> None:
        for number, text in _texts(blocks):
            voice = without_quotations(text, quotations_in(text))
            for sentence in sentences_in(voice):
                for found in introductions_in(sentence.of(voice)):
                    self._people.meet(found.name, degrees=found.degrees, description=found.description, number=number)


def _is_long_paragraph(text: str) -> bool:
    return is_prose(text) and len(text.split()) > 30


def _texts(blocks: Iterable[Block]) -> Iterable[tuple[int, str]]:
    """Yield the plain text of paragraphs and list items with its line, where a listener will read it."""
    for block in blocks:
        for part in block.items if isinstance(block, ItemList) else [block]:
            text = "".join(run.text for run in getattr(part, "runs", ()))
            if 0 < len(text) <= LONGEST_PARAGRAPH:
                yield part.number, text


def _heard(blocks: Iterable[Block], listener: Listener) -> tuple[Block, ...]:
    heard: list[Block] = []
    for block in blocks:
        match block:
            case Paragraph():
                heard.append(replace(block, runs=listener.hear(block.runs[0].text, number=block.number)))
            case ItemList():
                items = [
                    replace(item, runs=listener.hear(item.runs[0].text, number=item.number)) if item.runs else item
                    for item in block.items
                ]
                heard.append(replace(block, items=tuple(items)))
            case _:
                heard.append(block)
    return tuple(heard)
