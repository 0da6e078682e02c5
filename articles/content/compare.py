"""Compare two version documents as a reader would read them: rendered, word by word, nothing left out.

Running text is drawn (`drawing`), with notes on what a drawing cannot show (`unseen`); every other field in words
(`field_changes`); what can alter what a reader does comes first (`safety`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from typing import Any

from articles.content import field_changes
from articles.content.drawing import drawn, spoken, without_numbers
from articles.content.field_changes import Note, Row, field_note, figure_notes, row_notes, shown
from articles.content.hub_changes import hub_note
from articles.content.hub_links import unlinked
from articles.content.safety import NUMBER, ORDER, Alarm, alarms_in
from articles.content.unseen import RAISED, unseen
from articles.content.wording import Hunk, Word, aligned, counted, words_in, words_of

CHANGED, NEW, REMOVED, MOVED, SAME = "changed", "new", "removed", "moved", "same"


@dataclass
class Part:
    """One part of the page: its text with `ins` and `del` (safe HTML), notes on the rest, and what to check first."""

    name: str
    state: str = SAME
    html: str = ""
    notes: list[Note] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    added: int = 0
    removed: int = 0
    # The pictures before and after, if it is another one.
    pictures: tuple[Row | None, Row | None] | None = None
    number: int = 0
    # What is told of a part that stayed the same.
    aside: str = ""

    @property
    def target(self) -> str:
        """The id to jump to."""
        return f"part-{self.number}"

    @property
    def count(self) -> int:
        """How many changes a person would count here."""
        return max(len(self.notes) + len(_CHANGE.findall(self.html)), int(self.state != SAME))


# A removal followed by an addition is one change.
_CHANGE = re.compile(r"<del>(?:(?!</del>).)*</del>\s*<ins>|<ins>(?:(?!</ins>).)*</ins>\s*<del>|<ins>|<del>", re.DOTALL)


@dataclass
class Comparison:
    parts: list[Part]

    @property
    def changed(self) -> list[Part]:
        return [part for part in self.parts if part.state != SAME]

    @property
    def same(self) -> list[str]:
        same = [part for part in self.parts if part.state == SAME]
        return [f"{part.name} ({part.aside})" if part.aside else part.name for part in same]

    @property
    def count(self) -> int:
        return sum(part.count for part in self.changed)

    @property
    def added(self) -> int:
        return sum(part.added for part in self.parts)

    @property
    def removed(self) -> int:
        return sum(part.removed for part in self.parts)

    @property
    def alarms(self) -> list[tuple[Alarm, Part]]:
        """What can alter what a reader does: doses before numbers, each with its part."""
        found = [(alarm, part) for part in self.changed for alarm in part.alarms]
        return sorted(found, key=lambda pair: ORDER.index(pair[0].kind))


def compare(old: Row, new: Row, *, titles: Mapping[str, str] | None = None) -> Comparison:
    """Return what changed from the document `old` to the document `new`; `titles` names the related by id."""
    parts = list(_parts(old, new, titles or {}))
    for number, part in enumerate(parts, start=1):
        part.number = number
        part.html = spoken(part.html)
        part.notes = [Note(note.kind, spoken(note.html)) for note in part.notes]
        part.alarms = [Alarm(alarm.kind, spoken(alarm.html)) for alarm in part.alarms]
    return Comparison(parts)


def word_counts(old: Row | None, new: Row) -> tuple[int, int]:
    """Return how many words `new` added to `old` and how many it took out; the first version added all of its words."""
    added = removed = 0
    before, after = _texts(old or {}), _texts(new)
    for place in before.keys() | after.keys():
        was, now = before.get(place, ""), after.get(place, "")
        if was == now:
            continue
        read = words_of if place[-1] in ("html", "lede", "emergency") else words_in
        more, less = counted(read(was), read(now), aligned(read(was), read(now)))
        added, removed = added + more, removed + less
    return added, removed


def _texts(document: Row) -> dict[tuple[str, ...], str]:
    """Return every running text of a document under its place; a section's place is its id, wherever it stands."""
    texts: dict[tuple[str, ...], str] = {
        (name,): shown(document.get(name)) for name in ("title", "summary", "lede", "emergency")
    }
    texts[("key_points",)] = "\n".join(map(shown, document.get("key_points") or []))
    for anchor, section in _by_id(document.get("sections") or []).items():
        for name in ("nav_label", "heading", "html"):
            texts[("sections", *map(str, anchor), name)] = shown(section.get(name))
    return texts


# --- The parts, in the order of the page


def _parts(old: Row, new: Row, titles: Mapping[str, str]) -> Iterator[Part]:
    def lists(key: str) -> tuple[list, list]:
        return old.get(key) or [], new.get(key) or []

    people = {shown(row.get("expert")): shown(row.get("name")) for side in lists("bylines") for row in side}
    yield _plain("Title", old.get("title"), new.get("title"))
    yield _plain("Address", old.get("slug"), new.get("slug"), after="The old address will forward to it.")
    yield _plain("Summary", old.get("summary"), new.get("summary"))
    yield _noted("People and their credentials", field_changes.people_notes(*lists("bylines")))
    yield _pictured(Part("Picture at the top"), old.get("hero"), new.get("hero"))
    yield _key_points(*lists("key_points"))
    yield _running("Lede", shown(old.get("lede")), shown(new.get("lede")), people)
    yield from _sections(*lists("sections"), people)
    yield _running("When to get help now", shown(old.get("emergency")), shown(new.get("emergency")), people)
    yield _noted("Sources", field_changes.reference_notes(*lists("references")))
    yield _noted(
        "Disclosures",
        row_notes(old.get("disclosures") or {}, new.get("disclosures") or {}, field_changes.DISCLOSURES),
    )
    yield _noted(
        "Corrections",
        field_changes.list_notes(
            *lists("corrections"),
            field_changes.CORRECTION,
            key=lambda row: (shown(row.get("on")), shown(row.get("text"))),
            name=lambda row: f"{shown(row.get('on'))}: {shown(row.get('text'))}",
        ),
    )
    yield _noted(
        "Topics",
        field_changes.list_notes(
            *lists("topics"),
            field_changes.TOPIC,
            key=lambda row: shown(row.get("slug")),
            name=lambda row: shown(row.get("name")),
        ),
    )
    yield _noted("Related articles", _related(*lists("related"), titles))
    yield _noted(
        "Waived warnings",
        field_changes.list_notes(
            *lists("waivers"),
            field_changes.WAIVER,
            key=lambda row: (shown(row.get("code")), shown(row.get("place")), shown(row.get("subject"))),
            name=lambda row: ": ".join(filter(None, [shown(row.get("code")), shown(row.get("subject"))])),
        ),
    )
    yield _plain("Language", old.get("language"), new.get("language"))
    others = {key: key for key in sorted(old.keys() | new.keys()) if key not in _SHOWN}
    yield _noted("Other fields", row_notes(_only(old, others), _only(new, others), others))


_SHOWN = frozenset(
    "title slug summary bylines hero key_points lede sections emergency references disclosures corrections topics "
    "related waivers language".split()
)


def _only(document: Row, keys: Mapping[str, str]) -> Row:
    return {key: document[key] for key in keys if key in document}


def _noted(name: str, notes: list[Note]) -> Part:
    return Part(name, CHANGED if notes else SAME, notes=notes)


def _plain(name: str, old: Any, new: Any, *, after: str = "") -> Part:
    part = Part(name)
    note = field_note("Words", old, new)
    if note:
        part.state = CHANGED
        part.notes.append(Note("", f"{note.html} {after}".strip()))
        _weigh(part, words_in(shown(old)), words_in(shown(new)))
    return part


def _key_points(old: list, new: list) -> Part:
    """Each point is a paragraph of its own, so that one that was split or joined can be seen."""
    was, now = ("".join(f"<li>{escape(shown(point))}</li>" for point in points) for points in (old, new))
    return _running("Key points", f"<ul>{was}</ul>" if was else "", f"<ul>{now}</ul>" if now else "", {})


def _related(old: list, new: list, titles: Mapping[str, str]) -> list[Note]:
    def rows(uids: list) -> list[Row]:
        return [{"uid": shown(uid)} for uid in uids]

    return field_changes.list_notes(
        rows(old),
        rows(new),
        {},
        key=lambda row: row["uid"],
        name=lambda row: titles.get(row["uid"], row["uid"]),
    )


def _sections(old: list[Row], new: list[Row], people: Mapping[str, str]) -> Iterator[Part]:
    """Yield the sections as the new version has them, then those it took out. A section is known by its id."""
    before, after = _by_id(old), _by_id(new)
    moved = _moved([key for key in before if key in after], [key for key in after if key in before])
    for key, section in after.items():
        was = before.get(key)
        part = _section(was or {}, section, people)
        if was is None:
            part.state = NEW
        elif key in moved:
            part.state = CHANGED if part.state == CHANGED else MOVED
            part.notes.insert(0, Note("Moved", "The section stands at another place."))
        yield part
    for key, section in before.items():
        if key not in after:
            part = _section(section, {}, people)
            part.state = REMOVED
            yield part


def _section(old: Row, new: Row, people: Mapping[str, str]) -> Part:
    name = shown((new or old).get("heading")) or shown((new or old).get("nav_label")) or "Section without a heading"
    part = _running(f"Section: {name}", shown(old.get("html")), shown(new.get("html")), people)
    notes = row_notes(old, new, {"heading": "Heading", "nav_label": "Label"}, skip=("html", "figure"))
    if not old or not new:
        # Its id says nothing to a reader who sees the whole section come or go.
        notes = [note for note in notes if note.kind != "id"]
    if notes:
        part.state = CHANGED
        part.notes = [*notes, *part.notes]
        for key in ("heading", "nav_label"):
            _weigh(part, words_in(shown(old.get(key))), words_in(shown(new.get(key))))
    return _pictured(part, old.get("figure"), new.get("figure"))


def _by_id(sections: list[Row]) -> dict[Any, Row]:
    return field_changes.by_key(sections, lambda row: shown(row.get("id")))


def _moved(before: list, after: list) -> set:
    """Return those that left the order: the fewest that explain it."""
    stayed = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = {key for block in stayed for key in before[block.a : block.a + block.size]}
    return set(after) - kept


def _pictured(part: Part, old: Row | None, new: Row | None) -> Part:
    notes = figure_notes(old, new)
    if notes:
        part.state = CHANGED
        part.notes += notes
        if (old or {}).get("digest") != (new or {}).get("digest"):
            part.pictures = (old or None, new or None)
        for key in ("alt", "caption"):
            _weigh(part, words_in(shown((old or {}).get(key))), words_in(shown((new or {}).get(key))), count=False)
    return part


def _weigh(part: Part, old: list[Word], new: list[Word], *, count: bool = True) -> list[Hunk]:
    hunks = aligned(old, new)
    part.alarms += alarms_in(old, new, hunks)
    if count:
        added, removed = counted(old, new, hunks)
        part.added, part.removed = part.added + added, part.removed + removed
    return hunks


# --- Running text


def _running(name: str, old: str, new: str, people: Mapping[str, str]) -> Part:
    part = Part(name)
    if old == new:
        return part
    led = hub_note(old, new)
    if without_numbers(unlinked(old)) == without_numbers(unlinked(new)):
        if led:
            part.state, part.notes = CHANGED, [led]
            return part
        # A source that came before them; the part on sources tells which number became which.
        part.aside = "its sources have other numbers"
        return part
    part.state = CHANGED
    was, now = words_of(old), words_of(new)
    hunks = _weigh(part, was, now)
    part.html = drawn(old, new)
    part.notes = [*dict.fromkeys(unseen(was, now, hunks, people)), *([led] if led else [])]
    part.alarms += [Alarm(NUMBER, note.html) for note in part.notes if note.kind == RAISED]
    if not part.notes and "<ins>" not in part.html and "<del>" not in part.html:
        part.notes.append(Note("Form", "The markup changed in a way that shows no difference in the words."))
    return part
