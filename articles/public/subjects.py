"""The topics as the search knows them: their names, and which stand above which. Laid out once for many questions."""

import threading
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from articles.models import DroppedKey, Topic
from articles.pages.dropping import KEPT
from articles.pages.keys import TREE
from articles.public import tree
from articles.public.answers import Moment
from articles.search.other_names import Names

# Of more topics than these the widest are named.
MOST_FROM_A_TO_Z = 120
MOST_REMEMBERED = 5000


class Belonging(dict[str, frozenset[int]]):
    """All topics that a page belongs to, by its own ones, whose numbers are separated by spaces. Worked out once."""

    def __init__(self, above: dict[int, frozenset[int]]) -> None:
        self._above = above

    def __missing__(self, own: str) -> frozenset[int]:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = frozenset(above for topic in own.split() for above in self._above.get(int(topic), ()))
        self[own] = found
        return found


@dataclass(frozen=True)
class Subjects:
    """Topics by number, in alphabetical order, and by slug."""

    topics: dict[int, Topic]
    by_slug: dict[str, Topic]
    names: Names
    of: Belonging

    @property
    def a_to_z(self) -> list[Topic]:
        topics = list(self.topics.values())
        return topics if len(topics) <= MOST_FROM_A_TO_Z else [topic for topic in topics if topic.parent_id is None]

    def counted(self, pages: Iterable[str]) -> Counter[int]:
        """How many of `pages`, each given by its own topics, belong to each topic."""
        return Counter(chain.from_iterable(map(self.of.__getitem__, pages)))


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
        since = DroppedKey.objects.filter(generation__gt=self._generation, generation__lte=generation)
        return since.filter(key=TREE).exists()


_memory = Memory()


def subjects_at(moment: Moment | None) -> Subjects:
    """The topics as they are at `moment`; where pages are not stored, as they are now."""
    return _memory.at(moment.generation) if moment else _all()


def _all() -> Subjects:
    """One query."""
    branches = tree.plant()
    topics = {pk: branch.topic for pk, branch in branches.items()}
    by_slug = {topic.slug: topic for topic in topics.values()}
    above = {pk: frozenset(_up_from(pk, branches)) for pk in branches}
    return Subjects(topics, by_slug, Names(topics.values()), Belonging(above))


def _up_from(pk: int | None, branches: dict[int, tree.Branch]) -> set[int]:
    found: set[int] = set()
    while pk in branches and pk not in found:
        found.add(pk)
        pk = branches[pk].topic.parent_id
    return found
