"""The mark's ring as an SVG path; which strokes it has, `articles.content.ring` says."""

from functools import cache

from articles.content.ring import STROKES, Point, strokes_of


def ring_path(digest: str) -> str:
    if len(digest) != STROKES:
        strokes_of(digest)  # It says what is wrong.
    return "".join([strokes[digit] for strokes, digit in zip(_every_stroke(), digest.lower(), strict=True)])


@cache
def _every_stroke() -> list[dict[str, str]]:
    """Each place on the ring with the stroke of each digit: 1,024 in all, drawn once."""
    rings = {digit: strokes_of(digit * STROKES) for digit in "0123456789abcdef"}
    return [
        {digit: f"M{_written(ring[place][0])}L{_written(ring[place][1])}" for digit, ring in rings.items()}
        for place in range(STROKES)
    ]


def _written(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
