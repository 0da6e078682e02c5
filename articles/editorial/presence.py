"""Say who has an article open at this moment, reading or writing. A courtesy among colleagues, never a lock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, Presence


def sign(*, article_id: int, by: Any, is_writing: bool, now: datetime | None = None) -> Sequence[Presence]:
    """Note that `by` has the article open and return the others who have, longest first. Three queries, however many.

    Raises Article.DoesNotExist when the article is gone.
    """
    now = now or timezone.now()
    if not Article.objects.filter(pk=article_id).exists():
        raise Article.DoesNotExist
    here = list(Presence.objects.now(now).filter(article=article_id).select_related("user").order_by("since", "pk"))
    own = next((presence for presence in here if presence.user_id == by.pk), None)
    # Whoever was away for half a minute has come anew.
    mine = Presence(article_id=article_id, user=by, is_writing=is_writing, since=own.since if own else now, seen_at=now)
    try:
        Presence.objects.bulk_create(
            [mine],
            update_conflicts=True,
            unique_fields=["article", "user"],
            update_fields=["is_writing", "since", "seen_at"],
        )
    except IntegrityError as error:
        # It went just now.
        raise Article.DoesNotExist from error
    return [presence for presence in here if presence.user_id != by.pk]
