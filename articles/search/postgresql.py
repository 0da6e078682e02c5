"""A question in the language of PostgreSQL's full text. Every word is quoted, so nothing typed is an operator."""

from articles.models.search_document import FIELDS, WEIGHTS
from articles.search.question import Part, Question, Words

# Found by the index first and sorted then: left to itself, the planner reads the whole table in the order asked for.
SQL = (
    "SELECT id FROM (SELECT id FROM articles_searchdocument "
    "WHERE {column} @@ to_tsquery('english', %s) OFFSET 0) AS held ORDER BY id DESC LIMIT %s"
)


def candidates(question: Question, *, within: tuple[str, ...], most: int) -> tuple[str, list[str | int]]:
    """Return SQL, with its parameters, for the newest documents that hold every part of `question` in some fields."""
    column = "whole" if "body" in within else "small"
    return SQL.format(column=column), [expression(question, within=within), most]


def expression(question: Question, *, within: tuple[str, ...]) -> str:
    # All fields together are no condition, and the index alone can answer.
    weights = "" if within == FIELDS else "".join(sorted({WEIGHTS[field] for field in within}))
    return " & ".join(f"({_part(part, weights)})" for part in question.parts)


def _part(part: Part, weights: str) -> str:
    if part.is_beginning:
        own = f"'{part.words[0]}':*{weights}"
    elif part.is_quoted:
        own = _phrase(part.words, weights)
    else:
        own = f"({' & '.join(_phrase((word,), weights) for word in part.words)})"
    return " | ".join([own, *[_phrase(name, weights) for name in part.other_names]])


def _phrase(words: Words, weights: str) -> str:
    suffix = f":{weights}" if weights else ""
    return f"({' <-> '.join(_quoted(word) + suffix for word in words)})"


def _quoted(word: str) -> str:
    return f"'{word}'"
