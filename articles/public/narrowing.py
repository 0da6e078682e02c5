"""All articles, narrowed down and sorted as the query string wishes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Publication
from articles.models.publication import PublicationQuerySet
from articles.models.standing import lapsed_if_due_before
from articles.public import languages
from articles.public.tree import Branch

REVIEWED = "reviewed"
# Before a name in a choice, for each topic above it.
INDENT = "\u2003"


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass
class Wish:
    """What somebody wants to see, and what they can choose from."""

    branches: Mapping[int, Branch]
    # The ids of topics that hold a live page themselves, and the languages of live pages.
    held: frozenset[int]
    spoken: frozenset[str]
    topic: Branch | None = None
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
            "topic": self.topic.topic.slug if self.topic else "",
            "language": self.language,
            "reviewed": "1" if self.is_reviewed_only else "",
            "since": self.since.isoformat() if self.since else "",
            "order": REVIEWED if self.is_by_review else "",
        }
        return {name: value for name, value in said.items() if value}

    @property
    def topics(self) -> list[Option]:
        """The topics that hold a page, each under the one above it."""
        return list(self._options(branch for branch in self.branches.values() if branch.topic.parent_id is None))

    @property
    def languages(self) -> list[Option]:
        """Those of live pages that this list does not show by itself."""
        others = sorted(code for code in self.spoken if not languages.is_spoken(code))
        return [Option(code, languages.name_of(code), code == self.language) for code in others]

    @property
    def own_language(self) -> str:
        return languages.name_of(languages.of_interface())

    def articles(self) -> PublicationQuerySet:
        found = Publication.objects.live().with_standing()
        if self.topic:
            found = found.in_topics(self.topic.topics())
        found = found.filter(language=self.language) if self.language else found.filter(languages.read_here())
        if self.is_reviewed_only:
            lapsed = lapsed_if_due_before(timezone.now().date())
            found = found.filter(review__isnull=False, review_due_on__gte=lapsed)
        if self.since:
            found = found.filter(changed_on__gte=self.since)
        if self.is_by_review:
            return found.filter(reviewed_on__isnull=False).order_by("-reviewed_on", "-pk")
        return found.newest_first()

    def _options(self, branches: Iterable[Branch], depth: int = 0) -> Iterable[Option]:
        for branch in branches:
            if self.held.intersection(topic.pk for topic in branch.topics()):
                yield Option(branch.topic.slug, INDENT * depth + branch.topic.name, branch is self.topic)
                yield from self._options(branch.children, depth + 1)


def wished(asked: Mapping[str, str], branches: Mapping[int, Branch]) -> Wish:
    """Read the query string, in one query. What only a false address can say is not found; a day is typed by people."""
    live = Publication.objects.live().order_by().values_list("topics", "language").distinct()
    rows = list(live)
    wish = Wish(branches, frozenset(topic for topic, _ in rows), frozenset(language for _, language in rows))
    if asked.get("topic"):
        wish.topic = next((branch for branch in branches.values() if branch.topic.slug == asked["topic"]), None)
        if wish.topic is None:
            raise Http404
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
