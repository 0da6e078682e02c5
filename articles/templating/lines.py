"""The lines of a function that is being written, and what it prints."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from articles.templating.constants import Piece


class Lines:
    def __init__(self) -> None:
        # Lines, or lists of lines that are still being filled.
        self.lines: list[Any] = []
        self.depth = 1
        # What the function calls by name.
        self.known: dict[str, Any] = {}
        self.numbers = count(1)
        # What is printed next: expressions, and what the language alone decides.
        self.pending: list[str | list[Piece]] = []
        self.constants: list[list[Piece]] = []

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def new(self, what: str) -> str:
        return f"{what}_{next(self.numbers)}_"

    def keep(self, value: Any) -> str:
        name = self.new("o")
        self.known[name] = value
        return name

    @contextmanager
    def deeper(self, head: str) -> Iterator[None]:
        """The lines of a block under `head`, which is never empty."""
        self.flush()
        self.line(head)
        self.depth += 1
        yield
        self.flush()
        self.line("pass")
        self.depth -= 1

    def say(self, expression: str) -> None:
        self.pending.append(expression)

    def say_constant(self, piece: Piece) -> None:
        last = self.pending[-1] if self.pending else None
        if isinstance(last, list):
            last.append(piece)
        else:
            self.pending.append([piece])

    def flush(self) -> None:
        if self.pending:
            said = [self.constant(one) if isinstance(one, list) else one for one in self.pending]
            self.line(f"w += ({', '.join(said)},)")
            self.pending = []

    def constant(self, pieces: list[Piece]) -> str:
        self.constants.append(pieces)
        return f"K[{len(self.constants) - 1}]"


def flat(lines: Iterable[Any]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, list):
            yield from flat(line)
        else:
            yield line
