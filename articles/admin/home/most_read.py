"""What was read most in the last four weeks, where the site counts that."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet, Sum

from articles.admin.plots import Plot, columns_of
from articles.models import PageViews, Publication

A_WEEK, FOUR_WEEKS = 7, 28
SHOWN = 10


@dataclass(frozen=True)
class ReadPage:
    title: str
    path: str
    week: int
    month: int


@dataclass(frozen=True)
class MostRead:
    pages: list[ReadPage]
    plot: Plot


def most_read(now: datetime) -> MostRead:
    """The most read pages of the last seven days, and how much was read on each of the last 28. Three queries."""
    days = [now.date() - timedelta(days=ago) for ago in range(FOUR_WEEKS - 1, -1, -1)]
    lately = PageViews.objects.filter(day__gte=days[0], day__lte=days[-1])
    by_day = dict(lately.order_by().values_list("day").annotate(Sum("views")))
    return MostRead(pages=_pages(lately, since=days[-A_WEEK]), plot=_plot(days, [by_day.get(day, 0) for day in days]))


def _pages(lately: QuerySet[PageViews], *, since: date) -> list[ReadPage]:
    week = Sum("views", filter=Q(day__gte=since), default=0)
    rows = list(
        lately.order_by()
        .values("path")
        .annotate(week=week, month=Sum("views"))
        .order_by("-week", "-month", "path")[:SHOWN]
    )
    live = Publication.objects.live().filter(slug__in=[_slug(row["path"]) for row in rows])
    titles = {page.get_absolute_url(): page.title for page in live.only("slug", "title")}
    return [ReadPage(titles.get(row["path"], row["path"]), row["path"], row["week"], row["month"]) for row in rows]


def _slug(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _plot(days: list[date], values: list[int]) -> Plot:
    return Plot(
        kind="days",
        heading="Pages read per day",
        alternative=f"Pages read per day, {days[0]:%B} {days[0].day} to {days[-1]:%B} {days[-1].day}: "
        f"{sum(values):,} in all, {sum(values[-A_WEEK:]):,} in the last seven days, at most {max(values):,} on a day.",
        column="Day",
        measure="Read",
        marks=columns_of([(f"{day:%B} {day.day}", f"{day:%b} {day.day}") for day in days], values),
        says=f"{sum(values[-A_WEEK:]):,} in the last seven days, {sum(values):,} in 28.",
    )
