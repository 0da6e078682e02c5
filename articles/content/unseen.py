"""What changed in a text without a letter changing: links, whose words a quote is, lists, exponents, line breaks."""

from collections.abc import Callable, Iterator, Mapping
from html import escape

from articles.content.field_changes import Note
from articles.content.wording import Hunk, Runs, Word

RAISED = "Raised or lowered"
_NAMES = {
    "p": "paragraph",
    "h3": "heading",
    "h4": "small heading",
    "ul": "bullet list",
    "ol": "numbered list",
    "li": "",
    "blockquote": "set-off text",
    "figure": "set-off quote",
    "figcaption": "name under a quote",
    "table": "table",
    "caption": "caption of a table",
    "thead": "head row",
    "tbody": "",
    "tr": "",
    "td": "cell",
    "th": "heading cell",
    "strong": "bold",
    "em": "italic",
    "sub": "subscript",
    "sup": "superscript",
    "br": "line break",
}


def unseen(old: list[Word], new: list[Word], hunks: list[Hunk], people: Mapping[str, str]) -> Iterator[Note]:
    """Yield what changed without a letter changing, and where the links and voices of changed words went."""
    for index, hunk in enumerate(hunks):
        if hunk.is_same:
            pairs = [(old[i], new[j]) for i, j in zip(hunk.old, hunk.new, strict=True)]
            yield from _facet(pairs, "link", _link_note)
            yield from _facet(pairs, "voice", lambda was, now, said: _voice_note(was, now, said, people))
            yield from _facet([pair for pair in pairs if not _is_mixed(pair)], "form", _form_note)
            yield from (_mixed_note(was, now) for was, now in filter(_is_mixed, pairs) if was.form != now.form)
            # Words that were put at the beginning of a line push its old first word from there: that is no news.
            yield from _breaks(pairs[1:] if index else pairs)
            continue
        gone = _values(old, hunk.old, "link"), _values(old, hunk.old, "voice")
        come = _values(new, hunk.new, "link"), _values(new, hunk.new, "voice")
        yield from _targets(gone[0], come[0])
        for value in (value for value in gone[1] if value not in come[1]):
            yield Note("Quote", f"<del>Words of {escape(_voice(value, people))}</del>")
        for value in (value for value in come[1] if value not in gone[1]):
            yield Note("Quote", f"<ins>Words of {escape(_voice(value, people))}</ins>")


def _facet(pairs: list[tuple[Word, Word]], facet: str, say: Callable[..., Note]) -> Iterator[Note]:
    """Yield one note for each run of words whose `facet` changed in the same way."""
    run: list[str] = []
    change: tuple[Runs, Runs] | None = None
    for was, now in [*pairs, (_END, _END)]:
        both = _plainly(getattr(was, facet)), _plainly(getattr(now, facet))
        if change and run and both != change:
            yield say(change[0], change[1], _shortened(run))
            run = []
        change = both if both[0] != both[1] else None
        if change:
            run.append(now.text)


_END = Word("")


def _plainly(runs: Runs) -> Runs:
    """Return the values alone: words of any length, with or without a mark beside them, then form one run."""
    return tuple((value, 0) for value in dict.fromkeys(value for value, _ in runs if value))


def _shortened(words: list[str]) -> str:
    text = " ".join(words)
    return text if len(words) <= _LONGEST else " ".join([*words[:6], "…", *words[-4:]])


_LONGEST = 12


def _link_note(was: Runs, now: Runs, said: str) -> Note:
    before, after = _target(was), _target(now)
    words = f"“{escape(said)}”"
    if before and after:
        return Note("Link", f"{words} led to <del>{escape(before)}</del>, now to <ins>{escape(after)}</ins>")
    if after:
        return Note("Link", f"{words} is now a link to <ins>{escape(after)}</ins>")
    return Note("Link", f"{words} was a link to <del>{escape(before)}</del>")


def _target(runs: Runs) -> str:
    targets = [f"{value[0]} ({value[1]})" if value[1] else value[0] for value, _ in runs if value]
    return " and ".join(dict.fromkeys(target or "nowhere" for target in targets))


def _targets(gone: list, come: list) -> Iterator[Note]:
    """Yield the links that went and came with changed words."""
    for value in (value for value in gone if value not in come):
        yield Note("Link", f"Removed: <del>{escape(_target(((value, 0),)))}</del>")
    for value in (value for value in come if value not in gone):
        yield Note("Link", f"New: <ins>{escape(_target(((value, 0),)))}</ins>")


def _values(words: list[Word], span: range, facet: str) -> list:
    found = [value for index in span for value, _ in getattr(words[index], facet) if value]
    return list(dict.fromkeys(found))


def _voice_note(was: Runs, now: Runs, said: str, people: Mapping[str, str]) -> Note:
    before, after = _voices(was, people), _voices(now, people)
    words = f"“{escape(said)}”"
    if before and after:
        return Note("Quote", f"{words} was of <del>{escape(before)}</del>, now of <ins>{escape(after)}</ins>")
    if after:
        return Note("Quote", f"{words} is now marked as words of <ins>{escape(after)}</ins>")
    return Note("Quote", f"{words} was marked as words of <del>{escape(before)}</del>")


def _voices(runs: Runs, people: Mapping[str, str]) -> str:
    return " and ".join(dict.fromkeys(_voice(value, people) for value, _ in runs if value))


def _voice(value: tuple[str, str], people: Mapping[str, str]) -> str:
    way, expert = value
    name = people.get(expert, expert) or "nobody"
    return f"{name} (a paraphrase)" if way == "paraphrase" else name


def _form_note(was: Runs, now: Runs, said: str) -> Note:
    before, after = _form(was), _form(now)
    raised = {"sup", "sub"}
    has_script = any(raised.intersection(value) for value, _ in (*was, *now))
    kind = RAISED if has_script and any(char.isdigit() for char in said) else "Form"
    return Note(kind, f"“{escape(said)}” was <del>{escape(before)}</del>, is now <ins>{escape(after)}</ins>")


def _is_mixed(pair: tuple[Word, Word]) -> bool:
    """Whether half of a word looks other than the rest of it, before or now: 10⁶, H₂O."""
    return any(len(word.form) > 1 for word in pair)


def _mixed_note(was: Word, now: Word) -> Note:
    raised = {"sup", "sub"}
    has_script = any(raised.intersection(value) for value, _ in (*was.form, *now.form))
    kind = RAISED if has_script and any(char.isdigit() for char in now.text) else "Form"
    return Note(kind, f"<del>{_dressed(was)}</del> <ins>{_dressed(now)}</ins>")


def _dressed(word: Word) -> str:
    """Return the letters of a word as HTML, each run in its bold, italic, raised or lowered form."""
    html, start = "", 0
    for form, length in word.form:
        run = escape(word.text[start : start + length])
        for tag in [tag for tag in form if tag in ("strong", "em", "sub", "sup")]:
            run = f"<{tag}>{run}</{tag}>"
        html, start = html + run, start + length
    return html


def _form(runs: Runs) -> str:
    named = [_named(tag) for value, _ in runs for tag in value]
    return ", ".join(dict.fromkeys(filter(None, named))) or "plain text"


def _named(tag: str) -> str:
    name, _, attributes = tag.partition(" ")
    word = _NAMES.get(name, name)
    return f"{word} ({attributes})" if attributes else word


def _breaks(pairs: list[tuple[Word, Word]]) -> Iterator[Note]:
    for was, now in pairs:
        same_form = _plainly(was.form) == _plainly(now.form)
        if was.opens == now.opens or not same_form:
            continue
        if now.opens and not was.opens:
            yield Note("Form", f"A new line begins at “<ins>{escape(now.text)}</ins>”")
        elif was.opens and not now.opens:
            yield Note("Form", f"No new line begins any more at “<del>{escape(now.text)}</del>”")
        else:
            before, after = (_form((((*word.opens,), 0),)) for word in (was, now))
            yield Note("Form", f"Before “{escape(now.text)}”: <del>{escape(before)}</del> <ins>{escape(after)}</ins>")
