"""Lead from the first mention of a condition, drug or symptom to its hub: `<a class="hub" href="/topics/…/">`.

A link is written around words that stand in one text between two tags, and nothing else is touched or written anew. So
taking the links out again gives back exactly what was there, which is how two texts are compared without them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

# Where a link would be a link within a link, or would put words into a mouth or a heading.
_CLOSED = frozenset("a button h1 h2 h3 h4 h5 h6 th blockquote figcaption".split())
# Tags within a word: what stands beyond them still belongs to it.
_INLINE = frozenset("a b i em strong span sub sup".split())
_VOID = frozenset("br hr img wbr col input".split())

_TAG = re.compile(r"""(</?[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>)""")
_TAG_NAME = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)")
_CLASSES = re.compile(r'\sclass="([^"]*)"')
# An entity is no word: “&amp;” does not say “amp”.
_TOKEN = re.compile(r"&#?\w+;|\w+")
_SPACE = re.compile(r"(?:\s|&nbsp;)+")
_SAME_MARK = str.maketrans({"’": "'", "ʼ": "'", "‐": "-", "‑": "-"})
# Most names: nothing in them could be written in another way.
_PLAIN = re.compile(r"[a-zA-Z0-9]+(?: [a-zA-Z0-9]+)*")
_SLUG = re.compile(r"[-\w]+", re.ASCII)
# Exactly what `linked` writes, and nothing that anybody else could have written.
_HUB = re.compile(r'<a class="hub" href="((?:/[a-z]{2,3}(?:-[a-z0-9]+)*)?/topics/([-\w]+)/)">([^<]*)</a>', re.ASCII)
# The same as it may come back with copied words.
_PASTED = re.compile(r"""<a\s[^<>]*\bclass=(?:"hub"|'hub'|hub(?=[\s>]))[^<>]*>([^<]*)</a>""", re.IGNORECASE)
_OWN_LINK = re.compile(r'<a\s[^<>]*\bhref="(?:/[a-z-]{2,12})?/topics/([-\w]+)/"', re.ASCII)


@dataclass(frozen=True)
class Hubs:
    """Which words name which hub. `exact` are names written in capitals: “MS” is one, “ms” is a millisecond."""

    exact: dict[str, str] = field(default_factory=dict)
    folded: dict[str, str] = field(default_factory=dict)
    # The first word of a name, and how many words the names that begin with it have, the longest first.
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def named(self, words: str) -> str:
        """The slug of the hub that is called so, or nothing."""
        shape = _shape(words)
        return self.exact.get(shape) or self.folded.get(shape.lower()) or ""


def hubs_of(topics: Iterable[tuple[str, str, Sequence[Any]]]) -> Hubs:
    """Take in slug, name and other names of each hub. What names two hubs names none; its name is a hub's first."""
    topics = list(topics)
    names = _unambiguous((slug, name) for slug, name, _ in topics)
    others = _unambiguous((slug, name) for slug, _, synonyms in topics for name in synonyms if isinstance(name, str))
    found = {name: slug for name, slug in (others | names).items() if slug}
    lengths: dict[str, set[int]] = {}
    for name in found:
        first, count = _measured(name)
        lengths.setdefault(first.lower(), set()).add(count)
    return Hubs(
        exact={name: slug for name, slug in found.items() if name.isupper()},
        folded={name: slug for name, slug in found.items() if not name.isupper()},
        lengths={first: tuple(sorted(counts, reverse=True)) for first, counts in lengths.items()},
    )


def linked(fragments: Sequence[str], hubs: Hubs, *, base: str = "/topics/") -> list[str]:
    """Return these texts, given in reading order, with a link at the first mention of each hub in all of them."""
    if not hubs.lengths:
        return list(fragments)
    # Where the writer leads there, they chose the words.
    seen = {match[1] for html in fragments for match in _OWN_LINK.finditer(html)}
    return [_linked(html, hubs, seen, base) for html in fragments]


def unlinked(html: str) -> str:
    """Return `html` as it was before `linked`."""
    return _HUB.sub(r"\3", html) if 'class="hub"' in html else html


def without_pasted_hubs(html: str) -> str:
    """Return `html` without links to hubs, as anybody may have brought them along: a draft holds none."""
    return _PASTED.sub(r"\1", html) if "hub" in html else html


def unlinked_content(content: dict[str, Any]) -> dict[str, Any]:
    """Return a version's document without links to hubs: what a writer wrote and a reviewer judges."""
    sections = content.get("sections") or []
    texts = {name: unlinked(content[name]) for name in ("lede", "emergency") if isinstance(content.get(name), str)}
    return {**content, **texts, "sections": [{**section, "html": unlinked(section["html"])} for section in sections]}


def hubs_in(html: str) -> dict[str, str]:
    """Return the addresses to which the links of `html` lead, each with its words."""
    return {match[1]: match[3] for match in _HUB.finditer(html)} if 'class="hub"' in html else {}


def _unambiguous(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for slug, name in named:
        shape = name
        if not _PLAIN.fullmatch(name):
            shape = _shape(escape(unicodedata.normalize("NFC", name.strip()), quote=False))
            words = list(_words_in(shape))
            # A name that begins or ends with a mark would leave half of a bracket in the link.
            if not words or words[0][0] != 0 or words[-1][1] != len(shape):
                continue
        if _SLUG.fullmatch(slug):
            shape = shape if shape.isupper() else shape.lower()
            found[shape] = slug if found.get(shape, slug) == slug else ""
    return found


def _measured(name: str) -> tuple[str, int]:
    """The first word of a name, and how many words it has."""
    if _PLAIN.fullmatch(name):
        return name.partition(" ")[0], name.count(" ") + 1
    words = list(_words_in(name))
    return name[slice(*words[0])], len(words)


def _shape(words: str) -> str:
    """Return words with single spaces, and every apostrophe and hyphen in one shape."""
    return _SPACE.sub(" ", words).translate(_SAME_MARK)


def _words_in(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _TOKEN.finditer(text) if not match[0].startswith("&"))


# --- One text


def _linked(html: str, hubs: Hubs, seen: set[str], base: str) -> str:
    pieces = _TAG.split(html)
    written: list[str] = []
    # The elements around, and whether each is closed to links.
    around: list[tuple[str, bool]] = []
    before = ""
    for index, piece in enumerate(pieces):
        if index % 2:
            written.append(piece)
            _step(piece, around)
            before = before if _is_within_word(piece) else ""
        elif piece:
            is_open = not any(closed for _, closed in around)
            after = _beyond(pieces, index)
            written.append(_with_links(piece, before, after, hubs, seen, base) if is_open else piece)
            before = piece[-1]
    return "".join(written)


def _step(tag: str, around: list[tuple[str, bool]]) -> None:
    """Enter or leave an element."""
    name = _name_of(tag)
    if tag.startswith("</"):
        if any(name == other for other, _ in around):
            while around.pop()[0] != name:
                pass
    elif name not in _VOID and not tag.endswith("/>"):
        around.append((name, name in _CLOSED or "data-cite=" in tag or _is_quote(tag)))


def _name_of(tag: str) -> str:
    found = _TAG_NAME.match(tag)
    return found[1].lower() if found else ""


def _is_quote(tag: str) -> bool:
    found = _CLASSES.search(tag)
    return found is not None and "quote" in found[1].split()


def _is_within_word(tag: str) -> bool:
    """Whether a word can go on beyond this tag: B<sub>12</sub> is one word; a citation marker ends one."""
    return _name_of(tag) in _INLINE and "data-cite=" not in tag


def _beyond(pieces: Sequence[str], index: int) -> str:
    """The character that follows a text, as far as a word could go on there."""
    for place in range(index + 1, len(pieces)):
        piece = pieces[place]
        if place % 2:
            if not _is_within_word(piece):
                return ""
        elif piece:
            return piece[0]
    return ""


def _with_links(text: str, before: str, after: str, hubs: Hubs, seen: set[str], base: str) -> str:
    words = list(_words_in(text))
    written, at, index = [], 0, 0
    while index < len(words):
        start = words[index][0]
        count, slug = _named_at(text, words, index, hubs)
        if not slug:
            index += 1
            continue
        end = words[index + count - 1][1]
        # A name that was linked before is passed over whole: “type 2 diabetes” is no mention of diabetes.
        index += count
        if slug not in seen and _stands_alone(before + text[:start], text[end:] + after):
            seen.add(slug)
            written += [text[at:start], f'<a class="hub" href="{base}{slug}/">', text[start:end], "</a>"]
            at = end
    return "".join([*written, text[at:]])


def _named_at(text: str, words: Sequence[tuple[int, int]], index: int, hubs: Hubs) -> tuple[int, str]:
    """How many words from here on name a hub, the most that do, and which."""
    start, end = words[index]
    for count in hubs.lengths.get(text[start:end].lower(), ()):
        if index + count <= len(words):
            slug = hubs.named(text[start : words[index + count - 1][1]])
            if slug:
                return count, slug
    return 1, ""


def _stands_alone(before: str, after: str) -> bool:
    """Whether words are whole there, and no part of a compound or an address: “anti-MS”, “B12”, “lupus.org”."""
    if before and (before[-1].isalnum() or before[-1] in "-‐‑/@._"):
        return False
    if after and (after[0].isalnum() or after[0] in "-‐‑/@_"):
        return False
    return not (len(after) > 1 and after[0] == "." and after[1].isalnum())
