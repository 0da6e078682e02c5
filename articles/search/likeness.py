"""How alike two words are: the same but for an ending, or but for a slip of the finger."""

import re

_ENDING = re.compile(r"(?<=...)(?:ies|ing|ed|es|ly|s|e|y)$")


def bare(word: str) -> str:
    """Return `word` without its ending: "joints" and "joint" are one word to mark and to name a topic by."""
    return _ENDING.sub("", word)


def slips_between(one: str, other: str, *, most: int) -> int:
    """Count the letters to add, drop, change or swap with their neighbour; more than `most` count as `most` + 1."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, opposite in enumerate(other, start=1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != opposite))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == opposite:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
