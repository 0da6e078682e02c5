"""What changed between two versions that no passage shows: people, the address, the order and form of the text.

The rules are those of `compare`, which is given what is left of both documents when the passages are taken out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from articles.content.compare import CHANGED, MOVED, NEW, REMOVED, Part, compare
from articles.content.cutting import INLINE
from articles.content.drawing import without_numbers
from articles.content.field_changes import FIGURE, Note, Row, field_note, shown
from articles.content.following import Following
from articles.content.hub_changes import HUBS, hub_note
from articles.content.hub_links import unlinked
from articles.content.one_line import unspoken
from articles.content.passages import (
    EMERGENCY,
    HERO,
    KEY_POINTS,
    LEDE,
    PICTURED,
    SUMMARY,
    TITLE,
    place_of,
    sources_of,
)
from articles.content.safety import SOURCE
from articles.content.unseen import unseen
from articles.content.wording import EMPTY_CELL, Word, aligned, words_of

FIGURES, PLACE, FORM, PEOPLE, ADDRESS, SECTION = "Picture", "Moved", "Form", "People", "Address", "Section"
UNSHOWN = Note(FORM, "The markup changed in a way that shows no difference in the words.")

_PASSAGES = (TITLE, SUMMARY, KEY_POINTS, LEDE, EMERGENCY)
_KINDS = {"Address": ADDRESS, "People and their credentials": PEOPLE, "Picture at the top": FIGURES, "Sources": SOURCE}


@dataclass
class Told:
    """What the passages have told: places with a change, and citation keys that came, went or mean another source."""

    places: set[str] = field(default_factory=set)
    came: set[str] = field(default_factory=set)
    went: set[str] = field(default_factory=set)
    altered: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Aside:
    """A change beside the passages; `place` is empty if it belongs to the whole page."""

    kind: str
    note: Note
    place: str = ""
    state: str = CHANGED


def beside(before: Row, after: Row, following: Following, told: Told, titles: Mapping[str, str]) -> Iterator[Aside]:
    """Yield the changes from `before` to `after` that no passage shows, each once, in the order of the page."""
    forms = list(_forms(before, after, following))
    yield from forms
    respelled = _respelled(before, after, told)
    yield from _unshown(before, after, following, told.places | {aside.place for aside in forms}, respelled)
    yield from _hubs(before, after)
    yield from _compared(before, after, following, told, titles)
    for place, stands in following.places.items():
        if place != stands and (note := field_note("", place, stands)):
            yield Aside(SECTION, Note("Address of the section", note.html), stands)
    for key, now in respelled.items():
        yield Aside("Sources", Note("Key", f"<del>{escape(key)}</del> <ins>{escape(now)}</ins>"))


# --- Text


def _forms(before: Row, after: Row, following: Following) -> Iterator[Aside]:
    """Yield what became of paragraphs, lists and tables; the passages tell of the words in them."""
    texts = _running(after)
    crossed = {step.new.place for step in following.passages if step.old and step.old.line != step.new.line}
    for place, html in _running(before).items():
        stands = following.places.get(place, place)
        if stands not in texts or (stands not in crossed and _frame(html) == _frame(texts[stands])):
            continue
        was, now = _blocks(html), _blocks(texts[stands])
        for note in dict.fromkeys(unseen(was, now, aligned(was, now), {})):
            yield Aside(FORM, Note("", note.html), stands)
        empty = [sum(word.text == EMPTY_CELL for word in words) for words in (was, now)]
        if empty[0] != empty[1]:
            yield Aside(FORM, Note("Empty cells", f"<del>{empty[0]}</del> <ins>{empty[1]}</ins>"), stands)


def _frame(html: str) -> list[str]:
    """Return the marks of a text that begin and end its lines."""
    return [mark for mark in _MARK.findall(html) if mark.strip("</>").split()[0] not in _WITHIN]


_MARK = re.compile(r"""</?[a-z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
_WITHIN = INLINE | {"button"}


def _blocks(html: str) -> list[Word]:
    """Return the words of a text with nothing but the blocks they stand in."""
    blocks = []
    for word in words_of(html):
        form = tuple(tag for tag in (word.form[0][0] if word.form else ()) if tag.partition(" ")[0] not in INLINE)
        blocks.append(Word(word.text, ((form, len(word.text)),), opens=word.opens, is_marker=word.is_marker))
    return blocks


def _unshown(
    before: Row, after: Row, following: Following, told: set[str], respelled: Mapping[str, str]
) -> Iterator[Aside]:
    """Yield the places that differ although nothing of them was told: in their spacing, or by a link without words."""
    texts = _texts(after)
    for place, was in _texts(before).items():
        stands = following.places.get(place, place)
        if stands not in texts or was == texts[stands] or {place, stands} & told:
            continue
        if [_bare(text, respelled) for text in was] != [_bare(text, {}) for text in texts[stands]]:
            yield Aside(FORM, Note("", UNSHOWN.html), stands)


def _hubs(before: Row, after: Row) -> Iterator[Aside]:
    """Yield which words lead to a hub now, or no longer do: once for the page, as its first mention counts."""
    note = hub_note(*("".join(_running(content).values()) for content in (before, after)))
    if note:
        yield Aside(HUBS, note)


def _bare(text: str, respelled: Mapping[str, str]) -> str:
    """Return a text without links to hubs and the numbers of its sources, and their keys as they are spelled now."""
    plain = without_numbers(unlinked(text))
    return _KEY.sub(lambda found: escape(respelled.get(unescape(found[0]), unescape(found[0]))), plain)


_KEY = re.compile(r'(?<= data-cite=")[^"]*')


def _running(content: Row) -> dict[str, str]:
    """Return the HTML of each place, the key points as the list they are."""
    points = "".join(f"<li>{escape(shown(point))}</li>" for point in content.get("key_points") or [])
    texts = {KEY_POINTS: f"<ul>{points}</ul>" if points else "", LEDE: shown(content.get("lede"))}
    texts |= {place_of(section): shown(section.get("html")) for section in content.get("sections") or []}
    return texts | {EMERGENCY: shown(content.get("emergency"))}


def _texts(content: Row) -> dict[str, list[str]]:
    texts = {TITLE: [shown(content.get("title"))], SUMMARY: [shown(content.get("summary"))]}
    texts |= {place: [html] for place, html in _running(content).items()}
    for section in content.get("sections") or []:
        texts[place_of(section)].append(shown(section.get("heading")))
    return texts


# --- Fields


def _compared(before: Row, after: Row, following: Following, told: Told, titles: Mapping[str, str]) -> Iterator[Aside]:
    old, new = _rest(before), _rest(after)
    old["hero"], new["hero"] = _unpictured(before.get("hero"), after.get("hero"))
    _pair_sections(old["sections"], new["sections"], following)
    old["references"], new["references"] = _references(before, after, following, told)
    kept = {shown(section.get("id")) for section in new["sections"]}
    sections = [*new["sections"], *(section for section in old["sections"] if shown(section.get("id")) not in kept)]
    places = iter([place_of(section) for section in sections])
    for part in compare(old, new, titles=titles).parts:
        is_section = part.name.startswith("Section")
        yield from _of_section(part, next(places, "")) if is_section else _of_part(part)


def _of_section(part: Part, place: str) -> Iterator[Aside]:
    """Yield what is told of a section; one that came or went is one change, beside those of its passages."""
    name = part.name.removeprefix("Section: ")
    if part.state in (NEW, REMOVED):
        tag, said = ("ins", "New section") if part.state == NEW else ("del", "Section taken out")
        yield Aside(SECTION, Note(said, f"<{tag}>{escape(name)}</{tag}>"), place, part.state)
    for note in part.notes:
        html = unspoken(note.html)
        if note.kind == PLACE:
            yield Aside(PLACE, Note(part.name, html), place, MOVED)
        elif note.kind != "Label" or part.state not in (NEW, REMOVED):
            kind = FIGURES if note.kind in FIGURE.values() else SECTION
            yield Aside(kind, Note(f"{part.name}: {note.kind}", html), place)


def _of_part(part: Part) -> Iterator[Aside]:
    for note in part.notes:
        if note.kind == "Numbers":
            # They follow from the order of the sources and change nothing that is said: one short line for all.
            count = note.html.count("<ins>")
            folded = (
                Note("", f"{count} sources have other numbers.") if count > 1 else Note(note.kind, unspoken(note.html))
            )
            yield Aside(part.name, folded)
            continue
        kind = _KINDS.get(part.name, part.name)
        yield Aside(kind, Note(note.kind, unspoken(note.html)), HERO if kind == FIGURES else "")


def _rest(content: Row) -> Row:
    rest = {name: value for name, value in content.items() if name not in _PASSAGES}
    rest["sections"] = [
        {name: value for name, value in section.items() if name != "html"} for section in content.get("sections") or []
    ]
    return rest


def _pair_sections(old: list[Row], new: list[Row], following: Following) -> None:
    """Take headings and pictures out of the sections, whose names stay, and give those with a new id their new one."""
    by_place = {place_of(section): section for section in new}
    paired = []
    for section in old:
        place = place_of(section)
        stands = by_place.get(following.places.get(place, place))
        if stands is not None:
            section["id"] = shown(stands.get("id"))
            section["heading"] = stands["heading"] = shown(stands.get("heading")) or shown(section.get("heading"))
            section["figure"], stands["figure"] = _unpictured(section.get("figure"), stands.get("figure"))
            paired += [section, stands]
    for section in [*old, *new]:
        if not any(section is other for other in paired):
            section.update(heading="", figure=None)


def _unpictured(old: Row | None, new: Row | None) -> tuple[Row | None, Row | None]:
    """Return what of two figures is no passage, its sizes and files, as long as it is the same picture."""
    if not old or not new or old.get("digest") != new.get("digest"):
        return None, None
    was, now = ({name: row[name] for name in row if name not in PICTURED} for row in (old, new))
    return was, now


# --- Sources


def _references(before: Row, after: Row, following: Following, told: Told) -> tuple[list[Row], list[Row]]:
    """Return the references without those whose coming, going or change the passages that cite them tell."""
    were = {shown(row.get("key")): row for row in before.get("references") or []}
    are = {shown(row.get("key")): row for row in after.get("references") or []}
    respelled = _respelled(before, after, told)
    recounted = _recounted(following)
    old, new = [], []
    for key, row in were.items():
        if key in told.altered and key in are:
            row = {**are[key], "number": row.get("number"), "mentions": row.get("mentions")}
        if key in are or key not in told.went:
            old.append({**row, "key": respelled.get(key, key)})
    new = [row for key, row in are.items() if key in were or key not in told.came]
    return [_less(row, recounted) for row in old], [_less(row, recounted) for row in new]


def _recounted(following: Following) -> set[str]:
    """Return the keys that are cited more or less often: the passages show where."""
    were = Counter(key for step in following.passages if step.old for key in step.old.cites)
    were += Counter(key for gone in following.gone for key in gone.old.cites)
    are = Counter(key for step in following.passages for key in step.new.cites)
    return {key for key in were.keys() | are.keys() if were[key] != are[key]}


def _less(row: Row, recounted: set[str]) -> Row:
    return {**row, "mentions": 0} if shown(row.get("key")) in recounted else row


def _respelled(before: Row, after: Row, told: Told) -> dict[str, str]:
    """Return the citation keys that were only spelled anew: readers see the same source under the new one."""
    were, are = sources_of(before), sources_of(after)
    came = {tuple(said): key for key, said in are.items() if key not in were and key not in told.came}
    gone = {key: came.get(tuple(said)) for key, said in were.items() if key not in are and key not in told.went}
    return {key: now for key, now in gone.items() if now}
