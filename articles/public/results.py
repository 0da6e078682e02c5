"""What the search page shows: the pages that answer, narrowed and in leaves, each with its own standing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import Http404
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from articles.addresses import address_of
from articles.models import Publication, Standing
from articles.models.prepared import Prepared
from articles.models.publication import PublicationQuerySet
from articles.models.standing import lapsed_if_due_before
from articles.public.subjects import Subject, Subjects
from articles.search.finding import MOST, Hit, hits, titles_that_answer
from articles.search.marking import Marks
from articles.search.meaning import meant
from articles.search.question import MOST_CHARACTERS, Question, asked, begun, was_shortened

# What a line says, and what its standing rests on.
SHOWN = (
    *("slug", "language", "title", "summary", "card", "changed_on", "safety_notice"),
    *("version__document", "review__document", "review__record_hash", "release__document", "release__record_hash"),
)
# Few look beyond the first ten of a ranked list, and what a line shows is looked for in a whole text.
PER_LEAF = 10
MOST_SUGGESTIONS = 8
MOST_TOPICS = 6
# Nobody looks through a longer list; at a hundred thousand articles the results of a common word touch every topic.
MOST_CHOICES = 40


@dataclass(frozen=True, slots=True)
class Result:
    publication: Publication
    standing: Standing
    title: SafeString
    snippet: SafeString


class Choice(NamedTuple):
    """A topic to narrow down to."""

    slug: str
    name: str
    pages: int
    is_chosen: bool


@dataclass
class Found:
    """One leaf of results, and everything that the page says about them."""

    typed: str
    is_asked: bool = False
    was_shortened: bool = False
    results: list[Result] = field(default_factory=list)
    count: int = 0
    is_more: bool = False
    topic: str = ""
    is_reviewed_only: bool = False
    choices: list[Choice] = field(default_factory=list)
    other_names: list[str] = field(default_factory=list)
    topics: list[Subject] = field(default_factory=list)
    a_to_z: list[Subject] = field(default_factory=list)
    meant: str = ""
    number: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.topic or self.is_reviewed_only)

    @property
    def first_number(self) -> int:
        return (self.number - 1) * PER_LEAF + 1

    @property
    def last_number(self) -> int:
        return self.first_number + len(self.results) - 1

    # The page asks for it before it says it.
    @cached_property
    def previous(self) -> str:
        return self._address(self.number - 1) if self.number > 1 else ""

    @cached_property
    def next(self) -> str:
        return self._address(self.number + 1) if self.count > self.number * PER_LEAF else ""

    @property
    def without_filters(self) -> str:
        return f"{address_of('reading:search')}?{urlencode({'q': self.typed})}"

    @property
    def address_of_meant(self) -> str:
        return f"{address_of('reading:search')}?{urlencode({'q': self.meant})}"

    def _address(self, number: int) -> str:
        asked_for = {"q": self.typed, "topic": self.topic, "reviewed": "1" if self.is_reviewed_only else ""}
        asked_for["page"] = str(number) if number > 1 else ""
        return f"{address_of('reading:search')}?{urlencode({key: value for key, value in asked_for.items() if value})}"


def of(wishes: Mapping[str, str], subjects: Subjects) -> Found:
    """Return what the search page shows for the query string `wishes`. Two queries, or three where nothing is found."""
    typed = wishes.get("q", "")[:MOST_CHARACTERS].replace("\0", " ").strip()
    found = Found(
        typed=typed,
        was_shortened=was_shortened(wishes.get("q", "")),
        is_reviewed_only=wishes.get("reviewed") == "1",
        number=_number(wishes.get("page", "1")),
    )
    question = subjects.names.opened(asked(typed))
    found.is_asked = bool(question)
    found.a_to_z = subjects.a_to_z
    if not question:
        return found

    found.topics = subjects.names.sharing(question)[:MOST_TOPICS]
    chosen = subjects.by_slug.get(wishes.get("topic", ""))
    found.topic = chosen.slug if chosen else ""
    answering = hits(question, reviewed_since=_oldest_review() if found.is_reviewed_only else None, most=MOST)
    found.is_more = len(answering) > MOST
    answering = answering[:MOST]
    if answering:
        found.choices = _choices(answering, subjects, chosen)
    elif not found.is_narrowed:
        found.meant = _meant(question, subjects)
    if chosen:
        answering = [hit for hit in answering if chosen.pk in subjects.of(hit[1])]
    found.count = len(answering)
    found.other_names = subjects.names.spoken(question)
    leaf = answering[(found.number - 1) * PER_LEAF : found.number * PER_LEAF]
    if not leaf and found.number > 1:
        raise Http404
    found.results = _rows([key for key, _ in leaf], question, is_reviewed_only=found.is_reviewed_only)
    return found


def suggested(typed: str, subjects: Subjects) -> list[str]:
    """Names of topics, then titles of live articles, that what is typed may become. One query."""
    question = begun(typed)
    if not question:
        return []
    names = subjects.names.beginning(typed)
    titles = titles_that_answer(question, most=MOST_SUGGESTIONS)
    return [*names[: MOST_SUGGESTIONS // 2], *titles][:MOST_SUGGESTIONS]


def _number(named: str) -> int:
    if not (named.isascii() and named.isdigit() and len(named) <= 3 and 1 <= int(named) <= MOST // PER_LEAF):
        raise Http404
    return int(named)


def _oldest_review() -> date:
    """Pages whose review was due before have none that counts; whether each has the badge, its standing says."""
    return lapsed_if_due_before(timezone.now().date())


def _choices(answering: list[Hit], subjects: Subjects, chosen: Subject | None) -> list[Choice]:
    """The topics that most of what was found belongs to, with how many pages each has; the chosen one in any case."""
    pages = subjects.counted([topics for _, topics in answering])
    offered = {*sorted(pages, key=pages.__getitem__, reverse=True)[:MOST_CHOICES]} | ({chosen.pk} if chosen else set())
    named = sorted((subjects.topics[pk] for pk in offered), key=lambda topic: topic.name)
    return [Choice(topic.slug, topic.name, pages[topic.pk], topic is chosen) for topic in named]


# A leaf of keys, each in its place.
_PLACES = [f"key_{place}" for place in range(PER_LEAF)]


def _in_places(keys: list[int]) -> dict[str, int]:
    """A leaf that is not full has its last key more than once."""
    return {name: keys[min(place, len(keys) - 1)] for place, name in enumerate(_PLACES)}


def _lines(now: datetime, **keys: int) -> PublicationQuerySet:
    return Publication.objects.live(now).with_standing().only(*SHOWN).filter(pk__in=keys.values()).order_by()


_LINES = Prepared(Publication, _lines, {"now": datetime(1, 1, 1, tzinfo=UTC), **_in_places([*range(-PER_LEAF, 0)])})


def _rows(keys: list[int], question: Question, *, is_reviewed_only: bool) -> list[Result]:
    if not keys:
        return []
    marks, now = Marks(question), timezone.now()
    rows = {row.pk: row for row in _LINES(now=now, **_in_places(keys))}
    results = []
    for publication in (rows[key] for key in keys if key in rows):
        standing = publication.standing(now)
        if standing.has_badge or not is_reviewed_only:
            snippet = marks.marked(marks.snippet_of(publication.summary, publication.version))
            results.append(Result(publication, standing, marks.marked(publication.title), snippet))
    return results


def _meant(question: Question, subjects: Subjects) -> str:
    """What was probably meant, if that finds something: nobody is sent from one empty page to the next."""
    words = meant(question)
    return words if words and hits(subjects.names.opened(asked(words)), most=1) else ""
