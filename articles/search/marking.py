"""Show where a text answers a question: its words marked, and the sentence that has them. Safe HTML of plain text."""

import re
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.content.html import plain_text
from articles.content.search_words import words_of
from articles.content.sentences import sentences_in
from articles.search.likeness import bare
from articles.search.question import Question, Words

_WORD = re.compile(r"\w+")
LONGEST_SNIPPET = 240


def patterns_of(question: Question) -> list[Words]:
    """The runs of words to mark: each word that was asked for, and the other names in full; the longest first."""
    patterns: set[Words] = set()
    for part in question.parts:
        patterns |= {part.words} if part.is_quoted else {(word,) for word in part.words}
        patterns |= set(part.other_names)
    return sorted({tuple(bare(word) for word in words) for words in patterns}, key=lambda words: (-len(words), words))


def marked(text: str, patterns: list[Words]) -> SafeString:
    """Return `text` as HTML with every run of words that was asked for in a `mark`."""
    pieces, at = [], 0
    for start, end in _hits(text, patterns):
        pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*pieces, escape(text[at:])]))


def snippet_of(content: dict[str, Any], patterns: list[Words]) -> str:
    """Return what to show under the title: the summary if it answers, else the first sentence that does."""
    summary = content["summary"]
    if _hits(summary, patterns):
        return summary
    texts = [content["lede"], *[section["html"] for section in content["sections"]], content["emergency"]]
    for html in texts:
        for paragraph in plain_text(html).split("\n"):
            if _hits(paragraph, patterns):
                sentences = [span.of(paragraph).strip() for span in sentences_in(paragraph)]
                return _cut(next((sentence for sentence in sentences if _hits(sentence, patterns)), paragraph))
    return summary


def _hits(text: str, patterns: list[Words]) -> list[tuple[int, int]]:
    found = [(match.start(), match.end(), match.group()) for match in _WORD.finditer(text)]
    # Words that are not looked for take no part, so that "loss of balance" is found by "loss balance".
    words = [(start, end, bare(folded[0])) for start, end, word in found if (folded := words_of(word))]
    hits, place = [], 0
    while place < len(words):
        size = _length_of_hit(words, place, patterns)
        if size:
            hits.append((words[place][0], words[place + size - 1][1]))
        place += size or 1
    return hits


def _length_of_hit(words: list[tuple[int, int, str]], place: int, patterns: list[Words]) -> int:
    for pattern in patterns:
        if tuple(word for _, _, word in words[place : place + len(pattern)]) == pattern:
            return len(pattern)
    return 0


def _cut(sentence: str) -> str:
    if len(sentence) <= LONGEST_SNIPPET:
        return sentence
    return sentence[:LONGEST_SNIPPET].rsplit(" ", 1)[0] + "…"
