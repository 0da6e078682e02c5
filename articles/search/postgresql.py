"""A question in the language of PostgreSQL's full text. Every word is quoted, so nothing typed is an operator.

The functions that answer it are in articles/models/search_document.py.
"""

from typing import Any

from articles.models.search_document import HITS, NEWEST, PLACES
from articles.search.question import Part, Question, Words


def hits(question: Question, *, most: int, now: Any, reviewed_since: Any) -> tuple[str, list[Any]]:
    """Return SQL, with its parameters, for the publications that answer and that readers may see now, best first."""
    sql = f"SELECT publication_id, topics FROM {HITS}(%s, %s, %s, %s)"  # noqa: S608
    return sql, [expression(question), most, now, reviewed_since]


def newest(question: Question, *, most: int, places: int = len(PLACES)) -> tuple[str, list[Any]]:
    """Return SQL, with its parameters, for the newest documents that answer, each with the best place in which it does.

    Only the first of `places` are looked at.
    """
    return f"SELECT id, rank FROM {NEWEST}(%s, %s, %s)", [expression(question), most, places]  # noqa: S608


def expression(question: Question) -> str:
    return " & ".join(f"({_part(part)})" for part in question.parts)


def _part(part: Part) -> str:
    if part.is_beginning:
        own = f"{_quoted(part.words[0])}:*"
    elif part.is_quoted:
        own = _phrase(part.words)
    else:
        own = f"({' & '.join(_phrase((word,)) for word in part.words)})"
    names = [_phrase(name) for name in part.names_to_ask]
    return " | ".join(names if part.is_asked_by_a_name else [own, *names])


def _phrase(words: Words) -> str:
    return f"({' <-> '.join(_quoted(word) for word in words)})"


def _quoted(word: str) -> str:
    return f"'{word}'"
