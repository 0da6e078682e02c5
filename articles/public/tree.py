"""The tree of topics, whole or as much of it as a page shows, with the number of live pages in each branch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import F, Q

from articles.models import Topic
from articles.models.topic import ABOVE
from articles.pages.keys import of_hub
from articles.public.lines import NO_LETTER, grouped, letter_of, plain
from articles.public.shelves import Shelves, any_language


@dataclass
class Branch:
    topic: Topic
    pages: int = 0
    children: list["Branch"] = field(default_factory=list)

    @cached_property
    def address(self) -> str:
        """Its hub, which a list of topics names several times."""
        return self.topic.get_absolute_url()

    def topics(self) -> list[Topic]:
        """This topic and all below it."""
        return [self.topic, *[topic for child in self.children for topic in child.topics()]]


def plant() -> dict[int, Branch]:
    """Return every topic's branch by its id, without counts. One query."""
    return _grow(Topic.objects.order_by("name"))


def plant_top(*, most: int) -> tuple[dict[int, Branch], bool]:
    """Return the branches of all topics if there are at most so many, else of those under no other; say which."""
    topics = list(Topic.objects.order_by(F("parent").asc(nulls_first=True), "name")[: most + 1])
    is_whole = len(topics) <= most
    return _grow(topic for topic in topics if is_whole or topic.parent_id is None), is_whole


def plant_roots() -> list[Branch]:
    """The topics under no other, without what stands below them. One query."""
    return [Branch(topic) for topic in Topic.objects.filter(parent=None).order_by("name")]


def find(slug: str) -> Branch | None:
    """One topic with those right below it, however many there are elsewhere. One query."""
    named = Topic.objects.filter(slug=slug)
    rows = Topic.objects.filter(Q(slug=slug) | Q(parent__in=named.values("pk"))).select_related(ABOVE)
    return next((branch for branch in _grow(rows.order_by("name")).values() if branch.topic.slug == slug), None)


def _grow(topics: Iterable[Topic]) -> dict[int, Branch]:
    branches = {topic.pk: Branch(topic) for topic in topics}
    for branch in branches.values():
        if branch.topic.parent_id in branches:
            branches[branch.topic.parent_id].children.append(branch)
    return branches


def count(branches: Iterable[Branch], shelves: Shelves, *, among: Callable[[str], bool] = any_language) -> None:
    """Fill in how many live pages each branch holds, in some languages; a page in two of its topics counts once."""
    for branch in branches:
        branch.pages = shelves.pages(of_hub(branch.topic.slug), among=among)


def hubs_of(branches: Iterable[Branch]) -> list[str]:
    """The keys of their lists."""
    return [of_hub(branch.topic.slug) for branch in branches]


def roots(branches: dict[int, Branch]) -> list[Branch]:
    return [branch for branch in branches.values() if branch.topic.parent_id is None]


def grown(branches: Iterable[Branch]) -> list[Branch]:
    """The branches that hold a page, on every level: a list of topics leads nowhere empty. Count them first."""
    kept = [branch for branch in branches if branch.pages]
    for branch in kept:
        branch.children = grown(branch.children)
    return kept


def above(branch: Branch) -> list[tuple[str, str]]:
    """The names and addresses of the topics above this one, outermost first."""
    return [(topic.name, topic.get_absolute_url()) for topic in branch.topic.ancestors()]


@dataclass(frozen=True)
class Name:
    """A name of a topic in the list from A to Z: its own, or another one that leads to it."""

    text: str
    branch: Branch
    is_other: bool = False


def a_to_z(branches: Iterable[Branch]) -> list[tuple[str, list[Name]]]:
    """Every name of every branch that holds a page, by first letter. Count them first."""
    kept = [branch for branch in branches if branch.pages]
    names = [Name(branch.topic.name, branch) for branch in kept]
    own = {plain(name.text) for name in names}
    # A topic's own name wins: nobody who looks it up is sent elsewhere.
    names += [
        Name(text, branch, is_other=True) for branch in kept for text in branch.topic.synonyms if plain(text) not in own
    ]
    names.sort(key=lambda name: (letter_of(name.text) != NO_LETTER, plain(name.text)))
    return grouped((letter_of(name.text), name) for name in names)
