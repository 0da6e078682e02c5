"""One import: what it was asked to do, and what the takers of the lines stand on."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from articles.archive.lines import BadArchive, Line
from articles.archive.media import Media
from experts.models import User


@dataclass
class Job:
    """`is_foreign`: whatever it holds arrives as drafts. `by` takes it in; a site that comes back needs nobody."""

    media: Media | None = None
    is_foreign: bool = False
    by: Any = None
    # Of a source or a picture that is here under another name: the one in the archive, and its key here.
    known_as: dict[tuple[str, str], int] = field(default_factory=dict)
    # Versions of pages about the site that are in the archive, by their keys here.
    page_versions: set[int] = field(default_factory=set)

    def users(self, names: Iterable[str | None]) -> dict[str, int]:
        wanted = {name for name in names if name}
        return dict(User.objects.filter(username__in=wanted).values_list("username", "pk"))


def new_lines(lines: Iterable[Line], key: Callable[[Line], Hashable], known: Iterable[Hashable]) -> list[Line]:
    """Return the lines whose key is not known yet; of two with one key the first."""
    seen = set(known)
    found = []
    for line in lines:
        if key(line) not in seen:
            seen.add(key(line))
            found.append(line)
    return found


def found(known: dict[Any, Any], wanted: Any, *, line: Line, what: str) -> Any:
    """Return what `wanted` stands for, or refuse a line that leads nowhere."""
    if wanted is None:
        return None
    try:
        return known[wanted]
    except KeyError:
        raise BadArchive(
            f"Line {line.number} names the {what} “{wanted}”, which comes neither earlier in the archive nor is here."
        ) from None
