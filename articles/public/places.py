"""A place in a sorted list, as an address names it: the value of the row there by which it is sorted, and its key.

It is written so that nobody takes it for words, and each in one way only.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.http import Http404

# A name has 120 letters of at most four bytes, and four bytes are written in six letters.
LONGEST = 800


def write_place(value: str, key: int) -> str:
    return urlsafe_b64encode(f"{key}.{value}".encode()).decode().rstrip("=")


def read_place(place: str) -> tuple[str, int]:
    """Return what `write_place` was given. What it never wrote is not found."""
    try:
        if len(place) > LONGEST:
            raise ValueError
        text = urlsafe_b64decode(place + "=" * (-len(place) % 4)).decode()
        key, _, value = text.partition(".")
        # More than eighteen digits are no key of a row, and a NUL is no text to a database.
        if not (key.isascii() and key.isdigit() and len(key) < 19) or "\0" in value:
            raise ValueError
        if write_place(value, int(key)) != place:
            raise ValueError
    except (ValueError, binascii.Error) as error:
        raise Http404 from error
    return value, int(key)
