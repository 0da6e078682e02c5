"""Show where a text answers a question: its words marked, and the sentence that has them. Safe HTML of plain text."""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import islice

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
_IS_INLINE = rf"(?!(?:/(?:{'|'.join(sorted(BLOCKS))})|br)\b)"
_WITHIN_A_WORD = re.compile(rf"<(?<=\w<){_IS_INLINE}[^>]*>(?:<{_IS_INLINE}[^>]*>)*\w")
# By a word as it is compared, how else a text may spell it.
_OTHER_SPELLINGS: dict[str, list[str]] = {}
for _other, _spelling in ONE_SPELLING.items():
    _OTHER_SPELLINGS.setdefault(bare(_spelling), []).append(_other)
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
        # By the word that they begin with.
        self._patterns: dict[str, list[Words]] = {}
        for words in sorted(bared, key=lambda words: (-len(words), words)):
            self._patterns.setdefault(words[0], []).append(words)
        # What a folded text holds somewhere if it holds one of them: nothing else needs a closer look.
        self._traces = tuple({trace for word in self._patterns for trace in _spelled(word)})
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
        texts, may_answer = [], False
        for html in _texts_of(version):
            texts.append(html)
            if self._may_be_in(html):
                may_answer, found = True, self._sentence_in(html)
                if found:
                    return found
        # A word with a tag in its middle is looked for only where no other may be.
        with_tags = () if may_answer else filter(_WITHIN_A_WORD.search, texts)
        return next(filter(None, map(self._sentence_in, with_tags)), summary)

    def _sentence_in(self, html: str) -> str:
        """The first sentence that answers; where the words stand in two, their paragraph."""
        for paragraph in quick_text(html).split("\n"):
            hits = self._hits(paragraph)
            if hits:
                near = (span for span in sentences_in(paragraph) if span.end > hits[0][0])
                sentences = (span.of(paragraph).strip() for span in near)
                return _cut(next(filter(self._hits, sentences), paragraph))
        return ""

    def _may_be_in(self, text: str) -> bool:
        return self._leaves_a_trace_in(text.lower()) or (not text.isascii() and self._leaves_a_trace_in(folded(text)))

    def _leaves_a_trace_in(self, plain: str) -> bool:
        return any(map(plain.__contains__, self._traces))

    def _hits(self, text: str) -> list[tuple[int, int]]:
        if not self._may_be_in(text):
            return []
        beginnings, plain = _WORD, text if text.isascii() else text.translate(_TYPOGRAPHY)
        if plain.isascii():
            # Letter stands by letter, and only words that begin like one that is looked for need a look.
            beginnings, text = self._beginning, plain.lower()
        hits, at = [], 0
        for first in beginnings.finditer(text):
            end = self._end_of_hit(text, first) if first.start() >= at else 0
            if end:
                hits.append((first.start(), end))
                at = end
        return hits

    def _end_of_hit(self, text: str, first: re.Match[str]) -> int:
        """Where the longest run of words ends that is looked for and begins with this one; 0 if there is none."""
        for pattern in self._patterns.get(_bare_word(first.group()), ()):
            end = first.end()
            if len(pattern) == 1:
                return end
            words = list(islice(_words_from(text, end), len(pattern) - 1))
            if tuple(word for _, word in words) == pattern[1:]:
                return words[-1][0]
        return 0


def _texts_of(version: Version) -> Iterator[str]:
    """In the order in which they are read. What nobody looks at is not parsed."""
    yield version.part("lede")
    for section in version.items_of("sections"):
        yield section["html"]
    yield version.part("emergency")


def _words_from(text: str, start: int) -> Iterator[tuple[int, str]]:
    """Words and where they end. Those that are not looked for take no part: "loss balance" is in "loss of balance"."""
    for match in _WORD.finditer(text, start):
        word = _bare_word(match.group())
        if word:
            yield match.end(), word


@lru_cache(REMEMBERED)
def _bare_word(word: str) -> str:
    """The word as it is compared; empty where it is not looked for."""
    words = words_of(word)
    return bare(words[0]) if words else ""


def _spelled(word: str) -> list[str]:
    """The ways in which a text may spell what is compared as `word`."""
    return [word, *_OTHER_SPELLINGS.get(word, ())]


def _cut(sentence: str) -> str:
    if len(sentence) <= LONGEST_SNIPPET:
        return sentence
    return sentence[:LONGEST_SNIPPET].rsplit(" ", 1)[0] + "…"
