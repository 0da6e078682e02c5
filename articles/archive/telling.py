"""Say how far a long command is: over and over in one line on a terminal, else now and then in a line of its own."""

import time
from typing import Any

EVERY = 10_000


class Telling:
    def __init__(self, stream: Any, what: str) -> None:
        self._stream, self._what = stream, what
        self._began = self._said_at = time.monotonic()
        self._next = EVERY

    def __call__(self, done: int, of: int) -> None:
        now = time.monotonic()
        if self._stream.isatty():
            if now - self._said_at > 1:
                self._said_at = now
                self._stream.write(f"\r{self._line(done, of)} ", ending="")
        elif done >= self._next:
            self._next = done - done % EVERY + EVERY
            self._stream.write(self._line(done, of))

    def _line(self, done: int, of: int) -> str:
        seconds = time.monotonic() - self._began
        return f"{done:,} of {of:,} {self._what}, {seconds:,.0f} s"
