"""Who says what: quotations and paraphrases of a paragraph, each with its expert.

A quotation is an expert's when its attribution touches it ("…," says Dr. Roe), or when it is a whole sentence that
follows such a quotation. Quotations by one expert with nothing between them but their attribution are one passage.
A paraphrase is a sentence of the article's own voice with an attribution in it; the claim is marked, the attribution
is not.
"""

import re

from articles.content.sentences import Span, quotations_in, sentences_in, without_quotations
from articles.importing.attributions import Attribution, AttributionFinder
from articles.importing.page import Passage, Run
from articles.importing.people import People
from articles.importing.report import Report

_SHORTEST_UNKNOWN_QUOTATION = 4  # words; shorter ones are terms in quotation marks
# Characters; a longer one is no paragraph but a whole text without breaks, and to search it would take minutes.
LONGEST_PARAGRAPH = 10_000


class Listener:
    """Reads the paragraphs of a page in order and keeps what the experts say."""

    def __init__(self, people: People, report: Report) -> None:
        self.quotes: list[Passage] = []
        self.paraphrases: list[Passage] = []
        self._people = people
        self._report = report
        self._finder = AttributionFinder(people, report)
        self._open_speaker = ""  # of a quotation that the paragraph before left open

    def hear(self, text: str, *, number: int) -> tuple[Run, ...]:
        """Return `text` as runs: what is quoted, what is paraphrased, and the rest as it stands."""
        if len(text) > LONGEST_PARAGRAPH:
            self._report.doubt(number, "This paragraph is too long to look for speakers in it.")
            return (Run(text),)
        quotations = quotations_in(text)
        voice = without_quotations(text, quotations)
        attributions = self._finder.find(voice, number=number)
        speakers = self._speakers(text, voice, quotations, attributions, number)
        marked = [(span, "quote", expert) for span, expert in speakers.items()]
        self._record_quotes(text, voice, speakers, attributions, number)
        for sentence in sentences_in(voice):
            if any(sentence.overlaps(quotation) for quotation in speakers):
                continue
            for attribution in attributions:
                if attribution.span.overlaps(sentence) and not attribution.is_for_quotations_only:
                    claims = _claims(text, sentence, attribution)
                    marked += [(claim, "paraphrase", attribution.expert) for claim in claims]
                    if claims:
                        parts = tuple(claim.of(text) for claim in claims)
                        self.paraphrases.append(Passage(number=number, expert=attribution.expert, parts=parts))
                    break
        return _runs(text, marked)

    def _speakers(
        self, text: str, voice: str, quotations: list[Span], attributions: list[Attribution], number: int
    ) -> dict[Span, str]:
        """Return the expert of each quotation that has one, in order."""
        found: dict[Span, str] = {}
        touched = {span: _touching(voice, span, attributions) for span in quotations}
        for at, span in enumerate(quotations):
            before = quotations[at - 1] if at else None
            after = quotations[at + 1] if at + 1 < len(quotations) else None
            own = touched[span]
            if own:
                found[span] = own.expert
            elif not _is_sentence(span.of(text)):
                self._doubt_unknown(span.of(text), number)
            elif before in found and before and _is_joined(voice, before, span, attributions):
                found[span] = found[before]
            elif after and touched[after] and not re.search(r"\w", voice[span.end : after.start]):
                found[span] = touched[after].expert  # type: ignore[union-attr]
            elif at == 0 and span.start == 0 and self._open_speaker:
                found[span] = self._open_speaker
            elif before in found and before:
                found[span] = found[before]
                self._report.doubt(
                    number, f"A quotation was taken to be by {self._people.name(found[before])}, like the one before."
                )
            else:
                self._doubt_unknown(span.of(text), number)
        last = quotations[-1] if quotations else None
        is_open = last is not None and last.of(text)[:1] == "“" and not last.of(text).endswith("”")
        self._open_speaker = found.get(last, "") if last and is_open else ""
        if is_open:
            self._report.doubt(number, "A quotation is opened here and not closed.")
        return found

    def _doubt_unknown(self, quotation: str, number: int) -> None:
        if len(quotation.split()) >= _SHORTEST_UNKNOWN_QUOTATION:
            self._report.doubt(number, "A quotation has no speaker that was recognised; it was not marked.")

    def _record_quotes(
        self, text: str, voice: str, speakers: dict[Span, str], attributions: list[Attribution], number: int
    ) -> None:
        passage: list[Span] = []
        for span, expert in speakers.items():
            if passage and speakers[passage[-1]] == expert and _is_joined(voice, passage[-1], span, attributions):
                passage.append(span)
                continue
            self._record_quote(text, passage, speakers, number)
            passage = [span]
        self._record_quote(text, passage, speakers, number)

    def _record_quote(self, text: str, passage: list[Span], speakers: dict[Span, str], number: int) -> None:
        if passage:
            parts = tuple(span.of(text) for span in passage)
            self.quotes.append(Passage(number=number, expert=speakers[passage[0]], parts=parts))


def _touching(voice: str, quotation: Span, attributions: list[Attribution]) -> Attribution | None:
    for attribution in attributions:
        if attribution.span.start >= quotation.end and not voice[quotation.end : attribution.span.start].strip(" ,—–-"):
            return attribution
    for attribution in attributions:
        between = voice[attribution.span.end : quotation.start]
        if attribution.span.end <= quotation.start and re.fullmatch(r"[\s,:—–-]*(?:that )?", between):
            return attribution
    return None


def _is_joined(voice: str, first: Span, second: Span, attributions: list[Attribution]) -> bool:
    """Whether nothing stands between two quotations but the sentence that attributes one of them."""
    between = Span(first.end, second.start)
    words = between.of(voice)
    if not re.search(r"\w", words):
        return True
    return len(sentences_in(words.strip())) == 1 and any(
        attribution.span.overlaps(between) for attribution in attributions
    )


def _is_sentence(quotation: str) -> bool:
    words = quotation.strip("“”\"‘’' ")
    return bool(words) and not words[0].islower() and words[-1] in ".!?…,"


def _claims(text: str, sentence: Span, attribution: Attribution) -> list[Span]:
    """Return what the expert claims in `sentence`: before the attribution, after it, or around it."""
    before = _trimmed(text, Span(sentence.start, attribution.span.start))
    after = _trimmed(text, Span(attribution.span.end, sentence.end))
    is_interruption = text[attribution.span.end :].startswith(",")
    if before and after and not is_interruption:
        claims = [before] if attribution.verb_comes_first else [after]
    else:
        claims = [claim for claim in (before, after) if claim]
    words = sum(len(claim.of(text).split()) for claim in claims)
    return claims if words > 1 else []


def _trimmed(text: str, span: Span) -> Span | None:
    """Return `span` without the commas and joining words at its ends, or None when no word is left."""
    start, end = span.start, span.end
    words = text[start:end]
    lead = re.match(r"[\s,:;—–-]*(?:that )?", words)
    start += lead.end() if lead else 0
    end -= len(words) - len(words.rstrip(" ,;:—–-"))
    return Span(start, end) if end > start and re.search(r"\w", text[start:end]) else None


def _runs(text: str, marked: list[tuple[Span, str, str]]) -> tuple[Run, ...]:
    runs, at = [], 0
    for span, kind, expert in sorted(marked, key=lambda mark: mark[0].start):
        if span.start < at:
            continue
        if span.start > at:
            runs.append(Run(text[at : span.start]))
        runs.append(Run(span.of(text), kind=kind, expert=expert))  # type: ignore[arg-type]
        at = span.end
    if at < len(text):
        runs.append(Run(text[at:]))
    return tuple(runs)
