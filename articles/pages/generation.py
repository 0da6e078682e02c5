"""How every worker knows, without asking the database, whether something that readers see has changed.

The truth is one row (`PageGeneration`), written in the deciding transaction. Its number also stands in a small file
that the workers of one host map into memory: reading it costs nothing. The file is written after the commit, on the
other hosts by whoever listens there (`listening.py`). Should that fail, because a process was killed between the two or
because nobody listens, the number in the database is asked for once a second, and the file is put right.
"""

import fcntl
import mmap
import os
from pathlib import Path

from django.conf import settings
from django.db import connection

WIDTH = 8
# Where PostgreSQL says the number to whoever listens, with the commit that makes it true.
CHANNEL = "healthcms_generation"
_NEXT = (
    "INSERT INTO articles_pagegeneration (id, number) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = articles_pagegeneration.number + 1 RETURNING number"
)
_NEXT_AND_NOTIFY = f"WITH next AS ({_NEXT}) SELECT number, pg_notify(%s, number::text) FROM next"  # noqa: S608


class SharedNumber:
    """A number in a file, seen by every process of the host at once. It grows, unless it is put right."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size < WIDTH:
            os.ftruncate(self._file, WIDTH)
        self._map = mmap.mmap(self._file, WIDTH)
        # Aligned and eight bytes wide: written and read in one piece. To be read; what is written must hold the lock.
        self.cell = memoryview(self._map).cast("Q")

    @property
    def value(self) -> int:
        return self.cell[0]

    def raise_to(self, number: int) -> None:
        """Let everybody see `number`, unless they see a later one."""
        self._write(number, or_less=False)

    def put_right(self, number: int) -> None:
        """Let everybody see `number`, also when it is a smaller one: another database stands behind the site now."""
        self._write(number, or_less=True)

    def close(self) -> None:
        self.cell.release()
        self._map.close()
        os.close(self._file)

    def _write(self, number: int, *, or_less: bool) -> None:
        # Two processes that read, compare and write at once would lose one of the numbers.
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            if or_less or number > self.cell[0]:
                self.cell[0] = number
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


_shared: dict[Path, SharedNumber] = {}


def shared() -> SharedNumber:
    """The number that the processes of this host share; the file is opened when it is first asked for."""
    path = Path(settings.PAGES_GENERATION_FILE)
    if path not in _shared:
        _shared[path] = SharedNumber(path)
    return _shared[path]


def current() -> int:
    """The number in the database."""
    # In words, as every worker asks each second and for each page that it stores.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM articles_pagegeneration WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def take_next() -> int:
    """Take the next number, and hold it until the transaction ends: numbers come in the order of commits.

    On PostgreSQL the other hosts hear of it with the commit, and never if there is none.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NEXT_AND_NOTIFY, [CHANNEL])
        else:
            cursor.execute(_NEXT)
        return cursor.fetchone()[0]
