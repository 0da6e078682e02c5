"""The pages that this process holds ready, each in the encoding that was asked for. Bounded; the idle go first."""

import gzip
import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db import connection

from articles.models import DroppedKey
from articles.pages import generation, tally
from articles.pages.dropping import KEPT
from articles.pages.freshness import calm_seconds, freshness
from articles.pages.layout import layout
from articles.pages.validators import validator

POLL_SECONDS = 1.0
# What a kept page costs besides its bytes: headers, keys, the entries that lead to it. With eight keys we saw 3,170.
OVERHEAD = 3500
Place = tuple[str, str]  # Encoding and path.
COLUMNS = {"gzip": "gzip", "br": "brotli", "": "gzip"}
# What a 304 repeats of its 200 (RFC 9110, 15.4.5). Whoever asks by an ETag holds all else under it and keeps that (RFC
# 9111, 4.3.4): other headers have another ETag (validators.py). HSTS is of the host, for each answer (RFC 6797, 7.1).
IN_304 = {"cache-control", "content-location", "etag", "expires", "vary", "strict-transport-security"}
# The idle go until so much of the limit is taken, so that looking for them is worth it.
FULL_AGAIN = 0.9


@dataclass(slots=True)
class Ready:
    """One page in one encoding, with everything a server asks for."""

    body: bytes
    headers: list[tuple[str, str]]
    etag: str
    headers_304: list[tuple[str, str]]
    until: float
    # Before this it says the same of its freshness to everybody.
    calm_until: float
    keys: tuple[str, ...]
    # When it was last asked for.
    used: float = 0.0

    def near_its_end(self, seconds_left: float) -> "Ready":
        """As it is, but telling caches how little time it has."""
        now = [("Cache-Control", freshness(seconds_left))]
        full, short = (
            [pair for pair in pairs if pair[0] != "Cache-Control"] + now for pairs in (self.headers, self.headers_304)
        )
        return replace(self, headers=full, headers_304=short)


class Memory:
    """Pages by path and encoding. `find` on a page that is held costs no lock and no query."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._size = 0
        # By encoding, then by path. To be read by the edge; it must ask first whether `told` is what is `known`.
        self.pages: dict[str, dict[str, Ready]] = {encoding: {} for encoding in COLUMNS}
        self._by_key: dict[str, set[Place]] = {}
        self._lock = threading.Lock()
        self._shared = generation.shared()
        self.told = self._shared.cell
        self._numbers = tally.numbers()
        self.known = -1
        self.poll_at = 0.0

    def find(self, path: str, encoding: str) -> Ready | None:
        """Return the page if it is true now, from memory or else by one query; None leaves it to Django.

        Raises `DatabaseError` when the database must be asked and does not answer.
        """
        now = time.time()
        if self.told[0] != self.known or now >= self.poll_at:
            self._catch_up(now)
        page = self.pages[encoding].get(path)
        if page is None:
            page = self._fetch(path, encoding, now)
            if page is None:
                return None
        else:
            page.used = now
        if now < page.calm_until:
            return page
        return page.near_its_end(page.until - now) if now < page.until else None

    def _catch_up(self, now: float) -> None:
        """Learn what was dropped since, from the database: once for each change, and once a second in any case."""
        with self._lock:
            is_polled = now >= self.poll_at
            if self._shared.value == self.known and not is_polled:
                return  # Another thread did it meanwhile.
            if is_polled:
                self._poll()
                self.poll_at = now + POLL_SECONDS
            number = self._shared.value
            if number - self.known > KEPT or self.known < 0:
                self._clear()
            elif number != self.known:
                dropped = DroppedKey.objects.filter(generation__gt=self.known, generation__lte=number)
                self._drop(dropped.values_list("key", flat=True))
            self.known = number

    def _poll(self) -> None:
        """Ask the database: for decisions of other hosts, and for those whose process died before it could tell."""
        told = self._shared.value
        number = generation.current()
        if number < told:
            # What was told is committed, so this is another database, and nothing held is known to be in it.
            self._shared.put_right(number)
            self._clear()
        else:
            self._shared.raise_to(number)

    def _fetch(self, path: str, encoding: str, now: float) -> Ready | None:
        known = self.known
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT headers, tag, keys, valid_until, {COLUMNS[encoding]} FROM articles_storedpage "  # noqa: S608
                "WHERE path = %s AND layout = %s",
                [path, layout()],
            )
            row = cursor.fetchone()
        if row is None:
            return None
        self._numbers[tally.ROWS] += 1
        page = _ready(row, encoding)
        page.used = now
        with self._lock:
            # A decision between the query and here may have dropped it: then it is fetched again when asked again.
            if self._shared.value == known == self.known:
                self._keep((encoding, path), page)
        return page

    def _keep(self, place: Place, page: Ready) -> None:
        self._remove(place)
        encoding, path = place
        self.pages[encoding][path] = page
        self._size += len(page.body) + OVERHEAD
        for key in page.keys:
            self._by_key.setdefault(key, set()).add(place)
        if self._size > self._limit:
            self._let_the_idle_go()

    def _let_the_idle_go(self) -> None:
        held = [(page.used, (encoding, path)) for encoding, pages in self.pages.items() for path, page in pages.items()]
        for _, place in sorted(held):
            if self._size <= self._limit * FULL_AGAIN:
                break
            self._remove(place)

    def _remove(self, place: Place) -> None:
        encoding, path = place
        page = self.pages[encoding].pop(path, None)
        if page is None:
            return
        self._size -= len(page.body) + OVERHEAD
        for key in page.keys:
            places = self._by_key.get(key, set())
            places.discard(place)
            if not places:
                self._by_key.pop(key, None)

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            for place in list(self._by_key.get(key, ())):
                self._remove(place)

    def _clear(self) -> None:
        for pages in self.pages.values():
            pages.clear()
        self._by_key.clear()
        self._size = 0


def _ready(row: tuple, encoding: str) -> Ready:
    headers, tag, keys, valid_until, compressed = row
    body = bytes(compressed) if encoding else gzip.decompress(bytes(compressed))
    etag = validator(tag, keys, encoding, body)
    full = [_shared(name, value) for name, value in json.loads(headers)]
    full.append(("ETag", etag))
    short = [pair for pair in full if pair[0].lower() in IN_304]
    full.append(("Content-Length", str(len(body))))
    if encoding:
        full.append(_shared("Content-Encoding", encoding))
    return Ready(
        body=body,
        headers=full,
        etag=etag,
        headers_304=short,
        until=valid_until,
        # As the clock says it: to compare it with a whole number takes ten times as long.
        calm_until=float(valid_until - calm_seconds()),
        keys=tuple(keys.split()),
    )


@lru_cache(maxsize=200)
def _shared(name: str, value: str) -> tuple[str, str]:
    """One pair for all pages that have it: most headers are those of every page."""
    return name, value
