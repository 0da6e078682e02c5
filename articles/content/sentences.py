"""Where the quotations and the sentences of a paragraph begin and end."""

import re
from dataclasses import dataclass

# Curly marks tell opening from closing; an opening one that is never closed runs to the end of the paragraph, as
# quotations over several paragraphs do. Straight marks count only where a word begins or ends, or 5'10" would open one.
_QUOTATION = re.compile(r"“[^“”]*(?:”|$)|(?<![\w.,!?])\"(?=[^\s\"])[^\"]*(?<=\S)\"(?!\w)")
# What ends a sentence stands first, and then that nothing of the kind stands before it: so a text is skimmed for it.
_BOUNDARY = re.compile(r"(?P<end>[.!?…](?<![.!?…].)[.!?…]*[”\"’')\]]*)\s+(?=(?P<quote>[“\"])|[(\[‘']?[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:Dr|Mr|Mrs|Ms|Prof|St|Mt|vs|No|Fig|approx|[^\W\d_]|(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3})$"
)


@dataclass(frozen=True)
class Span:
    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def quotations_in(text: str) -> list[Span]:
    """Return the quotations of `text`, their marks included."""
    return [Span(*match.span()) for match in _QUOTATION.finditer(text)]


def without_quotations(text: str, quotations: list[Span]) -> str:
    """Return `text`, equally long, with every quoted word blacked out, so that only the article's own voice is read.

    The last character stays: it tells whether the quotation ends a sentence.
    """
    pieces, at = [], 0
    for span in quotations:
        inner = max(span.end - span.start - 3, 0)
        pieces.append(text[at : span.start + 1] + "q" * inner + text[span.start + 1 + inner : span.end])
        at = span.end
    return "".join(pieces) + text[at:]


def sentences_in(text: str) -> list[Span]:
    """Return the sentences of `text`; "Dr. Roe", "Ana Z. Roe" and "the U.S. has" are not split."""
    spans, start = [], 0
    for match in _BOUNDARY.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if match["end"] == "." and not match["quote"] and _ABBREVIATION.search(before):
            continue
        spans.append(Span(start, match.end("end")))
        start = match.end()
    if start < len(text):
        spans.append(Span(start, len(text)))
    return spans
