"""Database triggers: frozen rows stay frozen for raw SQL, too, on PostgreSQL and SQLite.

TRUNCATE has no trigger (it would break test databases): in production it is revoked from the app's role, see
docs/deployment.md. A SQLite migration that rebuilds one of these tables drops its triggers; install them again in it.
"""

FROZEN_TABLES = ("articles_version", "articles_editorialrecord", "articles_correction", "articles_sitepageversion")


def install(connection):
    """Put the triggers on every frozen table that is there; an early migration meets fewer of them."""
    remove(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, _tables(connection)):
            cursor.execute(statement)


def remove(connection):
    with connection.cursor() as cursor:
        for table in _tables(connection):
            for action in ("update", "delete"):
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{action}{on_table}")


def installed(connection):
    """The names of the triggers that are there, sorted."""
    queries = {
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE 'articles%%no%%'",
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'articles%%no%%'",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor].replace("%%", "%"))
        return sorted(name for (name,) in cursor.fetchall())


def expected():
    return sorted(f"{table}_no_{action}" for table in FROZEN_TABLES for action in ("update", "delete"))


def _tables(connection):
    there = connection.introspection.table_names()
    return [table for table in FROZEN_TABLES if table in there]


def _statements(vendor, tables):
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION healthcms_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% rows are frozen: % is refused', TG_TABLE_NAME, TG_OP; END $$"
        )
    for table in tables:
        for action in ("update", "delete"):
            if vendor == "postgresql":
                yield (
                    f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION healthcms_refuse()"
                )
            elif vendor == "sqlite":
                yield (
                    f"CREATE TRIGGER {table}_no_{action} BEFORE {action.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} rows are frozen: {action.upper()} is refused'); END"
                )
