"""What a search asks of a publication, repeated on its document, so that a thousand hits cost one look each.

The database's own triggers keep the copies, whoever writes. A SQLite migration that rebuilds either table drops them,
and the index that holds the copies: it must call `remove` before and `install` after. One that does not, fails.
"""

from articles.models.search_document import run

# What stands on the document, and where it comes from.
COPIED = {
    "visible_from": "publication.visible_from",
    "visible_until": "publication.visible_until",
    "withdrawn_at": "publication.withdrawn_at",
    "changed_on": "publication.changed_on",
    "review_due_on": "CASE WHEN publication.review_id IS NOT NULL THEN publication.review_due_on END",
}
_COPIES, _ORIGINALS = ", ".join(COPIED), ", ".join(COPIED.values())
_OWN = ", ".join(f"articles_searchdocument.{name}" for name in COPIED)
_PUBLICATION = "FROM articles_publication AS publication WHERE publication.id = articles_searchdocument.publication_id"
_SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
_FILL = f"UPDATE articles_searchdocument SET ({_COPIES}) = (SELECT {_ORIGINALS} {_PUBLICATION})"
_DIFFERING = f"NOT EXISTS (SELECT 1 {_PUBLICATION} AND ({_OWN}) {{same}} ({_ORIGINALS}))"

_CHANGED, _ADDED = "articles_searchdocument_kept", "articles_searchdocument_filled"
_ON_CHANGE = f"AFTER UPDATE OF {', '.join(COPIED)}, review_id ON articles_publication"
# Told which index to use, SQLite reads narrow rows in one piece: the row itself lies around a whole text.
NARROW = "search_document_narrow"
_SQLITE = (
    f"CREATE INDEX {NARROW} ON articles_searchdocument (id, publication_id, topics, {_COPIES})",
    f"CREATE TRIGGER {_CHANGED} {_ON_CHANGE} BEGIN {_FILL} WHERE publication_id = new.id; END",
    f"CREATE TRIGGER {_ADDED} AFTER INSERT ON articles_searchdocument BEGIN {_FILL} WHERE id = new.id; END",
)
_SQLITE_REMOVED = (
    f"DROP TRIGGER IF EXISTS {_ADDED}",
    f"DROP TRIGGER IF EXISTS {_CHANGED}",
    f"DROP INDEX IF EXISTS {NARROW}",
)
# No index holds the copies: where there is room beside a row, a change of them touches no index and computes no words.
# A document that is added waits for whoever changes its publication just then.
_POSTGRESQL = (
    f"CREATE FUNCTION {_CHANGED}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_FILL} WHERE publication_id = new.id; RETURN NULL; END $$",
    f"CREATE TRIGGER {_CHANGED} {_ON_CHANGE} FOR EACH ROW EXECUTE FUNCTION {_CHANGED}()",
    f"CREATE FUNCTION {_ADDED}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"SELECT {_ORIGINALS} INTO {', '.join(f'new.{name}' for name in COPIED)} "
    "FROM articles_publication AS publication WHERE publication.id = new.publication_id FOR SHARE; RETURN new; END $$",
    f"CREATE TRIGGER {_ADDED} BEFORE INSERT ON articles_searchdocument FOR EACH ROW EXECUTE FUNCTION {_ADDED}()",
)
_POSTGRESQL_REMOVED = tuple(f"DROP FUNCTION IF EXISTS {function}() CASCADE" for function in (_ADDED, _CHANGED))


def install(connection):
    """Let the database repeat from now on; what stands there already, `renew` fills."""
    run(connection, {"sqlite": _SQLITE, "postgresql": _POSTGRESQL})


def remove(connection):
    run(connection, {"sqlite": _SQLITE_REMOVED, "postgresql": _POSTGRESQL_REMOVED})


def renew(connection):
    """Make every copy that differs what it should be."""
    statement = f"{_FILL} WHERE {_DIFFERING.format(same=_SAME[connection.vendor])}"
    run(connection, {connection.vendor: (statement,)})


def agree(connection):
    """Whether every document says the same as its publication."""
    with connection.cursor() as cursor:
        differing = _DIFFERING.format(same=_SAME[connection.vendor])
        cursor.execute(f"SELECT NOT EXISTS (SELECT 1 FROM articles_searchdocument WHERE {differing})")
        return bool(cursor.fetchone()[0])
