"""The topics as the search knows them: their names, and which stand above which. Laid out once for many questions."""

import gc
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet

from articles.addresses import address_of
from articles.models import DroppedKey, Topic
from articles.models.prepared import Prepared
from articles.pages.dropping import KEPT
from articles.pages.keys import TREE
from articles.public.answers import Moment
from articles.search.other_names import Names

# Of more topics than these the widest are named.
MOST_FROM_A_TO_Z = 120


@dataclass(eq=False, slots=True)
class Subject:
    """What is needed of a topic. A process holds all of them, and as rows they would take four times as much memory."""

    pk: int
    slug: str
    name: str
    synonyms: list[str]
    parent_id: int | None

    def get_absolute_url(self) -> str:
        return address_of("reading:topic", self.slug)


@dataclass(frozen=True)
class Subjects:
    """Topics by number, in alphabetical order, and by slug."""

    topics: dict[int, Subject]
    by_slug: dict[str, Subject]
    names: Names[Subject]
    # All topics that a page with a topic belongs to, by the number of that one, as it is written.
    with_those_above: Mapping[str, tuple[int, ...]]
    a_to_z: list[Subject]

    def of(self, own: str) -> frozenset[int]:
        """All topics that a page belongs to, by its own ones, whose numbers are separated by spaces."""
        return _NONE.union(*map(self.with_those_above.__getitem__, own.split()))

    def counted(self, pages: Iterable[str]) -> Counter[int]:
        """How many of `pages`, each given by its own topics, belong to each topic."""
        # As `of` says, without calling it a thousand times. Nothing is remembered of a page: of a hundred thousand
        # hardly two have the same topics.
        above, union = self.with_those_above.__getitem__, _NONE.union
        return Counter(chain.from_iterable(union(*map(above, own.split())) for own in pages))


_NONE: frozenset[int] = frozenset()


class Memory:
    """The topics as this process knows them. Most decisions leave them alone; one that touched them is followed."""

    def __init__(self) -> None:
        self._generation = -1
        self._subjects: Subjects | None = None
        self._lock = threading.Lock()

    def at(self, generation: int) -> Subjects:
        with self._lock:
            if self._subjects is None or (generation != self._generation and self._may_differ(generation)):
                self._subjects = _all()
                # They are many and stay: looking through them for what can go would hold up a search now and then.
                # When others take their place they go all the same, as nothing of them refers to itself in a circle.
                gc.collect()
                gc.freeze()
            self._generation = generation
            return self._subjects

    def _may_differ(self, generation: int) -> bool:
        if not 0 <= generation - self._generation <= KEPT:
            return True
        return bool(_TOUCHING_THEM(after=self._generation, until=generation))


def _touching_them(after: int, until: int) -> QuerySet[DroppedKey]:
    return DroppedKey.objects.filter(generation__gt=after, generation__lte=until, key=TREE)[:1]


# The first search after any decision asks this, and waits for it.
_TOUCHING_THEM = Prepared(DroppedKey, _touching_them, {"after": 1, "until": 2})
_memory = Memory()


def subjects_at(moment: Moment | None) -> Subjects:
    """The topics as they are at `moment`; where pages are not stored, as they are now."""
    return _memory.at(moment.generation) if moment else _all()


def _all() -> Subjects:
    """One query."""
    rows = Topic.objects.order_by("name").values_list("pk", "slug", "name", "synonyms", "parent_id")
    topics = {row[0]: Subject(*row) for row in rows}
    by_slug = {topic.slug: topic for topic in topics.values()}
    return Subjects(topics, by_slug, Names(topics.values()), _with_those_above(topics), _a_to_z(list(topics.values())))


def _with_those_above(topics: dict[int, Subject]) -> Mapping[str, tuple[int, ...]]:
    # A number that is no topic's any more belongs to nothing.
    above: dict[str, tuple[int, ...]] = defaultdict(tuple)
    above.update((str(pk), tuple(_up_from(pk, topics))) for pk in topics)
    return above


def _a_to_z(topics: list[Subject]) -> list[Subject]:
    return topics if len(topics) <= MOST_FROM_A_TO_Z else [topic for topic in topics if topic.parent_id is None]


def _up_from(pk: int | None, topics: dict[int, Subject]) -> set[int]:
    found: set[int] = set()
    while pk in topics and pk not in found:
        found.add(pk)
        pk = topics[pk].parent_id
    return found
