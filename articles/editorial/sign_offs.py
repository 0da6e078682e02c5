"""Which sentences of a version a reviewer has judged: carried from their last approval, marked fine since, or open."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from articles.content.passages import Passage, passages_in
from articles.models import Article, EditorialRecord, SignOff, Version
from articles.models.record import REVIEWS

# Words a minute for careful reading of medical text; the estimate also counts half a minute for the decision.
WORDS_A_MINUTE = 180


class Mark(StrEnum):
    CARRIED = "carried"
    FINE = "fine"
    OPEN = "open"


@dataclass(frozen=True)
class Judged:
    passage: Passage
    mark: Mark


@dataclass(frozen=True)
class Progress:
    """`base` is the version that this reviewer accepted last, whatever has become of that review since."""

    judged: tuple[Judged, ...]
    base: Version | None = None
    last: EditorialRecord | None = None
    # The day of the whole-page review that has come, and opened every sentence again.
    due_since: date | None = None

    @cached_property
    def counts(self) -> Counter[Mark]:
        return Counter(row.mark for row in self.judged)

    @property
    def total(self) -> int:
        return len(self.judged)

    @property
    def carried(self) -> int:
        return self.counts[Mark.CARRIED]

    @property
    def signed(self) -> int:
        return self.counts[Mark.FINE]

    @property
    def open(self) -> int:
        return self.counts[Mark.OPEN]

    @property
    def not_carried(self) -> int:
        return self.total - self.carried

    @property
    def open_words(self) -> int:
        return sum(row.passage.words for row in self.judged if row.mark == Mark.OPEN)

    @property
    def words_not_carried(self) -> int:
        """What had to be read for this decision, marked fine meanwhile or not."""
        return sum(row.passage.words for row in self.judged if row.mark != Mark.CARRIED)

    @property
    def minutes(self) -> int:
        """How long what is open will take, at least one minute."""
        return max(1, round(0.5 + self.open_words / WORDS_A_MINUTE))

    def as_counted(self) -> dict[str, int]:
        """For the record of a decision: what it signs itself, and what was carried."""
        return {"total": self.total, "carried": self.carried, "signed": self.not_carried}


def progress(version: Version, *, by: Any, on: date) -> Progress:
    """Return how far `by` has judged `version` on the day `on`. Two to three queries."""
    last = last_review_by(version.article, by)
    return progress_from(version, last=last, keys=signed_keys(version.article, by=by, last=last, on=on), on=on)


def _cut(version: Version) -> list[Passage]:
    return passages_in(version.content)


def progress_from(
    version: Version,
    *,
    last: EditorialRecord | None,
    keys: set[str],
    on: date,
    passages_of: Callable[[Version], Iterable[Any]] = _cut,
) -> Progress:
    """As `progress`, from what was fetched already: the last review of that person, and what they marked since.

    Who only counts may give passages that are no more than a key and a number of words.
    """
    base = last.version if last else None
    due_since = _due_since(last, on=on)
    carried = {passage.key for passage in passages_of(base)} if base and not due_since else set()
    judged = tuple(
        Judged(passage, _mark(passage.key, carried=carried, signed=keys)) for passage in passages_of(version)
    )
    return Progress(judged=judged, base=base, last=last, due_since=due_since)


def last_review_by(article: Article, user: Any) -> EditorialRecord | None:
    """The newest decision by which `user` accepted a version of `article`, with that version."""
    own = article.records.filter(event__in=REVIEWS, actor=user, version__isnull=False)
    return own.select_related("version").order_by("-sequence").first()


def signed_keys(article: Article, *, by: Any, last: EditorialRecord | None, on: date) -> set[str]:
    """The passages that `by` marked as fine, as far as that still counts."""
    return still_signed(article.sign_offs.filter(reviewer=by), last=last, on=on)


def still_signed(marks: Iterable[SignOff], *, last: EditorialRecord | None, on: date) -> set[str]:
    """Return the keys of the marks that count: a whole-page review that has come opens what was marked before it."""
    due_since = _due_since(last, on=on)
    return {mark.key for mark in marks if due_since is None or mark.made_at.date() >= due_since}


def _due_since(last: EditorialRecord | None, *, on: date) -> date | None:
    due_on = date.fromisoformat(last.details["next_review_due"]) if last else None
    return due_on if due_on and due_on <= on else None


def _mark(key: str, *, carried: set[str], signed: set[str]) -> Mark:
    if key in carried:
        return Mark.CARRIED
    return Mark.FINE if key in signed else Mark.OPEN
