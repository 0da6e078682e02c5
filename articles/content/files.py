"""Which files a frozen document shows."""

from typing import Any


def files_in(content: Any) -> set[str]:
    """Return the name of every picture file in `content`: of figures, of portraits, and of their renditions."""
    if isinstance(content, dict):
        own = {content["src"]} if isinstance(content.get("src"), str) else set()
        return own.union(*(files_in(value) for value in content.values()))
    if isinstance(content, list):
        return set().union(*(files_in(value) for value in content))
    return set()
