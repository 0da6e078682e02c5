"""What the reviewer's desk draws: one tick for each sentence of a page."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import mark_safe

# Django loads the tags of all templates together, and readers' pages have none of these.
if TYPE_CHECKING:
    from articles.desk.reading import Reading
    from articles.editorial.sign_offs import Progress

register = template.Library()


@register.inclusion_tag("desk/_strip.html")
def strip(reading: "Reading") -> dict:
    """A tick for each passage in the order of the page, by what the reviewer judged; the words stand beneath it."""
    stopped = {card.passage.id for card in reading.cards if card.passage and card.is_blocked}
    return _drawn(
        reading.progress, ("stopped" if row.passage.id in stopped else row.mark for row in reading.progress.judged)
    )


@register.inclusion_tag("desk/_strip.html")
def strip_of(progress: "Progress") -> dict:
    """The same on a list, where nobody looked at the comments."""
    return _drawn(progress, (row.mark for row in progress.judged))


def _drawn(progress: "Progress", states: Iterable[str]) -> dict:
    """Ticks by their states, which are words of ours: a queue has thousands, and one line for each costs little."""
    ticks = (f'<rect x="{at}.1" y="0" width=".8" height="10" class="is-{state}"/>' for at, state in enumerate(states))
    return {"ticks": mark_safe("".join(ticks)), "progress": progress}
