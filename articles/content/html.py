"""The one place where HTML is made safe; its allow-list also configures the editor.

nh3 is the guard: an editor's own filter lets `javascript:` links through, a browser is only comfort.

It and lxml are loaded when somebody first needs them. What readers see was made safe when it was written, and a process
that answers them stays 7 MiB smaller.
"""

import re
import unicodedata
from functools import cache
from html import unescape
from typing import TYPE_CHECKING

from articles.content.hub_links import without_pasted_hubs

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from nh3 import Cleaner

# tag -> attributes a writer may use. h1 is the title and h2 a section's heading, so both are refused here;
# pictures are figures with their own fields, so there is no img.
ALLOWED: dict[str, tuple[str, ...]] = {
    "p": (),
    "h3": (),
    "h4": (),
    "strong": (),
    "em": (),
    "sub": (),
    "sup": ("data-cite",),
    "span": ("data-expert",),
    "blockquote": ("data-expert",),
    "br": (),
    "ol": ("start",),
    "ul": (),
    "li": (),
    "a": ("href", "title"),
    "table": (),
    "caption": (),
    "thead": (),
    "tbody": (),
    "tr": (),
    "th": ("scope", "colspan", "rowspan"),
    "td": ("colspan", "rowspan"),
}
# tag -> classes a writer may use: a citation marker, and words that belong to an expert.
ALLOWED_CLASSES: dict[str, tuple[str, ...]] = {"sup": ("cite",), "span": ("quote", "paraphrase")}
SCHEMES = {"http", "https", "mailto", "tel"}

BLOCKS = frozenset({"p", "h3", "h4", "blockquote", "ol", "ul", "li", "table", "caption", "tr", "th", "td", "br"})
_CITATION = re.compile(r"<sup\b[^>]*\bdata-cite\b[^>]*>.*?</sup>", re.DOTALL)
_END_OF_BLOCK = re.compile(rf"</(?:{'|'.join(sorted(BLOCKS))})>|<br[^>]*>")
_TAG = re.compile(r"<[^>]*>")
# Whatever is not a single space: nearly every space is one, and stays.
_SPACES = re.compile(r" [ \t]+|\t[ \t]*")
# Controls but line feed and tab, overrides of the reading direction, lone surrogates, and what is no character.
_NO_CHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufdd0-\ufdef" + _NO_CHARACTERS + "]"
)


def _keep_attribute(tag: str, name: str, value: str) -> str | None:
    # `//other.example` would take the reader to another host under the page's own scheme.
    if name == "href" and value.lstrip().startswith(("//", "\\", "/\\")):
        return None
    return value


def guard_for(allowed: dict[str, tuple[str, ...]], classes: dict[str, tuple[str, ...]]) -> "Cleaner":
    """Return what lets through the tags, attributes and classes that are named, and nothing else."""
    from nh3 import Cleaner

    return Cleaner(
        tags=set(allowed),
        attributes={tag: set(names) for tag, names in allowed.items() if names},
        allowed_classes={tag: set(names) for tag, names in classes.items()},
        url_schemes=SCHEMES,
        attribute_filter=_keep_attribute,
        link_rel="noopener",
        strip_comments=True,
    )


@cache
def _guard() -> "Cleaner":
    return guard_for(ALLOWED, ALLOWED_CLASSES)


def clean_text(text: str) -> str:
    """Return `text` in NFC without control characters, lone surrogates or noncharacters.

    Line feeds and tabs stay. What goes would not survive a JSON column or would be invisible to a reviewer:
    bidirectional overrides can make a dose read backwards.
    """
    if text.isascii() and text.isprintable():
        return text  # Most words: nothing in them could be unwanted.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNWANTED.sub("", text))


def sanitise(html: str, *, guard: "Cleaner | None" = None) -> str:
    """Return `html` with nothing in it but the allow-list: safe to store, to show and to digest. Idempotent."""
    guard = guard or _guard()
    cleaned = guard.clean(clean_text(without_pasted_hubs(html))).strip()
    # Cleaning can uncover characters that were written as entities; a second pass settles them.
    settled = guard.clean(clean_text(cleaned)).strip()
    return "" if _is_blank(settled) else settled


def _is_blank(html: str) -> bool:
    """An emptied editor leaves `<p>&nbsp;</p>`; that is no text."""
    if "data-cite" in html or "<table" in html:
        return False
    return not plain_text(html)


def parse(html: str) -> "HtmlElement":
    """Return `html` as one element tree under a `div`."""
    from lxml.html import fragment_fromstring

    return fragment_fromstring(html, create_parent="div")


def one_element(html: str) -> "HtmlElement":
    """Return `html`, which is one element with what it holds."""
    from lxml.html import fragment_fromstring

    return fragment_fromstring(html)


def serialise(root: "HtmlElement") -> str:
    """Return what is inside the `div` that `parse` made, as HTML."""
    from lxml.html import tostring

    whole = tostring(root, encoding="unicode")
    return whole[len("<div>") : -len("</div>")] if whole.startswith("<div>") else ""


def plain_text(html: str) -> str:
    """Return the words of `html`, one line per block; citation markers are left out."""
    if not html.strip():
        return ""
    root = parse(html)
    for marker in root.xpath(".//sup[@data-cite]"):
        marker.drop_tree()
    for element in root.iter():
        if element.tag in BLOCKS:
            element.tail = "\n" + (element.tail or "")
    text = root.text_content().replace("\xa0", " ")
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def quick_text(html: str) -> str:
    """The same of HTML that was sanitised, in a hundredth of the time: its tags are regular, and none is left open."""
    text = unescape(_TAG.sub("", _END_OF_BLOCK.sub("\n", _CITATION.sub("", html)))).replace("\xa0", " ")
    if "  " in text or "\t" in text:
        text = _SPACES.sub(" ", text)
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def editor_rules(
    allowed: dict[str, tuple[str, ...]] = ALLOWED, classes: dict[str, tuple[str, ...]] = ALLOWED_CLASSES
) -> str:
    """Return an allow-list in CKEditor's `allowedContent` syntax, so that editor and guard agree."""
    rules = []
    for tag, attributes in allowed.items():
        rule = tag
        if attributes:
            rule += "[" + ",".join(attributes) + "]"
        if tag in classes:
            rule += "(" + ",".join(classes[tag]) + ")"
        rules.append(rule)
    return ";".join(rules)
