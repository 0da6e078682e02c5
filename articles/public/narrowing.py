"""All articles, narrowed down and sorted as the query string wishes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Topic
from articles.models.standing import lapsed_if_due_before
from articles.pages import keys
from articles.public import languages, tree
from articles.public.shelves import LAST_REVIEWED, NEWEST, OnShelves, Shelves
from articles.public.tree import Branch

REVIEWED = "reviewed"
# Before a name in a choice, for each topic above it.
INDENT = "\u2003"
# Of more topics than these, those at the top are offered: a list of two thousand helps nobody, and is half the page.
MOST_TOPICS = 120


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass
class Wish:
    """What somebody wants to see, and what they can choose from."""

    shelves: Shelves
    # The topics that can be chosen, each with those below it.
    offered: list[Branch] = field(default_factory=list)
    topic: Topic | None = None
    language: str = ""
    is_reviewed_only: bool = False
    typed_since: str = ""
    since: date | None = None
    is_by_review: bool = False
    refusal: str = ""

    @property
    def is_narrowed(self) -> bool:
        return bool(self.topic or self.language or self.is_reviewed_only or self.since)

    @property
    def choices(self) -> dict[str, str]:
        """What an address says of this wish; what is as usual is not said."""
        said = {
            "topic": self.topic.slug if self.topic else "",
            "language": self.language,
            "reviewed": "1" if self.is_reviewed_only else "",
            "since": self.since.isoformat() if self.since else "",
            "order": REVIEWED if self.is_by_review else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def topics(self) -> list[Option]:
        """The topics that hold a page, each under the one above it."""
        return list(self._options(self.offered))

    @property
    def languages(self) -> list[Option]:
        """Those of live pages that this list does not show by itself."""
        others = sorted(code for code in self.spoken if not languages.is_spoken(code))
        return [Option(code, languages.name_of(code), code == self.language) for code in others]

    @property
    def spoken(self) -> set[str]:
        return {listing.language for listing in self.shelves.of(keys.ARTICLES) if listing.pages > 0}

    @property
    def own_language(self) -> str:
        return languages.name_of(languages.of_interface())

    def articles(self) -> OnShelves:
        is_wanted = self.language.__eq__ if self.language else languages.is_read_here
        wanted = Q()
        if self.is_reviewed_only:
            lapsed = lapsed_if_due_before(timezone.now().date())
            wanted &= Q(publication__review__isnull=False, publication__review_due_on__gte=lapsed)
        if self.since:
            wanted &= Q(changed_on__gte=self.since)
        key = keys.of_hub(self.topic.slug) if self.topic else keys.ARTICLES
        by = LAST_REVIEWED if self.is_by_review else NEWEST
        return OnShelves(self.shelves.of(key, among=is_wanted), by=by, only=wanted)

    def _options(self, branches: Iterable[Branch], depth: int = 0) -> Iterable[Option]:
        for branch in branches:
            is_chosen = branch.topic == self.topic
            if self.shelves.pages(keys.of_hub(branch.topic.slug)) or is_chosen:
                yield Option(branch.topic.slug, INDENT * depth + branch.topic.name, is_chosen)
                yield from self._options(branch.children, depth + 1)


def wished(asked: Mapping[str, str]) -> Wish:
    """Read the query string, in two queries. What only a false address can say is not found; a day is typed by people.

    Whoever chose one of very many topics costs a third.
    """
    branches, is_whole = tree.plant_top(most=MOST_TOPICS)
    offered, slug = tree.roots(branches), asked.get("topic", "")
    chosen = next((branch.topic for branch in branches.values() if branch.topic.slug == slug), None)
    if slug and chosen is None:
        chosen = None if is_whole or "\0" in slug else Topic.objects.filter(slug=slug).first()
        if chosen is None:
            raise Http404
        branches = {**branches, chosen.pk: Branch(chosen)}
        offered = [*offered, branches[chosen.pk]]
    wish = Wish(Shelves([keys.ARTICLES, *tree.hubs_of(branches.values())]), offered, topic=chosen)
    wish.language = asked.get("language", "")
    if wish.language and wish.language not in wish.spoken:
        raise Http404
    wish.is_reviewed_only = asked.get("reviewed") == "1"
    wish.is_by_review = asked.get("order") == REVIEWED
    wish.typed_since = asked.get("since", "").strip()[:40]
    if wish.typed_since:
        try:
            wish.since = date.fromisoformat(wish.typed_since)
        except ValueError:
            wish.refusal = gettext("This is no day. Write it like 2026-09-14: year, month, day.")
    return wish
