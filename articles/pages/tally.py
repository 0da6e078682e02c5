"""What the processes of this host count together: one small file, in which each has a row of numbers of its own.

To count is to add one to a number in memory that nobody else writes. A row outlives its process and is taken over by
the next one, so sums only grow, as those who plot them expect. Where counting is off, the numbers lead nowhere.
"""

import fcntl
import mmap
import os
from functools import cache
from pathlib import Path

from django.conf import settings

# Answers of the edge, and how many of these pages it had to fetch from their row first.
EDGE_200, EDGE_304, ROWS = range(3)
# What Django answered, by the first digit of the status: OK is 2xx, and so on.
DJANGO = {1: 3, 2: 4, 3: 5, 4: 6, 5: 7}
# How many of those took at most so many seconds, and all seconds together, in millionths.
BUCKETS = (0.01, 0.05, 0.25, 1.0, 5.0)
WITHIN = tuple(range(8, 8 + len(BUCKETS)))
MICROSECONDS = 13
NUMBERS = 14
PLACES = 64
Numbers = memoryview | list[int]
_ROW = NUMBERS * 8


class Tally:
    """A file of rows. A row is taken by locking a byte; the system frees it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size < PLACES * _ROW:
            os.ftruncate(self._file, PLACES * _ROW)
        self._all = memoryview(mmap.mmap(self._file, PLACES * _ROW)).cast("Q")
        self.own = self._take()

    def sums(self) -> list[int]:
        """Each number, added up over all processes there are and were."""
        return [sum(self._all[number::NUMBERS]) for number in range(NUMBERS)]

    def _take(self) -> Numbers:
        for place in range(PLACES):
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            except OSError:
                continue
            return self._all[place * NUMBERS : (place + 1) * NUMBERS]
        return [0] * NUMBERS


def path() -> Path:
    """Beside the number of the generation, which the same processes share."""
    return Path(settings.PAGES_GENERATION_FILE).with_name("tally")


def shared() -> Tally:
    return _opened(path())


@cache
def _opened(path: Path) -> Tally:
    return Tally(path)


def numbers() -> Numbers:
    """The numbers of this process, to add to."""
    return shared().own if settings.METRICS_TOKEN else [0] * NUMBERS
