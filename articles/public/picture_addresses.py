"""Where readers get a picture's file: a page with six pictures names sixty."""

import re

from django.conf import settings
from django.core.files.storage import default_storage

# A name that is its own address: ours are digests in a folder.
_is_plain = re.compile(r"(?:\w+/)*\w[\w.-]*", re.ASCII).fullmatch


def picture_address(src: str) -> str:
    """As every storage of ours says it (healthcms/media_storage.py): under MEDIA_URL, by its name."""
    return f"{settings.MEDIA_URL}{src}" if _is_plain(src) else default_storage.url(src)
