"""A version laid out for its reviewer: each sentence by what they judged, changes in place, cards beside the text.

The page is the frozen one. Around each sentence stands a span with its id; a changed one is there twice, as frozen and
with what changed drawn in it, and the switch on the page chooses. After each block stand the cards of its sentences.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles.content.field_changes import Note
from articles.content.passages import HERO, KEY_POINTS, OUTSIDE, PICTURE, Passage, marked, place_of, text_of
from articles.content.review_changes import WORDS, Change, review_changes
from articles.content.safety import ORDER
from articles.editorial.commenting import stands_at
from articles.editorial.sign_offs import Mark, Progress
from articles.models import Comment, Source, SourceStatus, Version

LEDE, EMERGENCY, TITLE, SUMMARY = "lede", "emergency", "title", "summary"
TOP = (TITLE, SUMMARY, HERO)
# Cards of what stands nowhere in the text: the address, people, sources, the order of the sections.
PAGE = ""
# The picture of a section stands under its text, and so do its cards.
UNDER = 10**6


@dataclass
class Card:
    """One thing to judge: a change, a sentence that somebody remarked on, or a remark on a whole part."""

    id: str
    place: str
    block: int
    sign: str
    change: Change | None = None
    passage: Passage | None = None
    mark: Mark | None = None
    threads: list[Comment] = field(default_factory=list)
    sources: list[dict[str, Any]] = field(default_factory=list)

    @property
    def spot(self) -> str:
        """The id of its sentence in the text; a picture has none there, so that its card stands for it."""
        return self.passage.id if self.passage and self.passage.kind != PICTURE else ""

    @property
    def is_blocked(self) -> bool:
        return any(thread.is_blocking and not thread.is_resolved for thread in self.threads)

    @property
    def is_resolved(self) -> bool:
        return all(thread.is_resolved for thread in self.threads)

    @property
    def name(self) -> str:
        if self.change:
            return f"Change {self.change.number}: {self.change.kind}"
        return "Comment"

    @property
    def html(self) -> str:
        """What the text cannot show stands on the card: an address, a picture, a sentence that is gone."""
        if self.change is None:
            return ""
        if self.change.passage is None or self.change.passage.kind == PICTURE:
            return self.change.html
        drawn = self.notes or "<ins>" in self.change.html or "<del>" in self.change.html
        return "" if drawn else self.change.label

    @property
    def notes(self) -> tuple[Note, ...]:
        """What else became of the words: where a link led, who said it, which source stands behind a number."""
        return self.change.notes if self.change and self.change.pictures is None else ()

    @property
    def kinds(self) -> list[tuple[str, bool]]:
        """All that the change is, and whether each can alter what a reader does; other words go without saying."""
        kinds = self.change.kinds if self.change else ()
        return [(kind, kind in ORDER) for kind in kinds if kind != WORDS or len(kinds) == 1]


@dataclass
class Reading:
    """Everything the review page shows of one version to one person."""

    version: Version
    progress: Progress
    changes: list[Change]
    against: Version | None
    was_reviewed: bool
    cards: list[Card]
    references: dict[str, dict[str, Any]]

    @property
    def walk(self) -> list[Card]:
        """The cards of the changes, in the order of the walk."""
        return sorted((card for card in self.cards if card.change), key=lambda card: card.change.number)

    @property
    def remarks(self) -> list[Card]:
        """The cards that are there for a remark alone."""
        return [card for card in self.cards if not card.change]

    @property
    def apart(self) -> list[Card]:
        """Cards of what stands nowhere in the text."""
        return [card for card in self.cards if card.place == PAGE]

    @property
    def blockers(self) -> list[Comment]:
        return [
            thread for card in self.cards for thread in card.threads if thread.is_blocking and not thread.is_resolved
        ]

    @property
    def open_pictures(self) -> int:
        return sum(row.mark == Mark.OPEN and row.passage.kind == PICTURE for row in self.progress.judged)

    @property
    def open_sentences(self) -> int:
        return self.progress.open - self.open_pictures


def laid_out(
    version: Version,
    progress: Progress,
    *,
    against: Version | None,
    was_reviewed: bool,
    threads: Iterable[Comment],
    titles: dict[str, str] | None = None,
) -> Reading:
    """Lay out `version`; `against` is what it is compared with (reviewed or not), `threads` the remarks to show."""
    old = against.content if against and against.pk != version.pk else None
    changes = review_changes(old, version.content, titles=titles) if old else []
    references = _references(version)
    marks = {row.passage.id: row.mark for row in progress.judged}
    passages = [row.passage for row in progress.judged]
    cards: dict[str, Card] = {}
    for change in changes:
        passage = change.passage
        spot = passage or change.after
        cards[passage.id if passage else change.target] = Card(
            id=f"card-{change.number}",
            place=spot.place if spot else _known(change.place, passages),
            block=_block(spot),
            sign=str(change.number),
            change=change,
            passage=passage,
            mark=marks.get(passage.id) if passage else None,
        )
    for thread in threads:
        passage = stands_at(thread, passages)
        key = passage.id if passage else f"place-{thread.section}"
        if key not in cards:
            cards[key] = Card(
                id=f"remark-{thread.pk}",
                place=passage.place if passage else _known(thread.section, passages),
                block=_block(passage),
                sign="◆",
                passage=passage,
                mark=marks.get(passage.id) if passage else None,
            )
        cards[key].threads.append(thread)
    for card in cards.values():
        if card.passage:
            card.sources = [references[key] for key in card.passage.cites if key in references]
    return Reading(version, progress, changes, against, was_reviewed, list(cards.values()), references)


def dressed(reading: Reading, context: dict[str, Any], *, request: HttpRequest) -> dict[str, Any]:
    """Return the version's content for the public templates, with spans around its sentences and cards among them.

    `context` is what the cards need besides: who may judge and write.
    """
    content = dict(reading.version.content)
    order = {row.passage.id: number for number, row in enumerate(reading.progress.judged)}
    by_spot: dict[tuple[str, int], list[Card]] = defaultdict(list)
    for card in sorted(reading.cards, key=lambda card: order.get(card.passage.id, -1) if card.passage else -1):
        by_spot[card.place, card.block].append(card)
    changed = {card.passage.id: card for card in reading.cards if card.passage}
    marks = {row.passage.id: row.mark for row in reading.progress.judged}
    passages = [row.passage for row in reading.progress.judged]

    def cards_at(place: str, block: int) -> str:
        cards = by_spot.get((place, block), [])
        if not cards:
            return ""
        told = [render_to_string("desk/_card.html", {**context, "card": card}, request=request) for card in cards]
        return f'<div class="cards">{"".join(told)}</div>'

    def write(passage: Passage) -> str:
        card = changed.get(passage.id)
        drawn = _numbered(card.change.html, reading) if card and card.change and passage.kind != PICTURE else ""
        return _span(passage, marks[passage.id], card, drawn=drawn)

    def text(place: str, html: str) -> str:
        return marked(html, text_of(place, passages), write, after=lambda block: cards_at(place, block))

    def heading(place: str) -> SafeString:
        titles = (passage for passage in passages if (passage.place, passage.block) == (place, OUTSIDE))
        return _safe("".join(write(passage) for passage in titles if passage.kind != PICTURE))

    def tools(*places: str) -> str:
        here = [row for row in reading.progress.judged if row.passage.place in places]
        if not context["may_judge"] or not here:
            return ""
        open_here = sum(row.mark == Mark.OPEN for row in here)
        return render_to_string(
            "desk/_section_tools.html", {**context, "places": places, "open": open_here}, request=request
        )

    def section_text(section: dict[str, Any]) -> str:
        place = place_of(section)
        return cards_at(place, OUTSIDE) + text(place, section["html"]) + cards_at(place, UNDER) + tools(place)

    content["title"], content["summary"] = heading(TITLE), heading(SUMMARY)
    content["key_points"] = [
        _safe(write(point) + cards_at(KEY_POINTS, point.block)) for point in text_of(KEY_POINTS, passages)
    ]
    if content["key_points"]:
        content["key_points"][-1] += _safe(tools(KEY_POINTS))
    content["lede"] = cards_at(LEDE, OUTSIDE) + text(LEDE, content["lede"]) + tools(LEDE)
    content["sections"] = [
        {**section, "heading": heading(place_of(section)), "html": section_text(section)}
        for section in content["sections"]
    ]
    content["emergency"] = cards_at(EMERGENCY, OUTSIDE) + text(EMERGENCY, content["emergency"]) + tools(EMERGENCY)
    content["top_cards"] = _safe("".join(cards_at(place, OUTSIDE) for place in TOP) + tools(*TOP))
    return content


def _safe(html: str) -> SafeString:
    """What is inside was sanitised before it was digested; what is around it is ours."""
    return mark_safe(html)


def _span(passage: Passage, mark: Mark, card: Card | None, *, drawn: str) -> str:
    """Return the sentence in a span; a changed one as frozen and as drawn, with the number that leads to its card."""
    said = passage.html
    sign = ""
    if card:
        sign = f'<a class="mk ui" href="#{card.id}" aria-label="{card.name}">{card.sign}</a>'
    if drawn:
        said = f'<span class="as-frozen">{said}</span><span class="as-drawn">{drawn}</span>'
    talk = " data-talk" if card and any(not thread.is_resolved for thread in card.threads) else ""
    # Keys and places are what somebody typed: a quotation mark in one must not end the attribute.
    typed = f'data-place="{escape(passage.place)}" data-cites="{escape(" ".join(passage.cites))}"'
    known = f'id="{passage.id}" data-key="{passage.key}" data-mark="{mark}"'
    return f'<span class="s" {known} {typed}{talk}>{said}</span>{sign}'


_DRAWN_MARKER = re.compile(r'<sup class="cite">\[([^\]<]+)\]</sup>')


def _numbered(drawn: str, reading: Reading) -> str:
    """Write the numbers that readers see, or saw, where a drawing has citation keys."""
    before = reading.against.content["references"] if reading.against else []
    numbers = {row["key"]: row["number"] for row in [*before, *reading.version.content["references"]]}

    def number(marker: re.Match[str]) -> str:
        return f'<sup class="cite">{numbers.get(unescape(marker[1]), marker[1])}</sup>'

    return _DRAWN_MARKER.sub(number, drawn)


def _references(version: Version) -> dict[str, dict[str, Any]]:
    """The version's references by key, with what is known of each source today."""
    rows = {row["key"]: dict(row) for row in version.content["references"]}
    today = dict(Source.objects.filter(uid__in=[row["source"] for row in rows.values()]).values_list("uid", "status"))
    status_of = {str(uid): status for uid, status in today.items()}
    for row in rows.values():
        status = SourceStatus(status_of.get(row["source"], SourceStatus.UNKNOWN))
        row["status"], row["status_label"] = status.value, status.label
        row["is_clean"] = status == SourceStatus.CURRENT
        row["address"] = f"https://doi.org/{row['doi']}" if row["doi"] else row["url"]
    return rows


def _block(spot: Passage | None) -> int:
    if spot is None:
        return OUTSIDE
    is_under = spot.kind == PICTURE and spot.place != HERO
    return UNDER if is_under else spot.block


def _known(place: str, passages: list[Passage]) -> str:
    """Return `place` if the page still has it, else the page as a whole."""
    return place if any(passage.place == place for passage in passages) else PAGE
