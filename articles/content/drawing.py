"""Draw two HTML texts as one, with `ins` and `del`, believed only if both can be read out of it again.

`lxml.html.diff` sees letters only, and passes handlers through: citation keys are written into the text before, and
its output goes through nh3. What else it cannot see is told by `unseen`.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from articles.content.field_changes import text_diff
from articles.content.html import ALLOWED, parse, plain_text, serialise
from articles.content.hub_links import unlinked

if TYPE_CHECKING:
    from nh3 import Cleaner

# What a screen reader says before changed words.
SAID = {"ins": "added: ", "del": "removed: "}

_EMPTY = re.compile(r"<(ins|del|p)>\s*</\1>")


def drawn(old: str, new: str) -> str:
    """Return the new text with `ins` and `del`; a drawing that lost or made up a letter gives way to plain words."""
    was, now = _prepared(old), _prepared(new)
    both = _changed(was, now) if was and now else _whole(was, "del") + _whole(now, "ins")
    both = _EMPTY.sub("", _EMPTY.sub("", both))
    if _letters(both, without="ins") == _letters(was) and _letters(both, without="del") == _letters(now):
        return both
    return f"<p>{text_diff(plain_text(was), plain_text(now))}</p>"


def _changed(was: str, now: str) -> str:
    from lxml.html.diff import htmldiff

    return str(_cleaner("ins", "del").clean(htmldiff(was, now)))


def _whole(html: str, tag: str) -> str:
    """Mark every word of a text that came or went as a whole."""
    if not html:
        return ""
    cleaned = _changed("<p></p>", html)
    if tag == "del":
        cleaned = cleaned.replace("<del>", "<was>").replace("</del>", "</was>")
        cleaned = cleaned.replace("<ins>", "<del>").replace("</ins>", "</del>")
        cleaned = re.sub(r"</?was>", "", cleaned)
    return cleaned


def without_numbers(html: str) -> str:
    """Return final HTML without what is computed in its citation markers: their keys stay."""
    if "data-cite" not in html:
        return html
    root = parse(html)
    for marker in root.xpath(".//sup[@data-cite]"):
        for child in list(marker):
            marker.remove(child)
        marker.text = None
    return serialise(root)


def _prepared(html: str) -> str:
    """Return sanitised HTML with the key of each citation in the text and without what the drawing cannot show."""
    if not html.strip():
        return ""
    root = parse(_cleaner(keys=("data-cite",)).clean(unlinked(html)))
    for marker in root.xpath(".//sup[@data-cite]"):
        key = marker.attrib.pop("data-cite")
        for child in list(marker):
            marker.remove(child)
        marker.text = f"[{key}]"
    return serialise(root)


@cache
def _cleaner(*marks: str, keys: tuple[str, ...] = ()) -> "Cleaner":
    """What lets `marks` stand besides what a text may hold, and of a citation the attributes `keys`."""
    from nh3 import Cleaner  # As in html.py.

    return Cleaner(
        tags={*ALLOWED, "figure", "figcaption", *marks},
        attributes={
            "sup": set(keys),
            "th": {"scope", "colspan", "rowspan"},
            "td": {"colspan", "rowspan"},
            "ol": {"start"},
        },
        allowed_classes={"sup": {"cite"}, "span": {"quote", "paraphrase"}, "figure": {"quote"}},
        url_schemes=set(),
        link_rel=None,
        strip_comments=True,
    )


def _letters(html: str, *, without: str = "") -> str:
    if not html.strip():
        return ""
    root = parse(html)
    if without:
        for element in root.xpath(f".//{without}"):
            element.drop_tree()
    return "".join(root.text_content().split())


def spoken(html: str) -> str:
    """Say before each change what it is: a screen reader need not announce `ins` and `del`."""
    for tag, words in SAID.items():
        html = html.replace(f"<{tag}>", f'<{tag}><span class="visually-hidden">{words}</span>')
    return html
