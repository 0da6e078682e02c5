"""One short line of a drawn text, for a list: about ten words around each change, in safe HTML."""

import re
from collections.abc import Sequence
from html import escape, unescape

from articles.content.drawing import SAID, spoken

# What is kept of a stretch of words, from its beginning and from its end.
_CHANGED, _BETWEEN, _BEFORE, _AFTER, _ALONE = (8, 3), (5, 5), (0, 8), (8, 0), (16, 0)
_MOST_CHANGES = 3
_LONGEST_WORD = 40
_TOKEN = re.compile(r"(<[^>]*>)")
_MARKER = re.compile(r"<sup [^>]*>")
_RAISED = {"<sup>": "\ue000", "</sup>": "\ue001", "<sub>": "\ue002", "</sub>": "\ue003"}


def one_line(html: str) -> str:
    """Return drawn HTML as one line, with nothing but `ins`, `del`, `sub` and `sup` in it, said for ears."""
    stretches = _stretches(html)
    pieces = []
    for index, (tag, text) in enumerate(stretches):
        words = _shortened(text.split(), *_kept(tag, is_first=index == 0, is_last=index == len(stretches) - 1))
        before = " " if text[:1].isspace() else ""
        after = " " if text[-1:].isspace() else ""
        pieces.append(f"{before}<{tag}>{words}</{tag}>{after}" if tag else f"{before}{words}{after}")
    return spoken(" ".join("".join(pieces).split()))


def unspoken(html: str) -> str:
    """Return `html` without what is said for ears."""
    for tag in SAID:
        html = html.replace(spoken(f"<{tag}>"), f"<{tag}>")
    return html


def _stretches(html: str) -> list[tuple[str, str]]:
    """Return the text as what was added, removed, and what stands between; past a few changes it ends."""
    stretches: list[tuple[str, str]] = []
    tag, changes = "", 0
    for token in _TOKEN.split(_coded(html)):
        if token in ("<ins>", "<del>"):
            tag, changes = token[1:-1], changes + 1
            if changes > _MOST_CHANGES:
                return [*stretches, ("", " …")]
        elif token in ("</ins>", "</del>"):
            tag = ""
        elif token == "<br>":
            stretches.append(("", " "))
        elif not token.startswith("<") and token:
            text = unescape(token)
            if stretches and stretches[-1][0] == tag:
                text = stretches.pop()[1] + text
            stretches.append((tag, text))
    return stretches


def _kept(tag: str, *, is_first: bool, is_last: bool) -> tuple[int, int]:
    if tag:
        return _CHANGED
    if is_first:
        return _ALONE if is_last else _BEFORE
    return _AFTER if is_last else _BETWEEN


def _shortened(words: Sequence[str], first: int, last: int) -> str:
    if len(words) > first + last:
        words = [*words[:first], "…", *words[len(words) - last :]]
    text = escape(" ".join(map(_clipped, words)))
    counts = {code: text.count(code) for code in _RAISED.values()}
    is_whole = counts["\ue000"] == counts["\ue001"] and counts["\ue002"] == counts["\ue003"]
    for tag, code in _RAISED.items():
        text = text.replace(code, tag if is_whole else "")
    return text


def _clipped(word: str) -> str:
    """Return a word, or both ends of one that would fill the line, such as a long address."""
    return word if len(word) <= _LONGEST_WORD else f"{word[:20]}…{word[-15:]}"


def _coded(html: str) -> str:
    """Turn the marks of raised and lowered letters into single letters, so that words can be counted and cut."""
    for code in _RAISED.values():
        html = html.replace(code, "")
    html = _MARKER.sub("<sup>", unspoken(html))
    for tag, code in _RAISED.items():
        html = html.replace(tag, code)
    return html
