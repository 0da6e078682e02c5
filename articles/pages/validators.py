"""The ETag of a page: what it names, a 304 need not repeat."""

import hashlib
from base64 import urlsafe_b64encode

from articles.pages.layout import layout

# Of a digest: 128 bits, which nobody finds a second page for.
BYTES = 16


def validator(tag: str, keys: str, encoding: str, content: bytes) -> str:
    """Return a strong ETag for `content`: in `encoding`, the page whose uncompressed bytes have the SHA-256 `tag`.

    It names the very bytes that leave (RFC 9110, 8.8.3): a page that is compressed anew has another one. So have other
    keys, and every release of the software, whose headers may be others. So whoever holds a page under its ETag holds
    its headers, too, but for those that say how fresh it is.
    """
    own = hashlib.sha256(content).hexdigest() if encoding else tag
    named = hashlib.sha256(f"{own} {layout()} {keys}".encode()).digest()
    # As long as it must be and no longer: caches read it with every page, and readers send it back.
    return f'"{urlsafe_b64encode(named[:BYTES]).decode().rstrip("=")}"'
