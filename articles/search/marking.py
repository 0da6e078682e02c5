"""Show where a text answers a question: its words marked, and the sentence that has them. Safe HTML of plain text."""

import re
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString

from articles.content.html import BLOCKS, quick_text
from articles.content.search_words import ONE_SPELLING, folded, words_of
from articles.content.sentences import sentences_in
from articles.models import Version
from articles.search.likeness import bare
from articles.search.question import Question, Words

_WORD = re.compile(r"\w+")
# Marks that are no words, as such of ASCII.
_TYPOGRAPHY = str.maketrans(dict.fromkeys("’‘“”–—…°", "-") | {"\xa0": " "})
# A tag, or some, between two letters, where no block ends.
_INLINE = rf"<(?!(?:/(?:{'|'.join(sorted(BLOCKS))})|br)\b)"
_WITHIN_A_WORD = re.compile(rf"{_INLINE}(?<=\w<)[^>]*>(?:{_INLINE}[^>]*>)*\w")
LONGEST_SNIPPET = 240
# A language has so many words that are met often.
REMEMBERED = 8192


class Marks:
    """The runs of words to mark: each word that was asked for, and the other names in full; the longest first."""

    def __init__(self, question: Question) -> None:
        patterns: set[Words] = set()
        for part in question.parts:
            patterns |= {part.words} if part.is_quoted else {(word,) for word in part.words}
            patterns |= set(part.other_names)
        bared = {tuple(bare(word) for word in words) for words in patterns}
        self._patterns = sorted(bared, key=lambda words: (-len(words), words))
        # What a folded text holds somewhere if it holds one of them: nothing else needs a closer look.
        self._traces = tuple({trace for words in self._patterns for trace in _spelled(words[0])})
        self._words = {words[0] for words in self._patterns} if all(len(words) == 1 for words in bared) else None
        # Letters first, and then that they begin a word: so a text is skimmed for those letters.
        traces = map(re.escape, self._traces)
        self._beginning = re.compile("|".join(rf"{trace}(?<!\w{trace})\w*" for trace in traces))

    def marked(self, text: str) -> SafeString:
        """Return `text` as HTML with every run of words that was asked for in a `mark`."""
        pieces, at = [], 0
        for start, end in self._hits(text):
            pieces += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
        return SafeString("".join([*pieces, escape(text[at:])]))

    def snippet_of(self, summary: str, version: Version) -> str:
        """Return what to show under the title: the summary if it answers, else the first sentence that does."""
        if self._hits(summary):
            return summary
        sections = [section["html"] for section in version.part("sections")]
        texts = [version.part("lede"), *sections, version.part("emergency")]
        # A word with a tag in its middle is looked for only where no other is found.
        for html in [html for html in texts if self._may_be_in(html)] or filter(_WITHIN_A_WORD.search, texts):
            for paragraph in quick_text(html).split("\n"):
                if self._hits(paragraph):
                    sentences = [span.of(paragraph).strip() for span in sentences_in(paragraph)]
                    return _cut(next((sentence for sentence in sentences if self._hits(sentence)), paragraph))
        return summary

    def _may_be_in(self, text: str) -> bool:
        plain = folded(text)
        return any(trace in plain for trace in self._traces)

    def _hits(self, text: str) -> list[tuple[int, int]]:
        if not self._may_be_in(text):
            return []
        plain = text if text.isascii() else text.translate(_TYPOGRAPHY)
        if self._words is not None and plain.isascii():
            # Letter stands by letter, and only words that begin like one that is looked for need a look.
            near = self._beginning.finditer(plain.lower())
            return [match.span() for match in near if _bare_word(match.group()) in self._words]
        # Words that are not looked for take no part, so that "loss of balance" is found by "loss balance".
        found = ((match.start(), match.end(), _bare_word(match.group())) for match in _WORD.finditer(text))
        words = [(start, end, word) for start, end, word in found if word]
        hits, place = [], 0
        while place < len(words):
            size = self._length_of_hit(words, place)
            if size:
                hits.append((words[place][0], words[place + size - 1][1]))
            place += size or 1
        return hits

    def _length_of_hit(self, words: list[tuple[int, int, str]], place: int) -> int:
        for pattern in self._patterns:
            if words[place][2] == pattern[0] and (
                len(pattern) == 1 or tuple(word for _, _, word in words[place : place + len(pattern)]) == pattern
            ):
                return len(pattern)
        return 0


@lru_cache(REMEMBERED)
def _bare_word(word: str) -> str:
    """The word as it is compared; empty where it is not looked for."""
    words = words_of(word)
    return bare(words[0]) if words else ""


def _spelled(word: str) -> list[str]:
    """The ways in which a text may spell what is compared as `word`."""
    return [word, *(other for other, spelling in ONE_SPELLING.items() if bare(spelling) == word)]


def _cut(sentence: str) -> str:
    if len(sentence) <= LONGEST_SNIPPET:
        return sentence
    return sentence[:LONGEST_SNIPPET].rsplit(" ", 1)[0] + "…"
