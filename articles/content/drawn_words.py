"""Draw one reworded sentence, word by word: `del` before `ins`, bold and raised letters as they are, safe by making.

`drawing` lays whole sections over each other and marks coarsely; in one sentence a reviewer wants the very word.
"""

import re
from collections.abc import Iterator, Sequence
from html import escape

from articles.content.wording import Hunk, Word

_FORMS = ("strong", "em", "sub", "sup")
_CLOSES = tuple(".,;:!?)]”’")
_TWINS = re.compile(r"</(strong|em)> <\1>")


def drawn_words(old: Sequence[Word], new: Sequence[Word], hunks: Sequence[Hunk]) -> str:
    """Return the new words with `ins`, and the old ones that are gone with `del`, as safe HTML."""
    return _TWINS.sub(" ", "".join(_pieces(old, new, hunks))).strip()


def _pieces(old: Sequence[Word], new: Sequence[Word], hunks: Sequence[Hunk]) -> Iterator[str]:
    for hunk in hunks:
        if not hunk.is_same:
            yield from _replaced([old[index] for index in hunk.old], [new[index] for index in hunk.new])
            continue
        for was, now in zip(hunk.old, hunk.new, strict=True):
            if _dressed(old[was]) == _dressed(new[now]):
                yield _space(new[now]) + _dressed(new[now])
            else:
                yield from _replaced([old[was]], [new[now]])


def _replaced(old: Sequence[Word], new: Sequence[Word]) -> Iterator[str]:
    if old:
        yield f"{_space(old[0])}<del>{_text(old)}</del>"
    if new:
        # On the line of the words it replaces.
        space = " " if old and "br" in old[0].opens else _space(new[0])
        yield f"{space}<ins>{_text(new)}</ins>"


def _text(words: Sequence[Word]) -> str:
    return _dressed(words[0]) + "".join(_space(word) + _dressed(word) for word in words[1:])


def _space(word: Word) -> str:
    """Return what stands before a word: nothing before a citation marker or a lonely full stop."""
    if word.opens:
        return "<br>" if "br" in word.opens else " "
    return "" if word.is_marker or word.text.startswith(_CLOSES) else " "


def _dressed(word: Word) -> str:
    """Return a word with its bold, italic, raised or lowered runs."""
    if word.is_marker:
        return f'<sup class="cite">{escape(word.text)}</sup>'
    html, start = "", 0
    for form, length in word.form or (((), len(word.text)),):
        run = escape(word.text[start : start + length])
        for tag in reversed([tag for tag in form if tag in _FORMS]):
            run = f"<{tag}>{run}</{tag}>"
        html, start = html + run, start + length
    return html
