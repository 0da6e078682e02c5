"""Store a page that was rendered, unless something it shows has changed meanwhile."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.db.models import Min
from django.utils import timezone

from articles.models import ComingChange, DroppedKey, StoredPage, StoredPageKey
from articles.pages import generation
from articles.pages.dropping import KEPT
from articles.pages.encoding import BEST, GOOD, encoded
from articles.pages.layout import layout


@dataclass(frozen=True)
class Rendered:
    """A page as a view made it: its bytes before compression, what it shows, and how long the clock leaves it true."""

    body: bytes
    tag: str
    keys: Sequence[str]
    valid_until: datetime


def store(path: str, page: Rendered, headers: Sequence[tuple[str, str]], *, seen: int, is_best: bool = False) -> bool:
    """Keep `page` for everybody who asks for `path`; say whether it was kept.

    `seen` is the generation that was read before rendering began. If a decision since then touches what the page shows,
    it is not kept: it may show what was true before. A database that is busy keeps no page; it is rendered again then.
    """
    effort = BEST if is_best else GOOD
    compressed = {"gzip": encoded(page.body, "gzip", effort=effort), "brotli": encoded(page.body, "br", effort=effort)}
    try:
        with transaction.atomic():
            if not _is_true_still(page.keys, seen=seen):
                return False
            _write(path, page, headers, seen=seen, compressed=compressed)
    except DatabaseError:
        return False
    return True


def _write(
    path: str, page: Rendered, headers: Sequence[tuple[str, str]], *, seen: int, compressed: dict[str, bytes]
) -> None:
    row, _ = StoredPage.objects.update_or_create(
        path=path,
        layout=layout(),
        defaults={
            **compressed,
            "headers": json.dumps(headers),
            "tag": page.tag,
            "keys": " ".join(page.keys),
            "valid_until": int(_until(page).timestamp()),
            "generation": seen,
        },
    )
    StoredPageKey.objects.filter(page=row).delete()
    StoredPageKey.objects.bulk_create(StoredPageKey(page=row, key=key) for key in sorted(set(page.keys)))


def _is_true_still(keys: Sequence[str], *, seen: int) -> bool:
    """Whether no decision since `seen` touches `keys`, one that is being made at this moment included."""
    now = _hold_the_number()
    if now is None or now - seen > KEPT:
        return False
    return now == seen or not DroppedKey.objects.filter(generation__gt=seen, key__in=keys).exists()


def _hold_the_number() -> int | None:
    """The generation, held until the transaction ends; None while somebody is deciding: then nobody waits for them."""
    if connection.vendor != "postgresql":
        return generation.current()  # On SQLite this transaction is the only one that writes.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM articles_pagegeneration WHERE id = 1 FOR SHARE SKIP LOCKED")
        row = cursor.fetchone()
    return row[0] if row else None


def _until(page: Rendered) -> datetime:
    coming = ComingChange.objects.filter(key__in=page.keys, at__gt=timezone.now())
    next_start = coming.aggregate(at=Min("at"))["at"]
    return min(page.valid_until, next_start) if next_start else page.valid_until
