"""Where pictures are kept: in a folder of this host, or in a bucket that all hosts reach.

Readers never get a picture from there: /media/ asks first whether a live page shows it (see the view of that name). So
the bucket stays private, and no address leads into it.
"""

from typing import Any
from urllib.parse import urlsplit

FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}


def is_usable(address: str) -> bool:
    parts = urlsplit(address)
    return not address or (parts.scheme == "s3" and bool(parts.netloc) and not parts.query)


def storage_for(address: str) -> dict[str, Any]:
    """Return the entry of STORAGES for MEDIA_STORAGE. What a bucket needs is loaded only if one is named."""
    if not address or not is_usable(address):
        return FOLDER
    parts = urlsplit(address)
    return {
        "BACKEND": "healthcms.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            # Names are digests: what is there already has the same bytes.
            "file_overwrite": True,
            "default_acl": None,
        },
    }
