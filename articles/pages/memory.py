"""The pages that this process holds ready, each in the encoding that was asked for. Bounded; the idle go first."""

import gzip
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import connection

from articles.models import DroppedKey
from articles.pages import generation, tally
from articles.pages.dropping import KEPT
from articles.pages.freshness import calm_seconds, freshness
from articles.pages.layout import layout

POLL_SECONDS = 1.0
# What a kept page costs besides its bytes: headers, keys, the entries that lead to it.
OVERHEAD = 3000
COLUMNS = {"gzip": "gzip", "br": "brotli", "": "gzip"}
# RFC 9110, 15.4.5: what a 304 repeats, and what the answer it stands for said of safety.
_NOT_IN_304 = {"content-type", "content-length", "content-encoding"}


@dataclass(frozen=True, slots=True)
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
        # By path and encoding, in one word: no encoding has a space in it.
        self._pages: OrderedDict[str, Ready] = OrderedDict()
        self._was_used = self._pages.move_to_end
        self._by_key: dict[str, set[str]] = {}
        self._lock = threading.Lock()
        self._shared = generation.shared()
        self._told = self._shared.cell
        self._numbers = tally.numbers()
        self._known = -1
        self._poll_at = 0.0

    def find(self, path: str, encoding: str) -> Ready | None:
        """Return the page if it is true now, from memory or else by one query; None leaves it to Django.

        Raises `DatabaseError` when the database must be asked and does not answer.
        """
        now = time.time()
        if self._told[0] != self._known or now >= self._poll_at:
            self._catch_up(now)
        place = f"{path} {encoding}"
        page = self._pages.get(place)
        if page is None:
            page = self._fetch(path, encoding)
        else:
            try:
                self._was_used(place)
            except KeyError:
                pass  # Another thread has just dropped it; a moment earlier it was true.
        if page is None or now < page.calm_until:
            return page
        return page.near_its_end(page.until - now) if now < page.until else None

    def _catch_up(self, now: float) -> None:
        """Learn what was dropped since, from the database: once for each change, and once a second in any case."""
        with self._lock:
            is_polled = now >= self._poll_at
            if self._shared.value == self._known and not is_polled:
                return  # Another thread did it meanwhile.
            if is_polled:
                self._poll()
                self._poll_at = now + POLL_SECONDS
            number = self._shared.value
            if number - self._known > KEPT or self._known < 0:
                self._clear()
            elif number != self._known:
                dropped = DroppedKey.objects.filter(generation__gt=self._known, generation__lte=number)
                self._drop(dropped.values_list("key", flat=True))
            self._known = number

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

    def _fetch(self, path: str, encoding: str) -> Ready | None:
        known = self._known
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
        with self._lock:
            # A decision between the query and here may have dropped it: then it is fetched again when asked again.
            if self._shared.value == known == self._known:
                self._keep(f"{path} {encoding}", page)
        return page

    def _keep(self, place: str, page: Ready) -> None:
        self._remove(place)
        self._pages[place] = page
        self._size += len(page.body) + OVERHEAD
        for key in page.keys:
            self._by_key.setdefault(key, set()).add(place)
        while self._size > self._limit and self._pages:
            self._remove(next(iter(self._pages)))

    def _remove(self, place: str) -> None:
        page = self._pages.pop(place, None)
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
        self._pages.clear()
        self._by_key.clear()
        self._size = 0


def _ready(row: tuple, encoding: str) -> Ready:
    headers, tag, keys, valid_until, compressed = row
    body = bytes(compressed) if encoding else gzip.decompress(bytes(compressed))
    etag = f'"{tag}-{encoding}"' if encoding else f'"{tag}"'
    pairs = [(name, value) for name, value in json.loads(headers)]
    pairs.append(("ETag", etag))
    full = [*pairs, ("Content-Length", str(len(body)))]
    if encoding:
        full.append(("Content-Encoding", encoding))
    return Ready(
        body=body,
        headers=full,
        etag=etag,
        headers_304=[pair for pair in pairs if pair[0].lower() not in _NOT_IN_304],
        until=valid_until,
        calm_until=valid_until - calm_seconds(),
        keys=tuple(keys.split()),
    )
