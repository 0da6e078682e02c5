"""The topics as the search knows them: their names, and which stand above which. Laid out once for many questions."""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from articles.models import DroppedKey, Topic
from articles.pages.dropping import KEPT
from articles.pages.keys import TREE
from articles.public.answers import Moment
from articles.search.other_names import Names

# Of more topics than these the widest are named.
MOST_FROM_A_TO_Z = 120
# Of each topic: a process holds all of them.
NEEDED = ("slug", "name", "synonyms", "parent")


class Belonging:
    """All topics that a page belongs to, by its own ones, whose numbers are separated by spaces.

    Nothing is remembered: of a hundred thousand pages hardly two have the same topics.
    """

    def __init__(self, above: dict[int, tuple[int, ...]]) -> None:
        # A number that is no topic's any more belongs to nothing.
        by_number = {str(pk): topics for pk, topics in above.items()}
        self._above: dict[str, tuple[int, ...]] = defaultdict(tuple, by_number)

    def __getitem__(self, own: str) -> frozenset[int]:
        return frozenset(chain.from_iterable(map(self._above.__getitem__, own.split())))


@dataclass(frozen=True)
class Subjects:
    """Topics by number, in alphabetical order, and by slug."""

    topics: dict[int, Topic]
    by_slug: dict[str, Topic]
    names: Names
    of: Belonging
    a_to_z: list[Topic]

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
    topics = {topic.pk: topic for topic in Topic.objects.only(*NEEDED).order_by("name")}
    by_slug = {topic.slug: topic for topic in topics.values()}
    above = {pk: tuple(_up_from(pk, topics)) for pk in topics}
    return Subjects(topics, by_slug, Names(topics.values()), Belonging(above), _a_to_z(list(topics.values())))


def _a_to_z(topics: list[Topic]) -> list[Topic]:
    return topics if len(topics) <= MOST_FROM_A_TO_Z else [topic for topic in topics if topic.parent_id is None]


def _up_from(pk: int | None, topics: dict[int, Topic]) -> set[int]:
    found: set[int] = set()
    while pk in topics and pk not in found:
        found.add(pk)
        pk = topics[pk].parent_id
    return found
