"""What the reviewer's desk draws: one tick for each sentence of a page."""

from typing import TYPE_CHECKING

from django import template

# Django loads the tags of all templates together, and readers' pages have none of these.
if TYPE_CHECKING:
    from articles.desk.reading import Reading
    from articles.editorial.sign_offs import Progress

register = template.Library()


@register.inclusion_tag("desk/_strip.html")
def strip(reading: "Reading") -> dict:
    """A tick for each passage in the order of the page, by what the reviewer judged; the words stand beneath it."""
    stopped = {card.passage.id for card in reading.cards if card.passage and card.is_blocked}
    return _ticks(reading.progress, stopped=stopped)


@register.inclusion_tag("desk/_strip.html")
def strip_of(progress: "Progress") -> dict:
    """The same on a list, where nobody looked at the comments."""
    return _ticks(progress, stopped=set())


def _ticks(progress: "Progress", *, stopped: set[str]) -> dict:
    ticks = [
        {"at": number, "state": "stopped" if row.passage.id in stopped else row.mark}
        for number, row in enumerate(progress.judged)
    ]
    return {"ticks": ticks, "progress": progress}
