"""The passages of a page: its sentences, headings and pictures, each with a name that stays while its words stay.

A reviewer signs passages, and a comment hangs on one. The key of a passage is a fingerprint of what it says and on what
it rests; where it stands, which number its sources have and how the paragraphs are cut is no part of it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

from articles.content.cutting import HEADINGS, INLINE, Piece, cut, is_marker, letters_of
from articles.content.digest import digest
from articles.content.field_changes import Row, shown
from articles.content.wording import Dress

HEADING, SENTENCE, PICTURE = "heading", "sentence", "picture"
TITLE, SUMMARY, HERO, KEY_POINTS, LEDE, EMERGENCY = "title", "summary", "hero", "key_points", "lede", "emergency"
PLACES = (TITLE, SUMMARY, HERO, KEY_POINTS, LEDE, EMERGENCY)
# The block of a passage that stands outside the running text of its place: a title, a section's heading, a picture.
OUTSIDE = -1
# What of a picture a reviewer answers for; its sizes and files are no medical text.
PICTURED = ("digest", "alt", "caption", "credit", "license")

_LOOKS = frozenset({"strong", "em", "sub", "sup"})
_ID_DIGITS = 12

Sources = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Passage:
    """One sentence, heading or picture of a version.

    `key` is its fingerprint, `id` its name on the page: `s-` and twelve digits of the key, then `-2` for the second
    passage that says the same. `place` is where it stands: one of `PLACES` or that of a section (`place_of`).
    `block` counts the paragraphs, lists and tables of the place's text (for key points the points), from 0, and is
    `OUTSIDE` for what stands outside the text; `line` is the same for two passages of one paragraph, item or cell.
    `html` is what is inside it, inline, as frozen; `text` its words without citation markers; `cites` the citation keys
    in order; `form` the elements around it (`ul`, `li`), from the outside; `voice` says whose words the whole of it is
    (`quote`, the expert's id); `context` what it says nothing without: the first cell of its row and the head of its
    column in a table, for a few words the question or the colon before them.
    """

    key: str
    id: str
    place: str
    kind: str
    html: str
    text: str
    cites: tuple[str, ...]
    words: int
    block: int
    line: int = 0
    form: tuple[str, ...] = ()
    voice: tuple[str, str] | None = None
    context: tuple[str, ...] = ()


def passages_in(content: Row) -> list[Passage]:
    """Return every passage of a version's document in the order of the page.

    A title, a heading, the summary, a key point and a picture are one passage each; running text is cut at its
    sentences, and never inside a link, a quote or a bold stretch. No letter is in two passages or in none.
    """
    return _named(_passages(content, sources_of(content)))


def text_of(place: str, passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages of the running text of `place`: what `marked` takes with its HTML."""
    return [passage for passage in passages if passage.place == place and passage.block != OUTSIDE]


def marked(
    html: str,
    passages: Sequence[Passage],
    write: Callable[[Passage], str],
    *,
    after: Callable[[int], str] | None = None,
) -> str:
    """Return the HTML of a place with what `write` returns in the stead of each of its passages.

    `passages` are those of this HTML (`text_of`); `write` may wrap `passage.html`, draw changes in it or leave it.
    `after` returns HTML to stand after each top-level block, by its number: the same as `passage.block`.
    The rest is written as it stands: with `write` giving back `passage.html` a browser reads what it read before.
    """
    pieces: list[str] = []
    ours = iter(passages)
    for item in cut(html):
        if isinstance(item, str):
            pieces.append(item)
        elif isinstance(item, Piece):
            passage = next(ours, None)
            if passage is None or passage.html != item.html:
                raise ValueError("These are not the passages of this text.")
            pieces.append(write(passage))
        elif after:
            pieces.append(after(item))
    if next(ours, None) is not None:
        raise ValueError("These are not the passages of this text.")
    return "".join(pieces)


def sources_of(content: Row) -> dict[str, list[str]]:
    """Return what stands behind each citation key: the source, the reference as shown, the place in it."""
    return {
        shown(row.get("key")): [shown(row.get(name)) for name in ("source", "html", "locator")]
        for row in content.get("references") or []
    }


def place_of(section: Row) -> str:
    """Return the place of a section: its id, or `section-title` should its id be that of one of `PLACES`."""
    name = shown(section.get("id"))
    return f"section-{name}" if name in PLACES else name


# --- The page


def _passages(content: Row, sources: Sources) -> Iterator[Passage]:
    yield from _plain(content.get("title"), TITLE, HEADING)
    yield from _plain(content.get("summary"), SUMMARY, SENTENCE)
    yield from _picture(content.get("hero"), HERO)
    for index, point in enumerate(content.get("key_points") or []):
        yield from _plain(point, KEY_POINTS, SENTENCE, block=index, form=("ul", "li"))
    yield from _running(shown(content.get("lede")), LEDE, sources)
    for section in content.get("sections") or []:
        place = place_of(section)
        yield from _plain(section.get("heading"), place, HEADING)
        yield from _running(shown(section.get("html")), place, sources)
        yield from _picture(section.get("figure"), place)
    yield from _running(shown(content.get("emergency")), EMERGENCY, sources)


def _named(passages: Iterable[Passage]) -> list[Passage]:
    seen: Counter[str] = Counter()
    named = []
    for passage in passages:
        stem = f"s-{passage.key[:_ID_DIGITS]}"
        seen[stem] += 1
        named.append(replace(passage, id=stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"))
    return named


def _plain(value: Any, place: str, kind: str, *, block: int = OUTSIDE, form: tuple[str, ...] = ()) -> Iterator[Passage]:
    text = " ".join(shown(value).split())
    if text:
        yield Passage(digest([text]), "", place, kind, escape(text), text, (), _count(text), block, max(block, 0), form)


def _picture(figure: Row | None, place: str) -> Iterator[Passage]:
    if figure:
        said = [shown(figure.get(name)) for name in PICTURED]
        text = " ".join(" ".join(said[1:3]).split())
        yield Passage(digest({"picture": said}), "", place, PICTURE, escape(text), text, (), _count(text), OUTSIDE)


# So few words after a question or a colon say something only with it: “Yes.”, “Grapefruit juice”.
_SHORT = 3


def _running(html: str, place: str, sources: Sources) -> Iterator[Passage]:
    block = line = 0
    lead = ""
    for item in cut(html):
        if isinstance(item, int):
            block = item + 1
        elif isinstance(item, str):
            line += item.startswith("<") and not item.startswith("</")
        else:
            words, cites = _Words(sources).read(item.nodes, item.dress)
            text = " ".join(letters_of(item.nodes).split())
            form = tuple(look.partition(" ")[0] for look in item.dress.form if look.partition(" ")[0] not in INLINE)
            kind = HEADING if HEADINGS.intersection(form) else SENTENCE
            context = item.cell
            if text.endswith(("?", ":")):
                lead = text
            elif _count(text) > _SHORT:
                # The item of a list leaves the next one to what the list is about.
                lead = lead if "li" in form else ""
            elif lead and kind == SENTENCE and not context:
                context = (lead,)
            key = digest({"context": list(context), "words": words} if context else words)
            yield Passage(
                key,
                "",
                place,
                kind,
                item.html,
                text,
                cites,
                _count(text),
                block,
                line,
                form,
                item.dress.voice,
                context,
            )


def _count(text: str) -> int:
    return sum(any(char.isalnum() for char in word) for word in text.split())


# --- Reading


@dataclass
class _Words:
    """Reads what a passage says into a list that is the same however its markup was written.

    Plain words stand together as one text with single spaces; a word that is bold, linked or somebody's is its runs,
    each with what it wears; a citation is what stands behind its key.
    """

    sources: Sources
    words: list[Any] = field(default_factory=list)
    letters: list[list[Any]] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)

    def read(self, nodes: Iterable[Any], dress: Dress) -> tuple[list[Any], tuple[str, ...]]:
        for node in nodes:
            self._node(node, dress)
        self._end_word()
        return self.words, tuple(self.cites)

    def _node(self, node: Any, dress: Dress) -> None:
        if isinstance(node, str):
            self._text(node, dress)
        elif not isinstance(node.tag, str):
            return
        elif is_marker(node):
            self._end_word()
            key = node.get("data-cite")
            self.cites.append(key)
            self.words.append({"cite": list(self.sources.get(key, [key]))})
        elif node.tag == "br":
            self._end_word()
        else:
            inside = dress.within(node)
            self._text(node.text or "", inside)
            for child in node:
                self._node(child, inside)
                self._text(child.tail or "", inside)

    def _text(self, text: str, dress: Dress) -> None:
        look = _look(dress)
        first, *others = re.split(r"\s+", text)
        self._add(first, look)
        if others:
            self._end_word()
            # Only the first and the last word can go on beyond this text.
            for word in others[:-1] if look else [" ".join(others[:-1])]:
                self._add(word, look)
                self._end_word()
            self._add(others[-1], look)

    def _add(self, letters: str, look: dict[str, Any]) -> None:
        if letters and self.letters and self.letters[-1][1] == look:
            self.letters[-1][0] += letters
        elif letters:
            self.letters.append([letters, look])

    def _end_word(self) -> None:
        if not self.letters:
            return
        if len(self.letters) > 1 or self.letters[0][1]:
            self.words.append(self.letters)
        elif self.words and isinstance(self.words[-1], str):
            self.words[-1] += f" {self.letters[0][0]}"
        else:
            self.words.append(self.letters[0][0])
        self.letters = []


def _look(dress: Dress) -> dict[str, Any]:
    form = sorted({look.partition(" ")[0] for look in dress.form} & _LOOKS)
    found = {"form": form, "link": list(dress.link or ()), "voice": list(dress.voice or ())}
    return {name: value for name, value in found.items() if value}
