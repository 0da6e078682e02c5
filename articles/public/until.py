"""Until when a page stays as it is if nobody decides anything: what the clock alone will change, and when."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from articles.models import Publication
from articles.models.standing import next_turn


def next_change(shown: Iterable[Publication], *, now: datetime, news_until: date | None = None) -> datetime:
    """Return when the first of the reviews `shown` turns, or a correction stops being news, or the year in the footer
    is over. Scheduled publications are not asked for: they are foreseen where pages are stored.
    """
    today = now.astimezone(UTC).date()
    turns = [next_turn(today, due_on=row.review_due_on) for row in shown if row.review_due_on]
    days = [day for day in (*turns, news_until, date(today.year + 1, 1, 1)) if day and day > today]
    return datetime.combine(min(days), time.min, tzinfo=UTC)


def end_of_news(content: dict, *, lasts: timedelta) -> date | None:
    """The day on which the newest correction is no longer told at the top."""
    days = [date.fromisoformat(notice["on"]) for notice in content["corrections"]]
    return max(days) + lasts if days else None
