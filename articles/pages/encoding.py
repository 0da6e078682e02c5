"""In which encoding an answer leaves, and the answer in it."""

import gzip
import re

import brotli

# Of what a reader waits for, and of what is made by the thousand: a page in both takes less than a millisecond.
QUICK = {"br": 3, "gzip": 6}
# Of what is asked for once, such as a search: half of that time, and a fifteenth larger.
ONCE = {"br": 1, "gzip": 2}
# A fifth smaller for a hundred times as long: of what an editor published, and of all else later (compressing.py).
BEST = {"br": 11, "gzip": 9}
_CODING = re.compile(r"\s*([a-z*-]+)\s*(?:;\s*q\s*=\s*([0-9.]+)\s*)?", re.IGNORECASE)


def best_of(accepted: str) -> str:
    """Return which of "br", "gzip" and "" (as it is) is best for this Accept-Encoding (RFC 9110, 12.5.3)."""
    wishes: dict[str, float] = {}
    for part in accepted.split(","):
        found = _CODING.fullmatch(part)
        if found:
            wishes[found[1].lower()] = _weight(found[2])
    offered = {coding: wishes.get(coding, wishes.get("*", 0.0)) for coding in ("br", "gzip")}
    best = max(offered, key=lambda coding: offered[coding])
    return best if offered[best] > 0 else ""


def encoded(body: bytes, encoding: str, *, effort: dict[str, int]) -> bytes:
    """Return `body` in `encoding`: the same bytes each time, so that a validator can name them."""
    if encoding == "br":
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=effort["br"])
    return gzip.compress(body, compresslevel=effort["gzip"], mtime=0) if encoding else body


def _weight(written: str | None) -> float:
    try:
        return float(written) if written else 1.0
    except ValueError:
        return 0.0
