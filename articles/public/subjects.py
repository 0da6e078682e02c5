"""The topics as the search knows them: their names, and which stand above which. Laid out once for many questions."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet

from articles.models import DroppedKey, Topic
from articles.models.prepared import Prepared
from articles.pages.dropping import KEPT
from articles.pages.keys import TREE
from articles.public.answers import Moment
from articles.search.other_names import Names

# Of more topics than these the widest are named.
MOST_FROM_A_TO_Z = 120
# Of each topic: a process holds all of them.
NEEDED = ("slug", "name", "synonyms", "parent")


@dataclass(frozen=True)
class Subjects:
    """Topics by number, in alphabetical order, and by slug."""

    topics: dict[int, Topic]
    by_slug: dict[str, Topic]
    names: Names
    # All topics that a page belongs to, by its own ones, whose numbers are separated by spaces.
    of: Callable[[str], frozenset[int]]
    a_to_z: list[Topic]

    def counted(self, pages: Iterable[str]) -> Counter[int]:
        """How many of `pages`, each given by its own topics, belong to each topic."""
        return Counter(chain.from_iterable(map(self.of, pages)))


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
    topics = {topic.pk: topic for topic in Topic.objects.only(*NEEDED).order_by("name")}
    by_slug = {topic.slug: topic for topic in topics.values()}
    return Subjects(topics, by_slug, Names(topics.values()), _belonging(topics), _a_to_z(list(topics.values())))


def _belonging(topics: dict[int, Topic]) -> Callable[[str], frozenset[int]]:
    """Nothing is remembered of a page: of a hundred thousand hardly two have the same topics."""
    none: frozenset[int] = frozenset()
    # A number that is no topic's any more belongs to nothing.
    with_those_above = defaultdict(lambda: none, {str(pk): frozenset(_up_from(pk, topics)) for pk in topics})

    def of(own: str) -> frozenset[int]:
        return none.union(*map(with_those_above.__getitem__, own.split()))

    return of


def _a_to_z(topics: list[Topic]) -> list[Topic]:
    return topics if len(topics) <= MOST_FROM_A_TO_Z else [topic for topic in topics if topic.parent_id is None]


def _up_from(pk: int | None, topics: dict[int, Topic]) -> set[int]:
    found: set[int] = set()
    while pk in topics and pk not in found:
        found.add(pk)
        pk = topics[pk].parent_id
    return found
