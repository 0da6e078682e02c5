"""What the caches in front were not told: readers may still see there what is no longer true."""

from datetime import datetime, timedelta

from django.urls import reverse

from articles.admin.home.panel import SHOWN, Panel, Row
from articles.models import EditorialRecord, Publication, WaitingPurge

# Until then it is about to be told.
SOON = timedelta(minutes=1)
ARTICLE = "article:"


def untold_caches(now: datetime) -> Panel | None:
    """The changes that a cache should know of by now, the oldest first; no panel where there are none."""
    waiting = WaitingPurge.objects.untold().filter(made_at__lt=now - SOON).order_by("pk")
    oldest = list(waiting[:SHOWN])
    if not oldest:
        return None
    return Panel(
        key="untold-caches",
        heading="Caches that were not told",
        label="change that a cache does not know|changes that a cache does not know",
        address="",
        count=waiting.count(),
        rows=[_row(change, now) for change in oldest],
        empty=("", ""),
        is_pressing=True,
    )


def _row(change: WaitingPurge, now: datetime) -> Row:
    uids = [key.removeprefix(ARTICLE) for key in change.keys if key.startswith(ARTICLE)]
    # The decision that it was: the last one before it about an article that it names. The others are its neighbors.
    decided = EditorialRecord.objects.filter(article__uid__in=uids, at__lte=change.made_at).order_by("-sequence")
    record = decided.select_related("article").first()
    shown = record and Publication.objects.open().filter(article=record.article_id).first()
    minutes = int((now - change.made_at).total_seconds() // 60)
    return Row(
        title=record.article.title if record else "Lists and pages about the site",
        address=shown.get_absolute_url() if shown else reverse("reading:home"),
        button="Look",
        detail=f"Readers may still get an old copy. {_tried(change)}",
        when=f"{minutes} minute{'' if minutes == 1 else 's'} ago",
        is_late=True,
    )


def _tried(change: WaitingPurge) -> str:
    if not change.tries:
        return "It waits for the one before it."
    times = "once" if change.tries == 1 else f"{change.tries} times"
    said = change.error.removeprefix("<urlopen error ").removesuffix(">")
    return f"Telling it failed {times}, the last time with “{said}”. It is tried again every minute."
