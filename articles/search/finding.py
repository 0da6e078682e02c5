"""Which publications answer a question, best first. The index proposes; what readers may see, the publication says."""

from types import ModuleType

from django.db import connections
from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import RawSQL

from articles.models import Publication
from articles.models.publication import PublicationQuerySet
from articles.models.search_document import FIELDS
from articles.search import postgresql, sqlite
from articles.search.question import Question

# So many are ranked; of more than these nobody reads the list to its end.
MOST = 1000
# A page whose title answers stands before one whose headings do, and so on; among equals the newest stands first.
RANKS = (FIELDS[:1], FIELDS[:3], FIELDS[:4])
BACKENDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def find(question: Question, *, among: PublicationQuerySet | None = None, most: int = MOST) -> list[int]:
    """Return the keys of the live publications that answer `question`, best first; one more than `most` tells of more.

    One query. `among` narrows what is asked for and never widens it: what readers may not see is never found.
    """
    if not question:
        return []
    among = Publication.objects.all() if among is None else among

    rank = Case(
        *[
            When(_held(question, fields, most=most, using=among.db), then=Value(place))
            for place, fields in enumerate(RANKS)
        ],
        default=Value(len(RANKS)),
        output_field=IntegerField(),
    )
    # Titles and headings by themselves, too: of a common word the newest thousand texts might leave the best pages out.
    found = among.live().filter(_held(question, *RANKS[:2], FIELDS, most=most, using=among.db))
    ordered = found.annotate(rank=rank).order_by("rank", "-changed_on", "-pk")
    return list(ordered.values_list("pk", flat=True)[: most + 1])


def titles_that_answer(question: Question, *, most: int) -> list[str]:
    """Return the titles of live publications that hold every part of `question`, the newest first. One query."""
    if not question:
        return []
    live = Publication.objects.live()
    found = live.filter(_held(question, RANKS[0], most=MOST, using=live.db))
    return list(found.newest_first().values_list("title", flat=True)[:most])


def _held(question: Question, *places: tuple[str, ...], most: int, using: str) -> Q:
    """The condition that a page holds every part of `question` in one of `places`, each a set of fields.

    One list of candidates, from which the database goes on; with one list per place it would try every page on each.
    """
    backend = BACKENDS[connections[using].vendor]
    asked = [backend.candidates(question, within=fields, most=most + 1) for fields in places]
    sql = " UNION ".join(f"SELECT id FROM ({each}) AS place_{number}" for number, (each, _) in enumerate(asked))
    sql = f"SELECT publication_id FROM articles_searchdocument WHERE id IN ({sql})"
    return Q(pk__in=RawSQL(sql, [value for _, values in asked for value in values]))
