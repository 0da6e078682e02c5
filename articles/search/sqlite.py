"""A question in the language of SQLite's FTS5. Every word is a string to it, so nothing typed is an operator."""

from functools import lru_cache
from typing import Any

from articles.models.search_copies import NARROW
from articles.models.search_document import BEST_FIRST, LIVE, PLACES, REVIEWED, table_of
from articles.search.question import Part, Question, Words

_HITS = (
    "SELECT document.publication_id, document.topics FROM ({held}) AS held "
    f"CROSS JOIN articles_searchdocument AS document INDEXED BY {NARROW} ON document.id = held.id "
    f"WHERE {LIVE.format(now='%s')}{{reviewed}} ORDER BY {BEST_FIRST}"
)
_HELD = "SELECT rowid AS id FROM {table} WHERE {table} MATCH %s{new} ORDER BY rowid DESC LIMIT {wanted}"


def hits(question: Question, *, most: int, now: Any, reviewed_since: Any) -> tuple[str, list[Any]]:
    """Return SQL, with its parameters, for the publications that answer and that readers may see now, best first."""
    since = [reviewed_since] if reviewed_since else []
    return _hits_in_sql(most, bool(since)), [*[expression(question)] * len(PLACES), now, now, *since]


def newest(question: Question, *, most: int, places: int = len(PLACES)) -> tuple[str, list[Any]]:
    """Return SQL, with its parameters, for the newest documents that answer, each with the best place in which it does.

    Only the first of `places` are looked at, and each for no more than those before it left wanting.
    """
    return _newest_in_sql(most, places), [expression(question)] * places


# Written once for each of the few numbers that are asked for: it takes longer than to look a rare word up.
@lru_cache
def _hits_in_sql(most: int, is_reviewed_only: bool) -> str:
    reviewed = f" AND {REVIEWED.format(since='%s')}" if is_reviewed_only else ""
    return _HITS.format(held=_newest_in_sql(most, len(PLACES)), reviewed=reviewed)


@lru_cache
def _newest_in_sql(most: int, places: int) -> str:
    steps: list[str] = []
    for rank, place in enumerate(PLACES):
        held = " UNION ALL ".join(f"SELECT id FROM {before}" for before in list(PLACES)[:rank])  # noqa: S608
        new = f" AND rowid NOT IN ({held})" if held else ""
        wanted = f"{most} - (SELECT count(*) FROM ({held}))" if held else str(most)
        steps.append(f"{place} AS ({_HELD.format(table=table_of(place), new=new, wanted=wanted)})")
    selects = [f"SELECT id, {rank} AS rank FROM {place}" for rank, place in enumerate(PLACES)]  # noqa: S608
    return f"WITH {', '.join(steps[:places])} {' UNION ALL '.join(selects[:places])}"


def expression(question: Question) -> str:
    return " AND ".join(f"({_part(part)})" for part in question.parts)


def _part(part: Part) -> str:
    if part.is_beginning:
        own = f"{_phrase(part.words)} *"
    elif part.is_quoted:
        own = _phrase(part.words)
    else:
        own = f"({' AND '.join(_phrase((word,)) for word in part.words)})"
    names = [_phrase(name) for name in part.names_to_ask]
    return " OR ".join(names if part.is_asked_by_a_name else [own, *names])


def _phrase(words: Words) -> str:
    return f'"{" ".join(words)}"'
