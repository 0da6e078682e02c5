"""Cut an HTML text into its passages and what stands between them, so that it can be put together again.

A passage is a sentence, or a whole heading. Block elements and line breaks end one; a link, a quote or a bold stretch
is never cut; citation markers go with the sentence before them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from articles.content.html import parse
from articles.content.sentences import sentences_in
from articles.content.wording import Dress

# What does not end a sentence.
INLINE = frozenset({"strong", "em", "sub", "sup", "span", "a"})
HEADINGS = frozenset({"h3", "h4"})
_VOID = frozenset({"br", "hr", "img", "wbr", "col", "input"})


@dataclass
class Piece:
    """The letters and inline elements of one passage, and what the elements around it make of them.

    `cell` is what the row and the column of a table say, without which “5 mg” could change its meaning unseen.
    """

    nodes: list[Any]
    dress: Dress
    cell: tuple[str, ...] = ()

    @property
    def html(self) -> str:
        return "".join(map(_markup, self.nodes))


def cut(html: str) -> Iterator["str | Piece | int"]:
    """Yield an HTML text from left to right: markup as it is, passages, and the number of each block that has ended."""
    if not html.strip():
        return
    root = parse(html)
    run: list[Any] = [root.text or ""]
    block = 0
    for child in root:
        if _is_inline(child) or child.tag == "br":
            run.append(child)
        else:
            if any(_has_substance(node) for node in run):
                yield from _lines(run, Dress())
                yield block
                block += 1
            else:
                yield from map(_markup, run)
            yield from _container(child, Dress())
            yield block
            block += 1
            run = []
        run.append(child.tail or "")
    if any(_has_substance(node) for node in run):
        yield from _lines(run, Dress())
        yield block
    else:
        yield from map(_markup, run)


def _container(element: Any, around: Dress, cell: tuple[str, ...] = ()) -> Iterator["str | Piece | int"]:
    yield _opening(element)
    if element.tag in _VOID:
        return
    dress = around.within(element)
    cell = _labels(element) if element.tag == "td" else cell
    run: list[Any] = [element.text or ""]
    for child in element:
        if _is_inline(child) or child.tag == "br":
            run.append(child)
        else:
            yield from _lines(run, dress, cell)
            yield from _container(child, dress, cell)
            run = []
        run.append(child.tail or "")
    yield from _lines(run, dress, cell)
    yield f"</{element.tag}>"


def _labels(cell: Any) -> tuple[str, ...]:
    """Return what the first cell of the row says and the head of the column; where cells span, the whole head."""
    row = cell.getparent()
    cells = [other for other in row if other.tag in ("td", "th")]
    index = cells.index(cell)
    table = next(cell.iterancestors("table"), None)
    head = table.find("thead/tr") if table is not None else None
    heads = [other for other in head if other.tag in ("td", "th")] if head is not None else []
    has_spans = any(other.get("colspan") or other.get("rowspan") for other in [*cells, *heads])
    over = heads if has_spans or index >= len(heads) else [heads[index]]
    labels = [_letters_in(other) for other in [*(cells[:1] if index else []), *over]]
    said = tuple(" ".join(label.split()) for label in labels)
    return said if any(said) else ()


def _lines(run: list[Any], dress: Dress, cell: tuple[str, ...] = ()) -> Iterator["str | Piece | int"]:
    """Yield the passages of a stretch of text, line by line."""
    line: list[Any] = []
    for node in [*run, None]:
        if node is not None and getattr(node, "tag", "") != "br":
            line.append(node)
            continue
        is_heading = any(look in HEADINGS for look in dress.form)
        for nodes in [line] if is_heading else _sentences(line):
            yield from _trimmed(nodes, dress, cell)
        if node is not None:
            yield _markup(node)
        line = []


def _sentences(nodes: list[Any]) -> list[list[Any]]:
    """Cut a line at its sentences, where that cuts no element; markers go with the sentence before them."""
    texts = [letters_of([node]) for node in nodes]
    spans = sentences_in("".join(texts))
    if len(spans) < 2:
        return [nodes]
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text)
    cuts: list[tuple[int, int]] = []
    first = 0
    for before, following in zip(spans, spans[1:], strict=False):
        while first < len(nodes) and starts[first] + len(texts[first]) < before.end:
            first += 1
        cut: tuple[int, int] | None = None
        for index in range(first, len(nodes)):
            start, end = starts[index], starts[index] + len(texts[index])
            if start > following.start:
                break
            if isinstance(nodes[index], str):
                if cut is None and max(start, before.end) <= min(end, following.start):
                    cut = (index, max(start, before.end) - start)
            elif before.end <= end <= following.start and (cut is None or is_marker(nodes[index])):
                cut = (index + 1, 0)
        if cut:
            cuts.append(cut)
    return _sliced(nodes, cuts)


def _sliced(nodes: list[Any], cuts: list[tuple[int, int]]) -> list[list[Any]]:
    slices = []
    index, offset = 0, 0
    for to_index, to_offset in [*cuts, (len(nodes), 0)]:
        taken = list(nodes[index : to_index + 1] if to_offset else nodes[index:to_index])
        if to_offset:
            taken[-1] = taken[-1][:to_offset]
        if offset and taken:
            taken[0] = taken[0][offset:]
        slices.append(taken)
        index, offset = to_index, to_offset
    return slices


def _trimmed(nodes: list[Any], dress: Dress, cell: tuple[str, ...]) -> Iterator["str | Piece | int"]:
    """Yield a passage and the space around it; what has neither letters nor a marker is no passage."""
    if not any(_has_substance(node) for node in nodes):
        yield from map(_markup, nodes)
        return
    first = next(index for index, node in enumerate(nodes) if not _is_space(node))
    last = next(index for index in range(len(nodes) - 1, -1, -1) if not _is_space(nodes[index]))
    yield "".join(map(_markup, nodes[:first]))
    inner = list(nodes[first : last + 1])
    ending = ""
    if isinstance(inner[0], str):
        yield _markup(inner[0][: len(inner[0]) - len(inner[0].lstrip())])
        inner[0] = inner[0].lstrip()
    if isinstance(inner[-1], str):
        ending = inner[-1][len(inner[-1].rstrip()) :]
        inner[-1] = inner[-1].rstrip()
    yield Piece(inner, dress, cell)
    yield _markup(ending) + "".join(map(_markup, nodes[last + 1 :]))


def _is_inline(element: Any) -> bool:
    if not isinstance(element.tag, str):
        return True
    if element.tag not in INLINE:
        return False
    return is_marker(element) or all(
        not isinstance(child.tag, str) or child.tag == "br" or child.tag in INLINE or _is_in_marker(child)
        for child in element.iterdescendants()
    )


def is_marker(node: Any) -> bool:
    return not isinstance(node, str) and node.tag == "sup" and node.get("data-cite") is not None


def _is_in_marker(element: Any) -> bool:
    return any(is_marker(ancestor) for ancestor in element.iterancestors("sup"))


def _is_space(node: Any) -> bool:
    return isinstance(node, str) and not node.strip()


def _has_substance(node: Any) -> bool:
    """Whether a reader meets something there: a letter or a citation."""
    if isinstance(node, str):
        return bool(node.strip())
    return is_marker(node) or bool(letters_of([node]).strip()) or bool(node.xpath(".//sup[@data-cite]"))


def letters_of(nodes: Iterable[Any]) -> str:
    """Return the text of inline nodes without citation markers."""
    return "".join(_letters_in(node) for node in nodes)


def _letters_in(node: Any) -> str:
    if isinstance(node, str):
        return node
    if not isinstance(node.tag, str) or is_marker(node):
        return ""
    if node.tag == "br":
        return "\n"
    return (node.text or "") + "".join(_letters_in(child) + (child.tail or "") for child in node)


def _markup(node: Any) -> str:
    if isinstance(node, str):
        return escape(node, quote=False)
    if not isinstance(node.tag, str):
        from lxml.html import tostring  # As in html.py.

        return str(tostring(node, encoding="unicode", with_tail=False))
    if node.tag in _VOID:
        return _opening(node)
    inside = _markup(node.text or "") + "".join(_markup(child) + _markup(child.tail or "") for child in node)
    return f"{_opening(node)}{inside}</{node.tag}>"


def _opening(element: Any) -> str:
    if not isinstance(element.tag, str):
        return _markup(element)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items())
    return f"<{element.tag}{attributes}>"
