"""What changed in the fields of a version that are not running text: people, sources, pictures, topics and the like."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from articles.content.html import plain_text
from articles.content.wording import Word, aligned, words_in

Row = dict[str, Any]

CREDIT = {
    "name": "Name",
    "degrees": "Degrees",
    "title": "Title",
    "bio": "About the person",
    "affiliations": "Affiliations",
    "credentials": "Credentials",
    "disclosure": "Disclosure",
    "portrait": "Portrait",
    "slug": "Address of the profile",
}
REFERENCE = {
    "html": "Reference",
    "locator": "Place in the source",
    "source": "Record in the library",
    "kind_label": "Kind",
    "kind": "Kind as stored",
    "year": "Year",
    "doi": "DOI",
    "pmid": "PMID",
    "isbn": "ISBN",
    "url": "Address",
    "number": "Number",
    "mentions": "Mentions in the text",
}
FIGURE = {
    "alt": "Alternative text",
    "caption": "Caption",
    "credit": "Credit",
    "license": "Licence",
    "digest": "Fingerprint of the picture",
    "src": "File",
    "width": "Width",
    "height": "Height",
    "focal": "Focal point",
    "renditions": "Other sizes",
}
TOPIC = {"name": "Name", "kind": "Kind", "code": "Code", "path": "Topics above it"}
DISCLOSURES = {"funding": "Who paid", "ai_use": "Use of AI"}
CORRECTION = {"on": "Date", "text": "Text"}
WAIVER = {"reason": "Reason", "by": "Waived by", "subject": "Words it is about", "place": "Place", "code": "Rule"}
ROLES = {"author": "author", "medical_reviewer": "medical reviewer", "editor": "editor", "quoted": "quoted"}


@dataclass(frozen=True)
class Note:
    """One change in words, as safe HTML with `ins` and `del`; `kind` is the short label before it."""

    kind: str
    html: str


def text_diff(old: str, new: str) -> str:
    """Return both texts as one, with `del` and `ins` around what changed, as safe HTML."""
    was, now = words_in(old), words_in(new)
    parts = []
    for hunk in aligned(was, now):
        if hunk.is_same:
            parts.append(_joined(now, hunk.new))
            continue
        if hunk.old:
            parts.append(f"<del>{_joined(was, hunk.old)}</del>")
        if hunk.new:
            parts.append(f"<ins>{_joined(now, hunk.new)}</ins>")
    return " ".join(parts)


def _joined(words: list[Word], span: range) -> str:
    return escape(" ".join(words[index].text for index in span))


def field_note(kind: str, old: Any, new: Any) -> Note | None:
    """Return what changed in one field, or None."""
    if old == new or (_is_nothing(old) and _is_nothing(new)):
        return None
    diff = text_diff(shown(old), shown(new))
    if "<ins>" in diff or "<del>" in diff:
        return Note(kind, diff)
    return Note(kind, "Changed in a way that shows no difference in its words, such as spacing or formatting.")


def row_notes(old: Row, new: Row, labels: Mapping[str, str], *, of: str = "", skip: tuple[str, ...] = ()) -> list[Note]:
    """Return what changed in the fields of one row; a field without a label is reported under its own name."""
    keys = [*labels, *sorted((old.keys() | new.keys()) - labels.keys())]
    notes = []
    for key in keys:
        was, now = old.get(key), new.get(key)
        if key in skip or was == now:
            continue
        if key == "html":
            was, now = _as_text(was), _as_text(now)
            note = field_note(labels.get(key, key), was, now) or Note(labels.get(key, key), "Its formatting changed.")
        else:
            found = field_note(labels.get(key, key), was, now)
            if found is None:
                continue
            note = found
        notes.append(Note(f"{of}: {note.kind}" if of else note.kind, note.html))
    return notes


def list_notes(
    old: list[Row],
    new: list[Row],
    labels: Mapping[str, str],
    *,
    key: Callable[[Row], Any],
    name: Callable[[Row], str],
    skip: tuple[str, ...] = (),
    has_order: bool = True,
) -> list[Note]:
    """Return which rows came, went, moved or changed; `key` says which row is which in both lists."""
    before, after = by_key(old, key), by_key(new, key)
    notes = [Note("Removed", f"<del>{escape(name(before[row]))}</del>") for row in before if row not in after]
    notes += [Note("Added", f"<ins>{escape(name(after[row]))}</ins>") for row in after if row not in before]
    for row in after:
        if row in before:
            notes += row_notes(before[row], after[row], labels, of=name(after[row]), skip=skip)
    kept = [row for row in before if row in after]
    order = [row for row in after if row in before]
    if has_order and kept != order:
        notes.append(Note("Order", "Now: " + escape("; ".join(name(after[row]) for row in order)) + "."))
    return notes


def figure_notes(old: Row | None, new: Row | None) -> list[Note]:
    """Return what changed in a picture: first whether it is another one, then its words."""
    if old == new:
        return []
    if not old or not new:
        figure, tag, kind = (new or {}, "ins", "Picture added") if new else (old or {}, "del", "Picture removed")
        words = figure.get("alt") or figure.get("caption") or "decorative, without words"
        return [Note(kind, f"<{tag}>{escape(shown(words))}</{tag}>")]
    notes = row_notes(old, new, FIGURE)
    if old.get("digest") != new.get("digest"):
        technical = {FIGURE[key] for key in ("digest", "src", "width", "height", "renditions")}
        notes = [note for note in notes if note.kind not in technical]
        before, after = shown(old.get("digest"))[:12], shown(new.get("digest"))[:12]
        said = f"Its bytes are other ones: <del>{escape(before)}</del> <ins>{escape(after)}</ins>"
        notes.insert(0, Note("Another picture", said))
    return notes


def people_notes(old: list[Row], new: list[Row]) -> list[Note]:
    return list_notes(
        old, new, CREDIT, key=lambda row: (shown(row.get("expert")), shown(row.get("role"))), name=name_of_person
    )


def reference_notes(old: list[Row], new: list[Row]) -> list[Note]:
    """Return what changed in the sources. Numbers shift with every new source, so they are told in one line."""

    def key(row: Row) -> str:
        return shown(row.get("key"))

    notes = list_notes(old, new, REFERENCE, key=key, name=_reference, skip=("number",), has_order=False)
    before = by_key(old, key)
    shifted = []
    for row_key, row in by_key(new, key).items():
        was = before.get(row_key, row).get("number")
        if was != row.get("number"):
            now = f"<del>{escape(shown(was))}</del> <ins>{escape(shown(row.get('number')))}</ins>"
            shifted.append(f"{escape(row_key[0])} {now}")
    return [*notes, Note("Numbers", ", ".join(shifted))] if shifted else notes


def name_of_person(row: Row) -> str:
    name = ", ".join([shown(row.get("name")), *map(shown, row.get("degrees") or [])])
    return f"{name} ({ROLES.get(shown(row.get('role')), shown(row.get('role')))})"


def _reference(row: Row) -> str:
    text = _as_text(row.get("html"))
    return f"[{shown(row.get('key'))}] {text if len(text) <= _LONGEST_NAME else text[:_LONGEST_NAME] + '…'}"


_LONGEST_NAME = 90


def shown(value: Any) -> str:
    """Return any JSON value as words: texts as they are, lists with semicolons, the fields of a row with commas."""
    if _is_nothing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(text for text in map(shown, value.values()) if text)
    if isinstance(value, list):
        return "; ".join(text for text in map(shown, value) if text)
    return str(value)


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _as_text(html: Any) -> str:
    return " ".join(plain_text(shown(html)).split())


def by_key(rows: list[Row], key: Callable[[Row], Any]) -> dict[Any, Row]:
    """Return the rows under their keys; the second row with a key gets a key of its own, so that none is lost."""
    return dict(_numbered(rows, key))


def _numbered(rows: list[Row], key: Callable[[Row], Any]) -> Iterator[tuple[Any, Row]]:
    seen: dict[Any, int] = {}
    for row in rows:
        found = key(row)
        seen[found] = seen.get(found, 0) + 1
        yield (found, seen[found]), row
