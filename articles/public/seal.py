"""The mark's ring as an SVG path; which strokes it has, `articles.content.ring` says."""

from articles.content.ring import Point, strokes_of


def ring_path(digest: str) -> str:
    return "".join(f"M{_written(start)}L{_written(end)}" for start, end in strokes_of(digest))


def _written(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"
