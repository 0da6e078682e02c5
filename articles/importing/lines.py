"""From the bytes of a file to clean, numbered lines; what is no text is refused here."""

import codecs
import re
from dataclasses import dataclass

from articles.content.html import clean_text
from articles.importing.refusal import UnreadablePage

MOST_BYTES = 1_000_000

# Zero-width space, word joiner, soft hyphen: invisible to the eye, not to a search or a digest.
_INVISIBLE = re.compile("[\u200b\u2060\u00ad]")


@dataclass(frozen=True)
class Line:
    number: int
    text: str  # cleaned; empty when the line holds invisible characters only
    has_gap: bool  # a blank line, or the beginning of the page, stands before it


def decode(data: bytes) -> str:
    """Return the text of a file, or refuse one that holds no text or too much of it."""
    refuse_size(len(data))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif b"\x00" in data:
        raise UnreadablePage("The file is binary; the importer reads text copied from a page.")
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadablePage("The file is binary or not in UTF-8; save the copied text as UTF-8.") from None


def read_lines(text: str) -> list[Line]:
    """Return the lines that are not blank, cleaned and numbered as an editor numbers them."""
    # A text of the right length can still be too large in bytes, and a lone surrogate has none at all.
    refuse_size(len(text.encode("utf-8", "replace")))
    if "\x00" in text:
        raise UnreadablePage("The text is binary; the importer reads text copied from a page.")
    lines = []
    has_gap = True
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if raw.strip():
            lines.append(Line(number=number, text=_clean(raw), has_gap=has_gap))
        has_gap = not raw.strip()
    if not lines:
        raise UnreadablePage("The page is empty.")
    return lines


def _clean(raw: str) -> str:
    # str.split knows every kind of space, the non-breaking one included.
    return " ".join(_INVISIBLE.sub("", clean_text(raw)).split())


def refuse_size(size: int) -> None:
    """Refuse a file of `size` bytes when no copied page is that long."""
    if size > MOST_BYTES:
        megabytes = max(size / 1_000_000, 1.1)
        raise UnreadablePage(f"The file has {megabytes:.1f} MB; a copied page has at most 1 MB.")
