"""A question in the language of SQLite's FTS5. Every word is a string to it, so nothing typed is an operator."""

from articles.models.search_document import PLACES, table_of
from articles.search.question import Part, Question, Words

# Told which index to use, it reads narrow rows in one piece; by itself it would go to the rows, each a text long.
DOCUMENTS = "CROSS JOIN articles_searchdocument AS document INDEXED BY search_document_narrow"
PUBLICATIONS = "CROSS JOIN articles_publication AS publication INDEXED BY publication_narrow"

_HELD = "SELECT rowid AS id FROM {table} WHERE {table} MATCH %s ORDER BY rowid DESC LIMIT {most}"


def newest(question: Question, *, most: int, places: int = len(PLACES)) -> tuple[str, list[str]]:
    """Return SQL, with its parameters, for the newest documents that answer, each with the best place in which it does.

    Only the first of `places` are looked at, and none in vain: not once one before it holds enough.
    """
    looked_at = list(PLACES)[:places]
    steps: list[str] = []
    selects: list[str] = []
    enough: list[str] = []
    for rank, place in enumerate(looked_at):
        limit = f"CASE WHEN {' OR '.join(enough)} THEN 0 ELSE {most} END" if enough else most
        steps.append(f"{place} AS ({_HELD.format(table=table_of(place), most=limit)})")
        others = "".join(f" AND id NOT IN (SELECT id FROM {other})" for other in looked_at[:rank])
        selects.append(f"SELECT id, {rank} AS rank FROM {place} WHERE true{others}")  # noqa: S608
        enough.append(f"(SELECT count(*) FROM {place}) >= {most}")
    sql = f"WITH {', '.join(steps)} {' UNION ALL '.join(selects)} ORDER BY rank, id DESC LIMIT {most}"
    return sql, [expression(question)] * places


def expression(question: Question) -> str:
    return " AND ".join(f"({_part(part)})" for part in question.parts)


def _part(part: Part) -> str:
    if part.is_beginning:
        own = f"{_phrase(part.words)} *"
    elif part.is_quoted:
        own = _phrase(part.words)
    else:
        own = f"({' AND '.join(_phrase((word,)) for word in part.words)})"
    return " OR ".join([own, *[_phrase(name) for name in part.other_names]])


def _phrase(words: Words) -> str:
    return f'"{" ".join(words)}"'
