"""The ETag of a page: what it names, a 304 need not repeat."""

import hashlib

from articles.pages.layout import layout


def validator(tag: str, keys: str, encoding: str) -> str:
    """Return a strong ETag for the page whose uncompressed bytes have the SHA-256 `tag`, in `encoding`.

    Other bytes have another one, and so have other keys, and every release of the software, whose headers may be
    others. So whoever holds a page under its ETag holds its headers, too, but for those that say how fresh it is.
    """
    named = hashlib.sha256(f"{tag} {layout()} {keys}".encode()).hexdigest()
    return f'"{named}-{encoding}"' if encoding else f'"{named}"'
