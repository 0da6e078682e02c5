"""The words that a publication is found by. An index beside the truth: whether readers may see it, others decide.

The database keeps what it searches by itself: an FTS5 table on SQLite, a column of word positions with an inverted
index on PostgreSQL. Either follows this table by the database's own means, so no writer can forget it.
"""

from django.db import models

# From what says most about a page to what says least; the ranks of PostgreSQL's weights A to D.
WEIGHTS = {"title": "A", "names": "B", "headings": "B", "summary": "C", "body": "D"}
FIELDS = tuple(WEIGHTS)

SQLITE = (
    f"CREATE VIRTUAL TABLE articles_search USING fts5({', '.join(FIELDS)}, content='articles_searchdocument', "
    "content_rowid='id', tokenize='porter unicode61', prefix='2 3')",
    "CREATE TRIGGER articles_search_added AFTER INSERT ON articles_searchdocument BEGIN "
    f"INSERT INTO articles_search(rowid, {', '.join(FIELDS)}) VALUES (new.id, {', '.join(f'new.{f}' for f in FIELDS)});"
    " END",
    "CREATE TRIGGER articles_search_removed AFTER DELETE ON articles_searchdocument BEGIN "
    f"INSERT INTO articles_search(articles_search, rowid, {', '.join(FIELDS)}) "
    f"VALUES ('delete', old.id, {', '.join(f'old.{f}' for f in FIELDS)}); END",
    "CREATE TRIGGER articles_search_changed AFTER UPDATE ON articles_searchdocument BEGIN "
    f"INSERT INTO articles_search(articles_search, rowid, {', '.join(FIELDS)}) "
    f"VALUES ('delete', old.id, {', '.join(f'old.{f}' for f in FIELDS)}); "
    f"INSERT INTO articles_search(rowid, {', '.join(FIELDS)}) VALUES (new.id, {', '.join(f'new.{f}' for f in FIELDS)});"
    " END",
)
SQLITE_REMOVED = (
    "DROP TRIGGER IF EXISTS articles_search_added",
    "DROP TRIGGER IF EXISTS articles_search_removed",
    "DROP TRIGGER IF EXISTS articles_search_changed",
    "DROP TABLE IF EXISTS articles_search",
)


def _weighed(fields):
    # A common word before each field leaves a gap, so that no phrase runs from the end of one into the next.
    return " || ".join(f"setweight(to_tsvector('english', 'the ' || {field}), '{WEIGHTS[field]}')" for field in fields)


# Ranking asks the small one, whose few words lie in the row itself; whether a page answers at all, the whole one says.
# Publishing is rare: a list of words still to be sorted in would only make each search slower.
POSTGRESQL = (
    "ALTER TABLE articles_searchdocument "
    f"ADD COLUMN small tsvector GENERATED ALWAYS AS ({_weighed(FIELDS[:-1])}) STORED, "
    f"ADD COLUMN whole tsvector GENERATED ALWAYS AS ({_weighed(FIELDS)}) STORED",
    "CREATE INDEX articles_search_small ON articles_searchdocument USING gin (small) WITH (fastupdate = off)",
    "CREATE INDEX articles_search_whole ON articles_searchdocument USING gin (whole) WITH (fastupdate = off)",
)
POSTGRESQL_REMOVED = ("ALTER TABLE articles_searchdocument DROP COLUMN IF EXISTS small, DROP COLUMN IF EXISTS whole",)


def install(connection):
    """Make the index that follows this table. On SQLite it must be made anew when a migration rebuilds the table."""
    _run(connection, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(connection):
    _run(connection, {"sqlite": SQLITE_REMOVED, "postgresql": POSTGRESQL_REMOVED})


def rebuild(connection):
    """Let the index say again what the table says. PostgreSQL's cannot differ."""
    _run(connection, {"sqlite": ("INSERT INTO articles_search(articles_search) VALUES ('rebuild')",), "postgresql": ()})


def _run(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


class SearchDocument(models.Model):
    """One row per publication that readers can see or that is scheduled; withdrawn and past ones have none."""

    publication = models.OneToOneField("articles.Publication", on_delete=models.CASCADE, related_name="search_document")
    title = models.TextField()
    names = models.TextField(help_text="What its topics are called, and their synonyms.")
    headings = models.TextField()
    summary = models.TextField()
    body = models.TextField()

    def __str__(self):
        return self.title


class SearchWord(models.Model):
    """A word of a title, a heading or a topic's name: what a mistyped word may have meant."""

    word = models.CharField(max_length=60, unique=True)
    initial = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["initial", "length"], name="search_word_by_beginning")]

    def __str__(self):
        return self.word
