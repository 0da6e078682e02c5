"""Blocks of a page as draft HTML, in the allow-list of `content.html`."""

from collections.abc import Iterable, Mapping
from html import escape

from articles.importing.page import Block, ItemList, ListItem, Paragraph, Run


def html_of(blocks: Iterable[Block], *, experts: Mapping[str, str] | None = None) -> str:
    """Return the HTML of `blocks`; `experts` gives the id to write for each person's key (else the key stands)."""
    ids = experts or {}
    return "\n".join(_block(block, ids) for block in blocks)


def _block(block: Block, ids: Mapping[str, str]) -> str:
    match block:
        case Paragraph():
            return f"<p>{_runs(block.runs, ids)}</p>"
        case ItemList():
            tag = "ol" if block.is_numbered else "ul"
            return f"<{tag}>{''.join(_item(item, ids) for item in block.items)}</{tag}>"
        case _:
            return f"<h3>{_text(block.text)}</h3>"


def _item(item: ListItem, ids: Mapping[str, str]) -> str:
    label = f"<strong>{_text(item.label)}:</strong>" if item.label else ""
    return f"<li>{' '.join(part for part in (label, _runs(item.runs, ids)) if part)}</li>"


def _runs(runs: tuple[Run, ...], ids: Mapping[str, str]) -> str:
    return "".join(_run(run, ids) for run in runs)


def _run(run: Run, ids: Mapping[str, str]) -> str:
    if run.kind == "text":
        return _text(run.text)
    return f'<span class="{run.kind}" data-expert="{escape(ids.get(run.expert, run.expert))}">{_text(run.text)}</span>'


def _text(text: str) -> str:
    return escape(text, quote=False)
