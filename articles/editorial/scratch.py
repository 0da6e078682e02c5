"""Keep what somebody typed and did not save, so that no closed window, lost line or log-out costs a word.

A scratch copy is never a version: nothing here touches a draft, a version or a state, and nobody but its owner sees it.
So nothing is asked either: neither a role nor the article's state. Words typed in vain are still words.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from articles.errors import EditorialError
from articles.models import Article, ScratchCopy

KEPT_FOR = timedelta(days=30)
# Ten times the longest article anybody wrote here; what is longer stays in the browser.
LARGEST = 2_000_000
TOO_LARGE = (
    "This text is too long for a safety copy on the server. It is kept in this browser; save it as a draft soon."
)
WINDOW = re.compile(r"[0-9a-f-]{8,36}")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def keep(
    article: Article | None,
    *,
    by: Any,
    window: str,
    fields: Mapping[str, Any],
    based_on: int = 0,
    now: datetime | None = None,
) -> ScratchCopy:
    """Keep the form's `fields` as this window's only copy; None is the form of a new article."""
    require_window(window)
    kept = _storable(fields)
    if len(json.dumps(kept, ensure_ascii=False).encode()) > LARGEST:
        raise EditorialError(TOO_LARGE)
    copy, _ = ScratchCopy.objects.update_or_create(
        by=by,
        window=window,
        defaults={"article": article, "fields": kept, "based_on": based_on, "saved_at": now or timezone.now()},
    )
    return copy


def copies_of(article: Article | None, *, by: Any, now: datetime | None = None) -> QuerySet[ScratchCopy]:
    """This person's own copies for one article, or for new ones, newest first; never anybody else's."""
    since = (now or timezone.now()) - KEPT_FOR
    return ScratchCopy.objects.filter(article=article, by=by, saved_at__gt=since)


def forget(*, by: Any, window: str) -> None:
    """Let go of a window's copy: its words were saved, or their owner discarded them."""
    ScratchCopy.objects.filter(by=by, window=window).delete()


def forget_old(*, now: datetime | None = None) -> None:
    """Let go of every copy that nobody came back for within thirty days."""
    ScratchCopy.objects.filter(saved_at__lte=(now or timezone.now()) - KEPT_FOR).delete()


def require_window(window: str) -> None:
    if not WINDOW.fullmatch(window):
        raise EditorialError("This is not the name of a window.")


def _storable(value: Any) -> Any:
    """Return `value` without the two kinds of characters that PostgreSQL's JSON cannot hold; they are no words."""
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("", value.replace("\0", ""))
    if isinstance(value, Mapping):
        return {_storable(str(key)): _storable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_storable(item) for item in value]
    return value
