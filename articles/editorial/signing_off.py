"""A reviewer marks sentences as fine while reading, and takes marks back. It decides nothing: the approval does."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.content.passages import passages_in
from articles.editorial.gate import require_latest, require_qualified_reviewer
from articles.editorial.steps import lock_version
from articles.errors import EditorialError
from articles.models import SignOff, Version


@transaction.atomic
def sign_off(version: Version, keys: Collection[str], *, by: Any, now: datetime | None = None) -> int:
    """Mark the passages with these keys as fine; return how many. Only whoever could approve the version can."""
    now = now or timezone.now()
    _article, version = lock_version(version)
    require_latest(version.article, version)
    require_qualified_reviewer(version, by, on=now.date())
    wanted = set(keys)
    if not wanted:
        raise EditorialError("Choose what is fine.")
    if not wanted <= {passage.key for passage in passages_in(version.content)}:
        raise EditorialError(f"Version {version.number} has no such sentence. Open the page again.")
    SignOff.objects.bulk_create(
        [
            SignOff(article=version.article, reviewer=by, version=version, key=key, made_at=now)
            for key in sorted(wanted)
        ],
        update_conflicts=True,
        unique_fields=["article", "reviewer", "key"],
        update_fields=["version", "made_at"],
    )
    return len(wanted)


@transaction.atomic
def open_again(version: Version, keys: Collection[str], *, by: Any) -> int:
    """Take one's own marks back; return how many there were. What an approval carries stays carried."""
    taken, _ = SignOff.objects.filter(article=version.article, reviewer=by, key__in=set(keys)).delete()
    return taken
