"""Canonical JSON and its SHA-256: the name under which a doctor approves exactly this content."""

import hashlib
import json
from typing import Any

from articles.content.html import clean_text

JSON = dict[str, Any] | list[Any] | str | int | bool | None


class NotCanonical(TypeError):
    """A value that has no single canonical form, so it must not be digested."""


def normalise(value: Any) -> JSON:
    """Return `value` with every text in NFC and free of control characters.

    Refuses floats, non-text keys and anything that is not JSON with `NotCanonical`: 1e22 and -0.0 come back
    from a JSON column as other numbers, and then the same content would have two digests.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        return value
    if isinstance(value, (list, tuple)):
        return [normalise(item) for item in value]
    if isinstance(value, dict):
        result: dict[str, Any] = {}
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"A key of canonical JSON must be text, not {type(key).__name__}.")
            clean_key = clean_text(key)
            if clean_key in result:
                raise NotCanonical(f"Two keys become the same text: {clean_key!r}.")
            result[clean_key] = normalise(item)
        return result
    raise NotCanonical(f"A {type(value).__name__} has no canonical form; use text or a whole number.")


def canonical(value: Any) -> str:
    """Return `value` as canonical JSON text: normalised, keys sorted, no spaces, no escapes beyond JSON's own."""
    return json.dumps(normalise(value), ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest(value: Any) -> str:
    """Return the digest of `value`: SHA-256 over its canonical JSON, 64 hexadecimal digits."""
    return sha256(canonical(value))
