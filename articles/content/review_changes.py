"""What a reviewer has to walk through between two versions: every change once, what can harm first.

The passages tell what changed in medical text, `beside` what no passage shows, such as an address or a credential.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

from articles.content.beside import ADDRESS, FIGURES, FORM, PEOPLE, PLACE, SECTION, UNSHOWN, Aside, Told, beside
from articles.content.compare import CHANGED, MOVED, NEW, REMOVED
from articles.content.drawing import spoken
from articles.content.drawn_words import drawn_words
from articles.content.field_changes import REFERENCE, Note, Row, figure_notes, row_notes, shown, text_diff
from articles.content.following import SAME, Following, followed
from articles.content.html import plain_text
from articles.content.one_line import one_line
from articles.content.passages import HERO, PICTURE, PICTURED, Passage, passages_in, place_of, sources_of
from articles.content.safety import NUMBER, ORDER, SOURCE, alarms_in
from articles.content.unseen import RAISED, unseen
from articles.content.wording import Word, aligned, words_in, words_of

QUOTE, LINK, CONTEXT, WORDS = "Quote", "Link", "Context", "Words"
# In the order of the walk; what is none of these (topics, disclosures, corrections) comes last, under its own name.
KINDS = (*ORDER, QUOTE, FIGURES, LINK, CONTEXT, WORDS, PLACE, FORM, PEOPLE, ADDRESS, SECTION)


@dataclass(frozen=True)
class Change:
    """One stop of the walk.

    `number` counts from 1 in the order of the walk. `kind` is the first of `KINDS` that applies, `kinds` are all.
    `label` is one short line and `html` the whole passage, both with `ins` and `del`, safe, and with words for ears;
    `notes` tell what such a drawing cannot show: links, whose words a quote is, what stands behind a citation.
    `state` is changed, new, removed or moved. `passage` is the new passage and `old` the old one; what no passage shows
    has neither, and a `place` only if it belongs to one. `after` is the new passage after which a removed one would
    stand. `pictures` are the figures before and after, if a picture changed.
    """

    kind: str
    label: str
    html: str
    state: str
    place: str = ""
    kinds: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    passage: Passage | None = None
    old: Passage | None = None
    after: Passage | None = None
    pictures: tuple[Row | None, Row | None] | None = None
    number: int = 0

    @property
    def rank(self) -> int:
        """How early its kind stands in the walk."""
        return _rank(self.kind)

    @property
    def is_safety(self) -> bool:
        """Whether it can alter what a reader does."""
        return self.kind in ORDER

    @property
    def target(self) -> str:
        """The id of the stop on the page."""
        return f"change-{self.number}"


def review_changes(old: Row | None, new: Row, *, titles: Mapping[str, str] | None = None) -> list[Change]:
    """Return what changed from the document `old` to `new` in the order of the walk; `titles` names the related by id.

    Without `old`, at a first review, there is no change: the whole page is open.
    """
    if old is None:
        return []
    teller = _Teller(old, new)
    found = [*teller.passages(), *teller.beside(titles or {})]
    found.sort(key=lambda pair: (pair[1].rank, pair[0]))
    return [replace(change, number=number) for number, (_, change) in enumerate(found, start=1)]


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


# Where on the page it stands, and the change.
Found = tuple[float, Change]


class _Teller:
    """Tells the changes between two documents and remembers what it has told."""

    def __init__(self, before: Row, after: Row) -> None:
        self.before, self.after = before, after
        new = passages_in(after)
        self.following: Following = followed(passages_in(before), new)
        self.told = Told()
        self.rank_on_page = {passage.id: float(index) for index, passage in enumerate(new)}
        self.begins: dict[str, float] = {}
        for index, passage in enumerate(new):
            self.begins.setdefault(passage.place, float(index))
        bylines = [*(before.get("bylines") or []), *(after.get("bylines") or [])]
        self.people = {shown(row.get("expert")): shown(row.get("name")) for row in bylines}
        self.behind = sources_of(before), sources_of(after)
        self.references = _references(before), _references(after)

    def passages(self) -> Iterator[Found]:
        """Yield a change for each passage that is another, new, gone or elsewhere."""
        for step in self.following.passages:
            if step.state == SAME and not step.moved:
                continue
            self.told.places |= {step.new.place, self.following.places[step.old.place] if step.old else step.new.place}
            state = NEW if step.old is None else MOVED if step.state == SAME else CHANGED
            yield self.rank_on_page[step.new.id], self._change(step.old, step.new, state=state, moved=step.moved)
        for gone in self.following.gone:
            self.told.places |= {gone.old.place, self.following.places[gone.old.place]}
            at = self.rank_on_page[gone.after.id] + 0.5 if gone.after else -1.0
            yield at, replace(self._change(gone.old, None, state=REMOVED), after=gone.after)

    def beside(self, titles: Mapping[str, str]) -> Iterator[Found]:
        """Yield what no passage shows; to be asked after `passages`."""
        for index, aside in enumerate(beside(self.before, self.after, self.following, self.told, titles)):
            yield self.begins.get(aside.place, len(self.rank_on_page) + index), _of_aside(aside)

    def _change(self, old: Passage | None, new: Passage | None, *, state: str, moved: bool = False) -> Change:
        passage = new or old
        assert passage is not None
        is_picture = passage.kind == PICTURE
        change = self._picture(old, new) if is_picture else self._words(old, new)
        kinds, notes = set(change.kinds), change.notes
        if moved:
            kinds.add(PLACE)
            notes = (*notes, Note(PLACE, "It stood at another place."))
        if state == MOVED:
            kinds = {PLACE}
        ordered = tuple(sorted(kinds or {FORM}, key=_rank))
        label = change.label or next((note.html for note in notes), "")
        if change.html and not _is_drawn(label):
            # Nothing to see in its words: they say which passage it is, the note what happened to it.
            label = f"{change.html} {notes[0].html}" if notes and not is_picture else change.html
        return replace(
            change,
            kind=ordered[0],
            kinds=ordered,
            label=one_line(label),
            html=spoken(change.html),
            notes=tuple(Note(note.kind, spoken(note.html)) for note in notes),
            state=state,
            place=passage.place,
            passage=new,
            old=old,
        )

    def _words(self, old: Passage | None, new: Passage | None) -> Change:
        was, now = _words_of(old), _words_of(new)
        hunks = aligned(was, now)
        notes = list(dict.fromkeys(unseen(was, now, hunks, self.people)))
        if old and new and old.context != new.context:
            # The same words in another row, or after another question, mean something else.
            notes.append(Note(CONTEXT, f"It stands with: {text_diff(*(shown(list(p.context)) for p in (old, new)))}"))
        sources = list(self._sources(old, new))
        html = drawn_words(was, now, hunks)
        # The first of the most urgent kind gives the line in the list.
        urgent = [(alarm.kind, alarm.html) for alarm in alarms_in(was, now, hunks)]
        urgent += [(NUMBER, note.html) for note in notes if note.kind == RAISED]
        urgent += [(SOURCE, note.html) for note in sources]
        urgent.sort(key=lambda pair: _rank(pair[0]))
        kinds = [kind for kind, _ in urgent] + [note.kind for note in notes if note.kind in KINDS]
        if any(not hunk.is_same for hunk in hunks):
            kinds.append(WORDS)
        if not kinds and old and new and old.key != new.key:
            notes.append(UNSHOWN)
        lines = [line for _, line in urgent] or [html if _is_drawn(html) else "", *(note.html for note in notes)]
        label = next(filter(None, lines), "")
        return Change("", label, html, "", kinds=tuple(kinds), notes=(*notes, *sources))

    def _sources(self, old: Passage | None, new: Passage | None) -> Iterator[Note]:
        """Yield which sources a passage gained, lost, or has under the same key."""
        was, now = (dict.fromkeys(passage.cites) if passage else {} for passage in (old, new))
        for key in was:
            if key not in now:
                self.told.went.add(key)
                yield Note(SOURCE, f"<del>{escape(_reference(key, self.references[0]))}</del>")
        for key in now:
            if key not in was:
                self.told.came.add(key)
                yield Note(SOURCE, f"<ins>{escape(_reference(key, self.references[1]))}</ins>")
            elif self.behind[0].get(key) != self.behind[1].get(key):
                self.told.altered.add(key)
                rows = [references.get(key, {}) for references in self.references]
                for note in row_notes(rows[0], rows[1], REFERENCE, skip=("number", "mentions", "key")):
                    yield Note(SOURCE, f"[{escape(key)}] {escape(note.kind)}: {note.html}")

    def _picture(self, old: Passage | None, new: Passage | None) -> Change:
        was, now = _figure(self.before, old), _figure(self.after, new)
        notes = figure_notes(_medical(was), _medical(now))
        kinds = [FIGURES]
        for name in ("alt", "caption"):
            words = words_in(shown((was or {}).get(name))), words_in(shown((now or {}).get(name)))
            kinds += [alarm.kind for alarm in alarms_in(*words, aligned(*words))]
        html = "<br>".join(f"{escape(note.kind)}: {note.html}" for note in notes)
        label = f"{escape(notes[0].kind)}: {notes[0].html}" if notes else ""
        return Change("", label, html, "", kinds=tuple(kinds), notes=tuple(notes), pictures=(was, now))


def _is_drawn(html: str) -> bool:
    return "<ins>" in html or "<del>" in html


def _of_aside(aside: Aside) -> Change:
    lead = escape(aside.note.kind) if aside.note.kind != aside.kind else ""
    html = ": ".join(filter(None, [lead, aside.note.html]))
    label = ": ".join(filter(None, [one_line(lead), one_line(aside.note.html)]))
    return Change(aside.kind, label, spoken(html), aside.state, aside.place, (aside.kind,))


def _words_of(passage: Passage | None) -> list[Word]:
    """Return the words of a passage; what is nobody's within a set-off quote is its speaker's."""
    words = words_of(passage.html) if passage else []
    if passage is None or passage.voice is None:
        return words
    return [
        replace(word, voice=tuple((value or passage.voice, length) for value, length in word.voice)) for word in words
    ]


def _references(content: Row) -> dict[str, Row]:
    return {shown(row.get("key")): row for row in content.get("references") or []}


def _reference(key: str, references: Mapping[str, Row]) -> str:
    row = references.get(key, {})
    said = " ".join(plain_text(shown(row.get("html"))).split())
    return " ".join(filter(None, [f"[{key}]", said, shown(row.get("locator"))]))


def _figure(content: Row, passage: Passage | None) -> Row | None:
    if passage is None:
        return None
    if passage.place == HERO:
        return content.get("hero") or None
    sections = content.get("sections") or []
    return next((row["figure"] for row in sections if place_of(row) == passage.place and row.get("figure")), None)


def _medical(figure: Row | None) -> Row | None:
    """Return what of a figure is the passage."""
    return {name: figure.get(name) for name in PICTURED} if figure else None
