"""The letters of a card: two fonts that we ship, what they can write, and how a title is broken into even lines."""

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONTS = Path(__file__).parent / "fonts"
SERIF = "SourceSerifPro-Semibold.ttf"
SANS = "SourceSansPro-Regular.otf"
# No font draws this one: what looks like it is the box for a letter that is missing.
_NO_LETTER = "\uffff"
# Letters that both fonts have. Pages say what their card says; Pillow, which takes 5 MiB, is asked about others only.
_SURE = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x132), *range(0x14C, 0x166), *range(0x168, 0x17F)]))
_SURE |= frozenset("–—‘’“”„•…")


@cache
def font(name: str, size: int) -> "FreeTypeFont":
    from PIL.ImageFont import truetype

    return truetype(FONTS / name, size)


def can_write(text: str) -> bool:
    """Whether both fonts have every letter of `text`, so that no card shows boxes."""
    return _SURE.issuperset(text) or all(_has(letter) for letter in text)


@cache
def _has(letter: str) -> bool:
    # A mark on its own would stand beside its letter, or on nothing.
    if unicodedata.combining(letter):
        return False
    return all(_drawn(name, letter) != _drawn(name, _NO_LETTER) for name in (SERIF, SANS))


def _drawn(name: str, letter: str) -> tuple[tuple[int, int], bytes]:
    mask = font(name, 40).getmask(letter)
    return mask.size, bytes(mask)


def wide(text: str, name: str, size: int) -> float:
    return font(name, size).getlength(text)


def how_many_lines(text: str, *, name: str, size: int, width: float) -> int:
    return len(_filled(_words(text, name=name, size=size, width=width), name=name, size=size, width=width))


def lines_of(text: str, *, name: str, size: int, width: float) -> list[str]:
    """Break `text` into as few lines as fit, and these as even as can be. No letter is left out."""
    words = _words(text, name=name, size=size, width=width)
    fewest = len(_filled(words, name=name, size=size, width=width))
    low, high = 0.0, float(width)
    while high - low > 8:
        middle = (low + high) / 2
        lines = _filled(words, name=name, size=size, width=middle)
        is_enough = len(lines) <= fewest and all(wide(line, name, size) <= middle for line in lines)
        low, high = (low, middle) if is_enough else (middle, high)
    return _filled(words, name=name, size=size, width=high)


def _filled(words: list[str], *, name: str, size: int, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, name, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _words(text: str, *, name: str, size: int, width: float) -> list[str]:
    return [part for word in text.split() for part in _parts(word, name=name, size=size, width=width)]


def _parts(word: str, *, name: str, size: int, width: float) -> list[str]:
    """A word that is wider than a line, cut where the line ends."""
    if wide(word, name, size) <= width:
        return [word]
    parts = [""]
    for letter in word:
        if parts[-1] and wide(parts[-1] + letter, name, size) > width:
            parts.append("")
        parts[-1] += letter
    return parts
