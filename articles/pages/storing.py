"""Store pages that were rendered, unless something they show has changed meanwhile."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from articles.models import ComingChange, DroppedKey, StoredPage, StoredPageKey
from articles.pages import generation
from articles.pages.dropping import KEPT
from articles.pages.encoding import BEST, QUICK, encoded
from articles.pages.layout import layout

WRITTEN_ANEW = ("headers", "tag", "gzip", "brotli", "keys", "valid_until", "generation")
# A decision takes some 40 ms, an import or a command seconds.
READER_WAITS_MS = 100


@dataclass(frozen=True)
class Rendered:
    """A page as a view made it: its bytes before compression, what it shows, and how long the clock leaves it true."""

    body: bytes
    tag: str
    keys: Sequence[str]
    valid_until: datetime


@dataclass(frozen=True)
class Made:
    """A rendered page with its address and the headers it leaves with.

    `seen` is the generation that was read before rendering began. If a decision since then touches what the page shows,
    it is not kept: it may show what was true before.
    """

    path: str
    page: Rendered
    headers: Sequence[tuple[str, str]]
    seen: int


def store(pages: Sequence[Made], *, effort: dict[str, int]) -> list[Made]:
    """Keep `pages`, each of another path, for everybody who asks for them; return those that were kept.

    A database that is busy keeps none; they are rendered again when somebody asks.
    """
    compressed = {made.path: compress(made.page.body, effort=effort) for made in pages}
    try:
        with transaction.atomic():
            true = _true_still(pages)
            starts = _next_starts(true)
            _write([_row(made, starts, **compressed[made.path]) for made in true], is_best=effort == BEST)
    except DatabaseError:
        return []
    return true


def store_at_once(made: Made) -> bool:
    """Keep a page that a reader waits for, unless somebody else keeps the database busy; say whether it is kept."""
    with _hardly_waiting():
        return bool(store([made], effort=QUICK))


@contextmanager
def _hardly_waiting() -> Iterator[None]:
    """On SQLite let a transaction wait for another one that writes no longer than a reader may notice."""
    if connection.vendor != "sqlite":
        yield  # There nobody waits at all: `hold_the_number`.
        return
    connection.ensure_connection()
    as_usual = connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]
    connection.connection.execute(f"PRAGMA busy_timeout = {READER_WAITS_MS}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {as_usual}")


def compress(body: bytes, *, effort: dict[str, int]) -> dict[str, bytes]:
    """Return `body` as the columns of its row have it."""
    return {"gzip": encoded(body, "gzip", effort=effort), "brotli": encoded(body, "br", effort=effort)}


def in_haste() -> str:
    """The key of this layout's pages that were not compressed as well as can be, beside those of what they show."""
    return f"in-haste:{layout()}"


def _row(made: Made, starts: dict[str, datetime], *, gzip: bytes, brotli: bytes) -> StoredPage:
    page = made.page
    until = min([page.valid_until, *(starts[key] for key in page.keys if key in starts)])
    return StoredPage(
        path=made.path,
        layout=layout(),
        headers=json.dumps(made.headers),
        tag=page.tag,
        gzip=gzip,
        brotli=brotli,
        keys=" ".join(page.keys),
        valid_until=int(until.timestamp()),
        generation=made.seen,
    )


def _write(rows: list[StoredPage], *, is_best: bool) -> None:
    if not rows:
        return
    # In one order, so that two who store the same pages do not wait for each other.
    rows.sort(key=lambda row: row.path)
    StoredPage.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["path", "layout"], update_fields=WRITTEN_ANEW
    )
    own = StoredPageKey.objects.filter(page__in=[row.pk for row in rows])
    own._raw_delete(own.db)
    marks = [] if is_best else [in_haste()]
    StoredPageKey.objects.bulk_create(
        StoredPageKey(page=row, key=key) for row in rows for key in sorted({*row.keys.split(), *marks})
    )


def _true_still(pages: Sequence[Made]) -> list[Made]:
    """Those of `pages` of which no decision since touches what they show, one that is being made now included."""
    now = hold_the_number()
    if now is None:
        return []
    since = min((made.seen for made in pages), default=now)
    drops = DroppedKey.objects.filter(generation__gt=since, key__in=_keys_of(pages)) if now > since else []
    dropped = [(drop.generation, drop.key) for drop in drops]
    return [
        made
        for made in pages
        if now - made.seen <= KEPT and not any(number > made.seen and key in made.page.keys for number, key in dropped)
    ]


def hold_the_number() -> int | None:
    """The generation, held until the transaction ends; None while somebody is deciding: then nobody waits for them."""
    if connection.vendor != "postgresql":
        return generation.current()  # On SQLite this transaction is the only one that writes.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM articles_pagegeneration WHERE id = 1 FOR SHARE SKIP LOCKED")
        row = cursor.fetchone()
    return row[0] if row else None


def _next_starts(pages: Sequence[Made]) -> dict[str, datetime]:
    """When the next scheduled publication begins that pages with a key will show, by those keys."""
    coming = ComingChange.objects.filter(key__in=_keys_of(pages), at__gt=timezone.now())
    return dict(coming.order_by("-at").values_list("key", "at"))  # Of each key the earliest is the last one, and stays.


def _keys_of(pages: Sequence[Made]) -> set[str]:
    return {key for made in pages for key in made.page.keys}
