"""The mark's ring: 64 strokes, one for each hexadecimal digit of the approved digest. Other words, another ring."""

from math import cos, pi, sin

Point = tuple[float, float]

STROKES = 64
CENTRE = 48.0  # The seal is drawn in a box of 96.
INNER = 37.5
SHORTEST = 38.7
STEP = 0.55


def strokes_of(digest: str) -> list[tuple[Point, Point]]:
    """Return where each stroke begins and ends: stroke i stands at i/64 of a turn from twelve o'clock, clockwise."""
    if len(digest) != STROKES:
        raise ValueError(f"A digest has {STROKES} hexadecimal digits, not {len(digest)}.")
    return [
        (
            _point(turn=i / STROKES, radius=INNER),
            _point(turn=i / STROKES, radius=SHORTEST + STEP * int(digit, 16)),
        )
        for i, digit in enumerate(digest)
    ]


def _point(*, turn: float, radius: float) -> Point:
    angle = 2 * pi * turn
    return CENTRE + radius * sin(angle), CENTRE - radius * cos(angle)
