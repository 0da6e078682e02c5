"""Secret addresses of one version, for people without an account. A secret is shown once; we keep only its SHA-256."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from articles.content.digest import sha256
from articles.editorial.gate import require_role, require_same_content
from articles.editorial.roles import Role
from articles.errors import EditorialError
from articles.models import PreviewLink, Version

SHORTEST_DAYS, LONGEST_DAYS = 1, 30
# 32 random bytes: nobody guesses one, and it fits into a line of a letter.
SECRET_BYTES = 32


def make_preview_link(version: Version, *, by: Any, days: int, now: datetime | None = None) -> str:
    """Make a link to exactly this version and return its secret, which can never be shown again."""
    now = now or timezone.now()
    require_role(by, Role.WRITER, Role.EDITOR)
    require_same_content(version, version.digest)
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise EditorialError(f"A preview link is valid for {SHORTEST_DAYS} to {LONGEST_DAYS} days.")
    token = secrets.token_urlsafe(SECRET_BYTES)
    PreviewLink.objects.create(
        version=version,
        token_digest=sha256(token),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return token


def revoke_preview_link(link: PreviewLink, *, by: Any, now: datetime | None = None) -> None:
    """Close a link at once. Closed twice, it stays closed since the first time."""
    require_role(by, Role.WRITER, Role.EDITOR)
    PreviewLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now or timezone.now())


def open_preview(token: str, *, is_a_look: bool = True, now: datetime | None = None) -> PreviewLink | None:
    """Return the valid link behind a secret and count the look, or None, without a word on why not."""
    valid = PreviewLink.objects.valid(now).filter(token_digest=sha256(token))
    link = valid.select_related("version").first()
    if link is None or not link.version.is_intact:
        return None
    if is_a_look:
        # In the database, as two people may look at the same moment.
        PreviewLink.objects.filter(pk=link.pk).update(views=F("views") + 1)
        link.refresh_from_db(fields=["views"])
    return link
