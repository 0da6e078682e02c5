"""Let two thousand articles share a file of the site map, and no longer one; a hundred thousand take some seconds."""

from django.db import migrations
from django.utils import timezone

SPAN = 2000
VISIBLE = """
WITH visible AS (
    SELECT *, 'sitemap:' || CAST(article_id / {span} + 1 AS varchar(20)) AS list_key FROM articles_publication
    WHERE withdrawn_at IS NULL AND (visible_until IS NULL OR (visible_until > %s AND visible_until > visible_from))
)
"""
LISTINGS = """
INSERT INTO articles_listing (key, language, articles)
SELECT list_key, '', COUNT(CASE WHEN visible_until IS NULL THEN 1 END) FROM visible GROUP BY list_key
"""
LISTED = """
INSERT INTO articles_listed (listing_id, publication_id, changed_on, begins_at, ends_at)
SELECT listing.id, visible.id, changed_on, CASE WHEN visible_from > %s THEN visible_from END, visible_until
FROM visible JOIN articles_listing listing ON listing.key = list_key
ORDER BY listing.id, changed_on, visible.id
"""


def share(apps, schema_editor):
    _fill(schema_editor.connection, span=SPAN)


def share_as_before(apps, schema_editor):
    _fill(schema_editor.connection, span=1000)


def _fill(connection, *, span):
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    visible = VISIBLE.format(span=span)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM articles_listed WHERE listing_id IN (SELECT id FROM articles_listing WHERE key LIKE 'sitemap:%')"
        )
        cursor.execute("DELETE FROM articles_listing WHERE key LIKE 'sitemap:%'")
        cursor.execute(visible + LISTINGS, [now])
        cursor.execute(visible + LISTED, [now, now])


class Migration(migrations.Migration):
    dependencies = [("articles", "0022_search_function")]

    operations = [migrations.RunPython(share, share_as_before)]
