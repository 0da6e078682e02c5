"""Which layout this process renders: pages made with other templates, styles or words are not its pages."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

_MADE_OF = ("templates", "static/css", "static/js", "locale", "articles", "experts", "healthcms")
_SETTINGS = (
    "SITE_URL SITE_NAME CONTACT_EMAIL REVIEW_DUE_SOON_DAYS REVIEW_GRACE_DAYS HTTPS STATIC_URL "
    # Pages are kept with their headers, of which this decides.
    "SHARED_CACHE_SECONDS"
).split()
_ENDINGS = {".html", ".xml", ".css", ".js", ".svg", ".mo", ".py"}


@cache
def layout() -> str:
    """Return sixteen digits that differ as soon as anything does that pages are made of: code, templates, settings."""
    digest = hashlib.sha256()
    for folder in _MADE_OF:
        for path in sorted((Path(settings.BASE_DIR) / folder).rglob("*")):
            if path.suffix in _ENDINGS:
                digest.update(f"{path.relative_to(settings.BASE_DIR)}\0".encode())
                digest.update(path.read_bytes())
    for name in _SETTINGS:
        digest.update(f"{name}={getattr(settings, name)}\0".encode())
    return digest.hexdigest()[:16]
