"""Keep the lists that readers turn over: which publications stand on each, and how many.

Verbs call this after they changed something, while they hold the ledger: so no two change the same lists at once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Article, Listed, Listing, Publication, Topic
from articles.pages import keys

# What names a list: its key, and the language of its texts where it is kept by language.
Name = tuple[str, str]
WRITTEN = ["listing", "publication", "changed_on", "reviewed_on", "begins_at", "ends_at"]


def relist(article: Article, *, shown: Iterable[Publication] | None = None, is_first: bool = False) -> None:
    """Put what readers see of `article`, or will see by schedule, on its lists, and count it there.

    `shown` are its publications whose time is not over, where they are at hand. `is_first` says that nothing of the
    article stands on a list yet. Four queries at most, unless it comes to a list that was never there.
    """
    if shown is None:
        shown = article.publications.not_over().filter(withdrawn_at=None).select_related("version", "review")
    before = [] if is_first else list(Listed.objects.filter(publication__article=article).select_related("listing"))
    known = {(row.listing.key, row.listing.language): row.listing_id for row in before}
    after = _rows(shown, known=known)

    standing = {_place(row): row for row in before}
    places = {_place(row) for row in after}
    spare = [row.pk for place, row in standing.items() if place not in places]
    for row in after:
        # A row that is no longer needed becomes one that is: most releases change the rows of a page, not its lists.
        row.pk = standing[_place(row)].pk if _place(row) in standing else spare.pop() if spare else None
    _write(row for row in after if not _says_the_same(row, standing.get(_place(row))))
    if spare:
        Listed.objects.filter(pk__in=spare).delete()
    _count(before, after)


def list_new(publications: Iterable[Publication]) -> None:
    """Put many publications, of articles of which nothing stands on a list yet, on their lists."""
    rows = _rows(publications, known={})
    _write(rows)
    _count([], rows)


def names_of(publication: Publication) -> set[Name]:
    """The lists on which `publication` stands while readers may see it."""
    bylines = [line for line in publication.version.content["bylines"] if line["role"] != "medical_reviewer"]
    # Its reviewers are whoever decided.
    people = [*bylines, *(publication.review.reviewers if publication.review else [])]
    return {
        *((key, publication.language) for key in (keys.ARTICLES, *keys.hubs_of(publication))),
        *((keys.of_profile(person["slug"]), "") for person in people),
        (keys.of_sitemap(publication.article_id), ""),
    }


def rows_of(publications: Sequence[Publication]) -> Iterator[tuple[Publication, list[tuple[Name, Listed]]]]:
    """What the lists should say of each of these at this moment, by the names of the lists."""
    now = timezone.now()
    keys.fetch_topics(publications)
    for publication in publications:
        names = sorted(names_of(publication)) if _is_listed(publication, now=now) else []
        yield publication, [(name, _row(publication, name, now=now)) for name in names]


def _row(publication: Publication, name: Name, *, now: datetime) -> Listed:
    return Listed(
        publication=publication,
        changed_on=publication.changed_on,
        # Where the language does not matter, nobody asks what was reviewed last.
        reviewed_on=publication.reviewed_on if name[1] else None,
        begins_at=publication.visible_from if publication.visible_from > now else None,
        ends_at=publication.visible_until,
    )


def _rows(publications: Iterable[Publication], *, known: Mapping[Name, int]) -> list[Listed]:
    named = [pair for _, rows in rows_of(list(publications)) for pair in rows]
    found = _listings({name for name, _ in named}, known=known)
    for name, row in named:
        row.listing_id = found[name]
    return [row for _, row in named]


def _is_listed(publication: Publication, *, now: datetime) -> bool:
    end = publication.visible_until
    return not publication.is_withdrawn and (end is None or end > max(now, publication.visible_from))


def _listings(names: set[Name], *, known: Mapping[Name, int]) -> dict[Name, int]:
    """The ids of the lists with these names; those that are not there are made."""
    found = dict(known)
    if names - found.keys():
        found |= _stored(names)
    missing = names - found.keys()
    if missing:
        Listing.objects.bulk_create([Listing(key=key, language=language) for key, language in sorted(missing)])
        found |= _stored(missing)
    return found


def _stored(names: set[Name]) -> dict[Name, int]:
    rows = Listing.objects.filter(key__in={key for key, _ in names}).values_list("key", "language", "pk")
    return {(key, language): pk for key, language, pk in rows}


def _place(row: Listed) -> tuple[int, int]:
    return row.publication_id, row.listing_id


def _says_the_same(row: Listed, other: Listed | None) -> bool:
    return other is not None and all(getattr(row, name) == getattr(other, name) for name in WRITTEN[2:])


def _write(rows: Iterable[Listed]) -> None:
    Listed.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN)


def _count(before: Sequence[Listed], after: Sequence[Listed]) -> None:
    """Count what has no end: the article once, whatever of it is to come."""
    change = Counter(row.listing_id for row in after if row.ends_at is None)
    change.subtract(row.listing_id for row in before if row.ends_at is None)
    together = defaultdict(list)
    for listing, number in change.items():
        together[number].append(listing)
    for number, listings in sorted(together.items()):
        if number:
            Listing.objects.filter(pk__in=listings).update(articles=F("articles") + number)


# --- Many at once, by the database


@transaction.atomic
def rebuild() -> int:
    """Make all lists anew from the publications; return how many rows they have."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM articles_listed")
        cursor.execute("DELETE FROM articles_listing")
    _fill()
    return Listed.objects.count()


@transaction.atomic
def rebuild_hubs(topics: Iterable[Topic]) -> None:
    """Make the hubs of `topics` anew: another topic stands under them now, or no longer does."""
    hubs = {keys.of_hub(topic.slug) for topic in topics}
    listings = Listing.objects.filter(key__in=hubs)
    rows = Listed.objects.filter(listing__in=listings)
    rows._raw_delete(rows.db)
    listings._raw_delete(listings.db)
    _fill(only=hubs)


# Each publication that is not over, on every list it stands on; the same as `names_of`.
_STANDING = """
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
    SELECT id, 'sitemap:' || CAST(article_id / {span} + 1 AS varchar(20)), '' FROM visible
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
_LISTINGS = """
INSERT INTO articles_listing (key, language, articles)
SELECT list_key, list_language, COUNT(CASE WHEN visible_until IS NULL THEN 1 END) FROM standing
{only} GROUP BY list_key, list_language
"""
_LISTED = """
INSERT INTO articles_listed (listing_id, publication_id, changed_on, reviewed_on, begins_at, ends_at)
SELECT listing.id, standing.id, changed_on, CASE WHEN list_language <> '' THEN reviewed_on END,
    CASE WHEN visible_from > %s THEN visible_from END, visible_until
FROM standing JOIN articles_listing listing ON listing.key = list_key AND listing.language = list_language
{only} ORDER BY listing.id, changed_on, standing.id
"""


def _fill(*, only: Iterable[str] | None = None) -> None:
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    chosen = sorted(only or [])
    where = f"WHERE list_key IN ({', '.join(['%s'] * len(chosen))})" if only is not None else ""
    standing = _STANDING.format(span=keys.SITEMAP_SPAN)
    with connection.cursor() as cursor:
        # PostgreSQL reads WITH before INSERT as well as SQLite does.
        cursor.execute(standing + _LISTINGS.format(only=where), [now, *chosen])
        cursor.execute(standing + _LISTED.format(only=where), [now, now, *chosen])
