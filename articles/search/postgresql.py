"""A question in the language of PostgreSQL's full text. Every word is quoted, so nothing typed is an operator."""

from articles.models.search_document import FUNCTION, PLACES
from articles.search.question import Part, Question, Words

DOCUMENTS = "JOIN articles_searchdocument AS document"
PUBLICATIONS = "JOIN articles_publication AS publication"


def newest(question: Question, *, most: int, places: int = len(PLACES)) -> tuple[str, list[str]]:
    """Return SQL, with its parameters, for the newest documents that answer, each with the best place in which it does.

    Only the first of `places` are looked at. The function is in articles/models/search_document.py.
    """
    sql = f"SELECT id, rank FROM {FUNCTION}(%s, {most}, {places})"  # noqa: S608
    return sql, [expression(question)]


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
