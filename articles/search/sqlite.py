"""A question in the language of SQLite's FTS5. Every word is a string to it, so nothing typed is an operator."""

from articles.search.question import Part, Question, Words


def candidates(question: Question, *, within: tuple[str, ...], most: int) -> tuple[str, list[str | int]]:
    """Return SQL, with its parameters, for the newest documents that hold every part of `question` in some fields."""
    sql = "SELECT rowid AS id FROM articles_search WHERE articles_search MATCH %s ORDER BY rowid DESC LIMIT %s"
    return sql, [f"{{{' '.join(within)}}} : ({expression(question)})", most]


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
