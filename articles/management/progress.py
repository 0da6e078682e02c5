"""How far a long command is."""

import sys
import time
from typing import Any


class Progress:
    """Counts, and says on a terminal how far it is, at most once a second."""

    def __init__(self, out: Any) -> None:
        self.out, self.said_at, self.counts = out, time.monotonic(), dict[str, int]()

    def __call__(self, what: str, done: int) -> None:
        self.counts[what] = done
        if sys.stderr.isatty() and time.monotonic() - self.said_at > 1:
            self.said_at = time.monotonic()
            self.out.write(f"\r{done:,} {what} ", ending="")

    def of(self, what: str) -> int:
        return self.counts.get(what, 0)
