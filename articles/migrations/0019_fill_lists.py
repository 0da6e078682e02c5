"""Put what is public already on its lists; a hundred thousand articles take half a minute."""

from django.db import migrations
from django.utils import timezone

STANDING = """
WITH RECURSIVE above(topic, hub) AS (
    SELECT id, id FROM articles_topic
    UNION
    SELECT above.topic, topic.parent_id FROM above JOIN articles_topic topic ON topic.id = above.hub
    WHERE topic.parent_id IS NOT NULL
), visible AS (
    SELECT * FROM articles_publication
    WHERE withdrawn_at IS NULL AND (visible_until IS NULL OR (visible_until > %s AND visible_until > visible_from))
), names(publication, key, language) AS (
    SELECT id, 'articles', language FROM visible
    UNION ALL
    SELECT id, 'sitemap:' || CAST(article_id / 1000 + 1 AS varchar(20)), '' FROM visible
    UNION ALL
    SELECT DISTINCT visible.id, 'profile:' || expert.slug, '' FROM visible
    JOIN articles_publicationexpert person ON person.publication_id = visible.id
    JOIN experts_expert expert ON expert.id = person.expert_id
    UNION ALL
    SELECT DISTINCT visible.id, 'hub:' || hub.slug, visible.language FROM visible
    JOIN articles_publication_topics own ON own.publication_id = visible.id
    JOIN above ON above.topic = own.topic_id
    JOIN articles_topic hub ON hub.id = above.hub
), standing AS (
    SELECT visible.*, names.key AS list_key, names.language AS list_language FROM visible
    JOIN names ON names.publication = visible.id
)
"""
LISTINGS = """
INSERT INTO articles_listing (key, language, articles)
SELECT list_key, list_language, COUNT(CASE WHEN visible_until IS NULL THEN 1 END) FROM standing
GROUP BY list_key, list_language
"""
LISTED = """
INSERT INTO articles_listed (listing_id, publication_id, changed_on, reviewed_on, begins_at, ends_at)
SELECT listing.id, standing.id, changed_on, CASE WHEN list_language <> '' THEN reviewed_on END,
    CASE WHEN visible_from > %s THEN visible_from END, visible_until
FROM standing JOIN articles_listing listing ON listing.key = list_key AND listing.language = list_language
ORDER BY listing.id, changed_on, standing.id
"""


READ = "articles_publication, articles_publication_topics, articles_publicationexpert, articles_topic, experts_expert"


def fill(apps, schema_editor):
    now = schema_editor.connection.ops.adapt_datetimefield_value(timezone.now())
    with schema_editor.connection.cursor() as cursor:
        _count(schema_editor, READ)
        cursor.execute(STANDING + LISTINGS, [now])
        _count(schema_editor, "articles_listing")
        cursor.execute(STANDING + LISTED, [now, now])


def _count(schema_editor, tables):
    """PostgreSQL plans by what it counted last, and knows nothing of a table that was just filled or restored."""
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {tables}")


def empty(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_listed")
        cursor.execute("DELETE FROM articles_listing")


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_delivery")]

    operations = [migrations.RunPython(fill, empty)]
