"""Which links to hubs came and went between two texts: no word changes with them, so the words cannot tell."""

from html import unescape

from articles.content.field_changes import Note, text_diff
from articles.content.hub_links import hubs_in

HUBS = "Topic links"


def hub_note(old: str, new: str) -> Note | None:
    """Tell whose words lead to a hub now and did not before, or no longer do."""
    was, now = hubs_in(old), hubs_in(new)
    told = [text_diff(unescape(was.get(address, "")), unescape(now.get(address, ""))) for address in was | now]
    changed = [html for html in told if "<ins>" in html or "<del>" in html]
    return Note(HUBS, ", ".join(changed)) if changed else None
