"""Which publications answer a question, best first. The index proposes; what readers may see, its row repeats."""

from datetime import date
from types import ModuleType

from django.db import connections, router
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models import Publication, SearchDocument
from articles.search import postgresql, sqlite
from articles.search.question import Question

# So many are ranked; of more than these nobody reads the list to its end.
MOST = 1000
# One letter begins every word.
SHORTEST_BEGINNING = 2
BACKENDS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}

# A live publication that answers, and the numbers of its topics, separated by spaces.
Hit = tuple[int, str]


def hits(question: Question, *, reviewed_since: date | None = None, most: int = MOST) -> list[Hit]:
    """Return the live publications that answer `question`, best first; one more than `most` tells of more. One query.

    With `reviewed_since`, only those with a review that was due on that day or is later.
    """
    if not question:
        return []
    connection = connections[router.db_for_read(SearchDocument)]
    sql, values = BACKENDS[connection.vendor].hits(
        question,
        most=most + 1,
        now=connection.ops.adapt_datetimefield_value(timezone.now()),
        reviewed_since=connection.ops.adapt_datefield_value(reviewed_since),
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def find(question: Question, *, most: int = MOST) -> list[int]:
    """Return the keys of the live publications that answer `question`, best first."""
    return [key for key, _ in hits(question, most=most)]


def titles_that_answer(question: Question, *, most: int) -> list[str]:
    """Return the titles of live publications that hold every part of `question`, the newest first. One query."""
    if not question or any(part.is_beginning and len(part.words[0]) < SHORTEST_BEGINNING for part in question.parts):
        return []
    using = router.db_for_read(SearchDocument)
    backend = BACKENDS[connections[using].vendor]
    # Some of the newest may be scheduled.
    held, values = backend.newest(question, most=4 * most, places=1)
    documents = SearchDocument.objects.filter(pk__in=RawSQL(f"SELECT id FROM ({held}) AS held", values))  # noqa: S611
    live = Publication.objects.using(using).live().filter(pk__in=documents.values("publication"))
    return list(live.newest_first().values_list("title", flat=True)[:most])
