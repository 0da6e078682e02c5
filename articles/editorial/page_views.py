"""How often pages were read: day and path, added up; nothing about anybody who read them."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone

from articles.models import PageViews

# What one statement takes; a process writes long before it has seen so many paths.
AT_ONCE = 200


def add_views(counts: Mapping[tuple[date, str], int]) -> None:
    """Add these views to those of their day, in one statement: processes that write at once lose none."""
    # In one order for all, so that two processes never wait for each other.
    rows = sorted((day, path, views) for (day, path), views in counts.items())
    for start in range(0, len(rows), AT_ONCE):
        batch = rows[start : start + AT_ONCE]
        table = connection.ops.quote_name(PageViews._meta.db_table)
        values = ", ".join(["(%s, %s, %s)"] * len(batch))
        sql = (
            f"INSERT INTO {table} (day, path, views) VALUES {values} "  # noqa: S608
            f"ON CONFLICT (day, path) DO UPDATE SET views = {table}.views + excluded.views"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [value for row in batch for value in row])


def forget_views(*, older_than: int, today: date | None = None) -> int:
    """Forget the days that are more than `older_than` days ago; return how many rows that were."""
    before = (today or timezone.now().date()) - timedelta(days=older_than)
    forgotten, _ = PageViews.objects.filter(day__lt=before).delete()
    return forgotten
