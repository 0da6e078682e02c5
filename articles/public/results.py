"""What the search page shows: the pages that answer, narrowed and in leaves, each with its own standing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from articles.content.search_words import words_of
from articles.models import Publication, Standing, Topic
from articles.models.standing import lapsed_if_due_before
from articles.public import tree
from articles.public.paging import PER_LEAF
from articles.search.finding import MOST, find, titles_that_answer
from articles.search.likeness import bare
from articles.search.marking import marked, patterns_of, snippet_of
from articles.search.meaning import meant
from articles.search.other_names import names_of, spoken_other_names, with_other_names
from articles.search.question import MOST_CHARACTERS, Question, asked, begun, was_shortened

MOST_SUGGESTIONS = 8
MOST_TOPICS = 6
# Of more topics than these the widest are named.
MOST_FROM_A_TO_Z = 120


@dataclass(frozen=True)
class Result:
    publication: Publication
    standing: Standing
    title: SafeString
    snippet: SafeString


@dataclass(frozen=True)
class Choice:
    topic: Topic
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
    topics: list[Topic] = field(default_factory=list)
    a_to_z: list[Topic] = field(default_factory=list)
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

    @property
    def previous(self) -> str:
        return self._address(self.number - 1) if self.number > 1 else ""

    @property
    def next(self) -> str:
        return self._address(self.number + 1) if self.count > self.number * PER_LEAF else ""

    @property
    def without_filters(self) -> str:
        return f"{reverse('reading:search')}?{urlencode({'q': self.typed})}"

    @property
    def address_of_meant(self) -> str:
        return f"{reverse('reading:search')}?{urlencode({'q': self.meant})}"

    def _address(self, number: int) -> str:
        asked_for = {"q": self.typed, "topic": self.topic, "reviewed": "1" if self.is_reviewed_only else ""}
        asked_for["page"] = str(number) if number > 1 else ""
        return f"{reverse('reading:search')}?{urlencode({key: value for key, value in asked_for.items() if value})}"


def of(wishes: Mapping[str, str]) -> Found:
    """Return what the search page shows for the query string `wishes`."""
    typed = wishes.get("q", "")[:MOST_CHARACTERS].replace("\0", " ").strip()
    found = Found(
        typed=typed,
        was_shortened=was_shortened(wishes.get("q", "")),
        is_reviewed_only=wishes.get("reviewed") == "1",
        number=_number(wishes.get("page", "1")),
    )
    branches = tree.plant()
    topics = [branch.topic for branch in branches.values()]
    question = with_other_names(asked(typed), topics)
    found.is_asked = bool(question)
    found.a_to_z = topics if len(topics) <= MOST_FROM_A_TO_Z else [branch.topic for branch in tree.roots(branches)]
    if not question:
        return found

    found.topics = _named_in(question, topics)
    found.topic = wishes.get("topic", "") if any(topic.slug == wishes.get("topic") for topic in topics) else ""
    keys = find(question, among=_reviewed() if found.is_reviewed_only else None)
    found.is_more = len(keys) > MOST
    keys = keys[:MOST]
    if keys:
        keys = _narrow(found, keys, branches)
    elif not found.is_narrowed:
        found.meant = _meant(question, topics)
    found.count = len(keys)
    found.other_names = spoken_other_names(question, topics)
    leaf = keys[(found.number - 1) * PER_LEAF : found.number * PER_LEAF]
    if not leaf and found.number > 1:
        raise Http404
    found.results = _rows(leaf, question, is_reviewed_only=found.is_reviewed_only)
    return found


def suggested(typed: str) -> list[str]:
    """Names of topics, then titles of live articles, that what is typed may become. Two queries."""
    question = begun(typed)
    if not question:
        return []
    topics = [branch.topic for branch in tree.plant().values()]
    start = " " + " ".join(typed.casefold().split())
    names = [name for topic in topics for name in names_of(topic)]
    begins = sorted({name for name in names if start in f" {name.casefold()}"}, key=lambda name: (len(name), name))
    titles = titles_that_answer(question, most=MOST_SUGGESTIONS)
    return [*begins[: MOST_SUGGESTIONS // 2], *titles][:MOST_SUGGESTIONS]


def _number(named: str) -> int:
    if not (named.isascii() and named.isdigit() and len(named) <= 3 and 1 <= int(named) <= MOST // PER_LEAF):
        raise Http404
    return int(named)


def _reviewed():
    """Pages with a review that has not lapsed; whether each has the badge, its standing says."""
    lapsed = lapsed_if_due_before(timezone.now().date())
    return Publication.objects.filter(review__isnull=False, review_due_on__gte=lapsed)


def _narrow(found: Found, keys: list[int], branches: dict[int, tree.Branch]) -> list[int]:
    """Offer the topics of what was found, with how many pages each has, and keep those of the chosen one."""
    above = {pk: {pk, *_ancestors(pk, branches)} for pk in branches}
    links = Publication.topics.through.objects.filter(publication__in=keys).values_list("publication", "topic")
    within: dict[int, set[int]] = {}
    for publication, topic in links:
        within.setdefault(publication, set()).update(above.get(topic, ()))
    pages = Counter(topic for topics in within.values() for topic in topics)
    chosen = next((pk for pk, branch in branches.items() if branch.topic.slug == found.topic), None)
    if chosen is not None:
        keys = [key for key in keys if chosen in within.get(key, ())]
    found.choices = [
        Choice(branch.topic, pages[pk], pk == chosen) for pk, branch in branches.items() if pages[pk] or pk == chosen
    ]
    return keys


def _ancestors(pk: int, branches: dict[int, tree.Branch]) -> set[int]:
    found: set[int] = set()
    parent = branches[pk].topic.parent_id
    while parent in branches and parent not in found:
        found.add(parent)
        parent = branches[parent].topic.parent_id
    return found


def _rows(keys: list[int], question: Question, *, is_reviewed_only: bool) -> list[Result]:
    if not keys:
        return []
    patterns = patterns_of(question)
    rows = Publication.objects.live().with_standing().in_bulk(keys)
    results = []
    for publication in (rows[key] for key in keys if key in rows):
        standing = publication.standing()
        if standing.has_badge or not is_reviewed_only:
            snippet = snippet_of(publication.version.content, patterns)
            title = marked(publication.title, patterns)
            results.append(Result(publication, standing, title, marked(snippet, patterns)))
    return results


def _meant(question: Question, topics: list[Topic]) -> str:
    """What was probably meant, if that finds something: nobody is sent from one empty page to the next."""
    words = meant(question)
    return words if words and find(with_other_names(asked(words), topics), most=1) else ""


def _named_in(question: Question, topics: Iterable[Topic]) -> list[Topic]:
    """Topics with a name that has a word that was asked for; those whose names have most of them first."""
    words = {bare(word) for word in question.words}

    def shared(topic: Topic) -> int:
        return max(len(words & {bare(word) for word in words_of(name)}) for name in names_of(topic))

    counted = [(shared(topic), topic) for topic in topics]
    named = sorted((pair for pair in counted if pair[0]), key=lambda pair: (-pair[0], pair[1].name))
    return [topic for _, topic in named[:MOST_TOPICS]]
