"""The words that a publication is found by. An index beside the truth: whether readers may see it, others decide.

The database keeps what it searches by itself: FTS5 tables on SQLite, columns of word positions with inverted indexes on
PostgreSQL. Either follows this table by the database's own means, so no writer can forget it.
"""

from django.db import DatabaseError, models, transaction

FIELDS = ("title", "names", "headings", "summary", "body")
# What is asked for its own sake, from what says most about a page to all of its words. Each has an index of its own, in
# which every hit counts: asked of one index for all, "those with the word in the title" means looking at every page
# that has the word anywhere.
PLACES = {
    "in_title": FIELDS[:1],
    "in_headings": FIELDS[:3],
    "in_summary": FIELDS[:4],
    "in_text": FIELDS,
}
# Words that are still being typed are looked for in titles alone.
_PREFIXES = {"in_title": ", prefix='2 3'"}

# On PostgreSQL each page also stands under the number of its block and of its larger block: a word that a hundred
# thousand pages have is looked for among the newest ones first, and no more is read than that. No word has this mark.
BLOCK_MARK = "~"
BLOCKS = (2_048, 16_384)

# The condition of `Publication.objects.live()`, asked of what the document repeats (see search_copies.py).
# PostgreSQL keeps it in a function: whoever changes it, or the order below, lets a migration call `renew_function`.
LIVE = (
    "document.visible_from <= {now} AND (document.visible_until IS NULL OR document.visible_until > {now}) "
    "AND document.withdrawn_at IS NULL"
)
REVIEWED = "document.review_due_on >= {since}"
# A page whose title answers stands before one whose headings do, and so on; among equals the newest stands first.
BEST_FIRST = "rank, document.changed_on DESC, document.publication_id DESC"


def table_of(place):
    """The FTS5 table of SQLite that holds the words of `place`."""
    return f"articles_search_{place}"


def _fts5(place, fields):
    table, names = table_of(place), ", ".join(fields)
    old, new = (", ".join(f"{row}.{field}" for field in fields) for row in ("old", "new"))
    forget = f"INSERT INTO {table}({table}, rowid, {names}) VALUES ('delete', old.id, {old})"
    learn = f"INSERT INTO {table}(rowid, {names}) VALUES (new.id, {new})"
    on = "ON articles_searchdocument BEGIN"
    return (
        f"CREATE VIRTUAL TABLE {table} USING fts5({names}, content='articles_searchdocument', content_rowid='id', "
        f"tokenize='porter unicode61'{_PREFIXES.get(place, '')})",
        f"CREATE TRIGGER {table}_added AFTER INSERT {on} {learn}; END",
        f"CREATE TRIGGER {table}_removed AFTER DELETE {on} {forget}; END",
        f"CREATE TRIGGER {table}_changed AFTER UPDATE OF {names} {on} {forget}; {learn}; END",
    )


def _removed(table):
    triggers = [f"DROP TRIGGER IF EXISTS {table}_{event}" for event in ("added", "removed", "changed")]
    return (*triggers, f"DROP TABLE IF EXISTS {table}")


def _vector(fields):
    # A common word before each field leaves a gap, so that no phrase runs from the end of one into the next.
    words = " || ".join(f"' the ' || {field}" for field in fields)
    blocks = ", ".join(f"'{BLOCK_MARK * level}' || (id / {size})::text" for level, size in enumerate(BLOCKS, start=1))
    return f"to_tsvector('english', {words}) || array_to_tsvector(ARRAY[{blocks}])"


def _asked_of(place, condition):
    # Found by the index first, then sorted: left to itself, the planner reads the whole table in the order asked for.
    return (
        "SELECT array_agg(found.id) INTO part FROM (SELECT found.id FROM ("
        f"SELECT document.id FROM articles_searchdocument AS document WHERE document.{place} @@ {condition} "
        "AND document.id NOT IN (SELECT unnest(held)) OFFSET 0) AS found "
        "ORDER BY found.id DESC LIMIT wanted) AS found; got := coalesce(cardinality(part), 0);"
    )


def _answered_by(rank, place):
    """One place of the function below: its newest pages, then many more, then all, as far as these are too few.

    Many more are left out where, by the newest, they will be too few as well: of a rare word, all are soon named.
    """
    newest, wider, every = (_asked_of(place, f"within[{level}]") for level in range(1, len(BLOCKS) + 2))
    return (
        f"wanted := most - cardinality(held); IF places > {rank} AND wanted > 0 THEN {newest} "
        f"IF got < wanted AND got * times_wider >= wanted THEN {wider} END IF; IF got < wanted THEN {every} END IF; "
        f"held := held || part; RETURN QUERY SELECT unnest(part), {rank}; END IF;"
    )


def _near(level, size):
    # The newest block and the one before it: no block is full at once.
    mark, block = BLOCK_MARK * level, f"newest / {size}"
    return f"question && ('''{mark}' || ({block}) || ''' | ''{mark}' || ({block} - 1) || '''')::tsquery"


def _pages_in(size):
    """How many pages _near holds of such blocks."""
    return f"(newest % {size} + {size})"


# As a function it is planned once for each connection; planned for each question, it would take longer than run.
_PLANNED_ONCE = "LANGUAGE plpgsql STABLE ROWS 100 SET plan_cache_mode = force_generic_plan SET jit = off"
_QUESTION = (
    "question tsquery := to_tsquery('english', asked); "
    "newest bigint := (SELECT max(document.id) FROM articles_searchdocument AS document); "
)
# An inverted index knows no newest first: it names every page that has a word, and of a common word that is most of
# them. So the newest are asked first.
NEWEST = "articles_search_newest"
_NEWEST_MADE = (
    f"CREATE FUNCTION {NEWEST}(asked text, most integer, places integer) "
    f"RETURNS TABLE (id bigint, rank integer) {_PLANNED_ONCE} AS $$ DECLARE {_QUESTION}"
    f"within tsquery[] := ARRAY[{', '.join(_near(*block) for block in enumerate(BLOCKS, start=1))}, question]; "
    f"times_wider bigint := {_pages_in(BLOCKS[1])} / {_pages_in(BLOCKS[0])}; "
    "held bigint[] := ARRAY[]::bigint[]; wanted integer; got integer; part bigint[]; "
    f"BEGIN {' '.join(_answered_by(rank, place) for rank, place in enumerate(PLACES))} END $$"
)


def _all_at_once():
    """The newest that answer, each with the best place in which it does, by one look at every page that answers."""
    *better, widest = PLACES
    ranks = " ".join(
        f"WHEN document.id IN (SELECT found.id FROM articles_searchdocument AS found WHERE found.{place} @@ question) "
        f"THEN {rank}"
        for rank, place in enumerate(better)
    )
    return (
        f"(SELECT document.*, CASE {ranks} ELSE {len(better)} END AS rank FROM articles_searchdocument AS document "
        f"WHERE document.{widest} @@ question ORDER BY rank, document.id DESC LIMIT most) AS document"
    )


def _is_rare():
    """Whether so few of the newest pages answer that all who do are probably no more than are wanted."""
    return (
        "few > (SELECT count(*) FROM (SELECT FROM articles_searchdocument AS document "
        f"WHERE document.{[*PLACES][-1]} @@ ({_near(1, BLOCKS[0])}) LIMIT few) AS found)"
    )


def _seen_of(found):
    return (
        f"RETURN QUERY SELECT document.publication_id, document.topics FROM {found} WHERE {LIVE.format(now='at')} "
        f"AND (since IS NULL OR {REVIEWED.format(since='since')}) ORDER BY {BEST_FIRST};"
    )


# And those of them that readers may see, best first. Either way finds the same.
HITS = "articles_search_hits"
_ONE_BY_ONE = (
    f"{NEWEST}(asked, most, {len(PLACES)}) AS held JOIN articles_searchdocument AS document ON document.id = held.id"
)
_HITS_MADE = (
    f"CREATE FUNCTION {HITS}(asked text, most integer, at timestamptz, since date) "
    f"RETURNS TABLE (publication_id bigint, topics text) {_PLANNED_ONCE} AS $$ DECLARE {_QUESTION}"
    f"few bigint := most * {_pages_in(BLOCKS[0])} / newest; "
    f"BEGIN IF {_is_rare()} THEN {_seen_of(_all_at_once())} ELSE {_seen_of(_ONE_BY_ONE)} END IF; END $$"
)
_FUNCTIONS_REMOVED = tuple(f"DROP FUNCTION IF EXISTS {function}" for function in (HITS, NEWEST))
_FUNCTIONS_MADE = (*_FUNCTIONS_REMOVED, _NEWEST_MADE, _HITS_MADE)

# Those of the first release, too: an update meets them.
_OLD_TABLE, _OLD_COLUMNS = "articles_search", ("small", "whole")
SQLITE = tuple(statement for place, fields in PLACES.items() for statement in _fts5(place, fields))
SQLITE_REMOVED = tuple(statement for table in (_OLD_TABLE, *map(table_of, PLACES)) for statement in _removed(table))
# Publishing is rare: a list of words still to be sorted in would only make each search slower.
POSTGRESQL = (
    # Found by the index, a page is no more than some numbers: its words lie apart, and no search reads them.
    "ALTER TABLE articles_searchdocument SET (toast_tuple_target = 128)",
    "ALTER TABLE articles_searchdocument "
    + ", ".join(
        f"ADD COLUMN {place} tsvector GENERATED ALWAYS AS ({_vector(fields)}) STORED"
        for place, fields in PLACES.items()
    ),
    *(
        f"CREATE INDEX {table_of(place)} ON articles_searchdocument USING gin ({place}) WITH (fastupdate = off)"
        for place in PLACES
    ),
    *_FUNCTIONS_MADE,
)
POSTGRESQL_REMOVED = (
    *_FUNCTIONS_REMOVED,
    "ALTER TABLE articles_searchdocument "
    + ", ".join(f"DROP COLUMN IF EXISTS {column}" for column in (*_OLD_COLUMNS, *PLACES)),
)


def install(connection):
    """Make the index that follows this table. On SQLite it must be made anew when a migration rebuilds the table."""
    run(connection, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def remove(connection):
    run(connection, {"sqlite": SQLITE_REMOVED, "postgresql": POSTGRESQL_REMOVED})


def rebuild(connection):
    """Let the index say again what the table says, in as few pieces as it can. PostgreSQL's cannot differ."""
    statements = [
        f"INSERT INTO {table}({table}) VALUES ('{command}')"
        for table in map(table_of, PLACES)
        for command in ("rebuild", "optimize")
    ]
    run(connection, {"sqlite": statements, "postgresql": ()})


def renew_function(connection):
    """Let PostgreSQL look for pages as this release does; the indexes stay as they are."""
    run(connection, {"sqlite": (), "postgresql": _FUNCTIONS_MADE})


def agrees(connection):
    """Whether the index says what its table says: SQLite's own check; on PostgreSQL it is part of the row."""
    statements = [
        f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)" for table in map(table_of, PLACES)
    ]
    try:
        with transaction.atomic(using=connection.alias):
            run(connection, {"sqlite": statements, "postgresql": ()})
    except DatabaseError:
        return False
    return True


def run(connection, statements):
    """Run those of `statements`, given by database, that are for the one of `connection`."""
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
    # Repeated here so that a thousand results can be counted by topic without a look at anything else.
    topics = models.TextField(default="", help_text="The numbers of its own topics, separated by spaces.")
    # And whether readers may see it, and in which order: the database repeats these by itself, see search_copies.py.
    visible_from = models.DateTimeField(null=True, editable=False)
    visible_until = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    changed_on = models.DateField(null=True, editable=False)
    review_due_on = models.DateField(null=True, editable=False, help_text="None where it has no review.")

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
