"""The tree of topics with the number of live pages in each branch; two queries, however large it grows."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q

from articles.models import Publication, Topic
from articles.public.lines import NO_LETTER, grouped, letter_of, plain


@dataclass
class Branch:
    topic: Topic
    pages: int = 0
    children: list["Branch"] = field(default_factory=list)

    def topics(self) -> list[Topic]:
        """This topic and all below it."""
        return [self.topic, *[topic for child in self.children for topic in child.topics()]]


def plant() -> dict[int, Branch]:
    """Return every topic's branch by its id, without counts. One query."""
    branches = {topic.pk: Branch(topic) for topic in Topic.objects.order_by("name")}
    for branch in branches.values():
        if branch.topic.parent_id:
            branches[branch.topic.parent_id].children.append(branch)
    return branches


def count(branches: Iterable[Branch], *, among: Q | None = None) -> None:
    """Fill in how many live pages each branch holds; a page in two of its topics counts once. One query.

    `among` is a condition on them, such as their language.
    """
    branches = list(branches)
    if not branches:
        return
    live = Publication.objects.live().filter(among or Q())
    counts = live.aggregate(
        **{
            f"topic_{branch.topic.pk}": Count("pk", distinct=True, filter=Q(topics__in=branch.topics()))
            for branch in branches
        }
    )
    for branch in branches:
        branch.pages = counts[f"topic_{branch.topic.pk}"]


def roots(branches: dict[int, Branch]) -> list[Branch]:
    return [branch for branch in branches.values() if branch.topic.parent_id is None]


def grown(branches: Iterable[Branch]) -> list[Branch]:
    """The branches that hold a page, on every level: a list of topics leads nowhere empty. Count them first."""
    kept = [branch for branch in branches if branch.pages]
    for branch in kept:
        branch.children = grown(branch.children)
    return kept


def above(branch: Branch, branches: dict[int, Branch]) -> list[tuple[str, str]]:
    """The names and addresses of the topics above this one, outermost first."""
    steps: list[tuple[str, str]] = []
    parent = branches.get(branch.topic.parent_id)
    while parent is not None:
        steps.insert(0, (parent.topic.name, parent.topic.get_absolute_url()))
        parent = branches.get(parent.topic.parent_id)
    return steps


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
