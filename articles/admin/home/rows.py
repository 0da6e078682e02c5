"""What the panels share: fetching a few rows in a fixed number of queries, and saying when and by whom."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator

from articles.admin import worklists
from articles.admin.home.panel import SHOWN, Panel, Row
from articles.admin.paging import first_keys
from articles.models import Article, EditorialRecord, Event, Publication, ReviewAssignment


def in_worklist(key: str, user: Any, now: datetime) -> QuerySet[Article]:
    return worklists.WORKLISTS[key].articles(user, now)


def worklist_panel(key: str, heading: str, count: int, rows: list[Row], empty: tuple[str, str], **more: Any) -> Panel:
    address = reverse("admin:articles_article_changelist") + f"?work={key}"
    return Panel(key=key, heading=heading, address=address, count=count, rows=rows, empty=empty, **more)


def first_of(articles: QuerySet[Article], *prefetches: Prefetch) -> tuple[list[Article], int]:
    """The first few of them, and how many there are. Many are dear to find: one search answers both."""
    keys = first_keys(articles)
    shown = (
        Article.objects.filter(pk__in=keys[:SHOWN])
        .select_related("latest_version__made_by")
        .only(
            "title",
            "state",
            "latest_version__number",
            "latest_version__made_at",
            "latest_version__made_by__username",
            "latest_version__made_by__first_name",
            "latest_version__made_by__last_name",
        )
    )
    found = sorted(shown.prefetch_related(*prefetches), key=lambda article: keys.index(article.pk))
    return found, len(keys)


def pages_of(pages: QuerySet[Publication]) -> tuple[list[Publication], int]:
    """The first few of them, and how many there are, by one search, too."""
    keys = first_keys(pages)
    shown = Publication.objects.filter(pk__in=keys[:SHOWN]).select_related("version", "review__actor")
    shown = shown.defer("card", "version__document", "review__document")
    return sorted(shown, key=lambda page: keys.index(page.pk)), len(keys)


def scheduled_rows(pages: QuerySet[Publication], now: datetime) -> tuple[list[Row], int]:
    found, count = pages_of(pages)
    rows = [
        Row(
            title=page.title,
            address=form_of(page.article_id),
            detail=f"Version {page.version.number}",
            when=f"{day_in_words(page.visible_from, now)}, {page.visible_from:%H:%M} UTC",
        )
        for page in found
    ]
    return rows, count


def open_assignments() -> Prefetch:
    asked = ReviewAssignment.objects.open().select_related("reviewer").order_by("due_on", "pk")
    return Prefetch("assignments", asked, to_attr="asked")


def newest_records(articles: Iterable[Article], event: Event) -> dict[int, EditorialRecord]:
    """The newest record of `event` for each of these few articles, by the article's key."""
    records = EditorialRecord.objects.filter(article__in=[article.pk for article in articles], event=event)
    return {record.article_id: record for record in records.select_related("actor").order_by("sequence")}


def words_of(record: EditorialRecord | None) -> str:
    return f"{record.actor}: {Truncator(record.note).chars(160)}" if record else ""


def version_of(article: Article, done: str = "saved", record: EditorialRecord | None = None) -> str:
    version = article.latest_version
    if version is None:
        return ""
    return f"Version {version.number}, {done} by {record.actor if record else version.made_by}"


def who_has_it(article: Article) -> str:
    if article.state == "approved":
        return "An editor will publish it or give it a day."
    asked = [f"{row.reviewer}, due on {date_format(row.due_on, 'N j')}" for row in article.asked]
    return f"With {'; '.join(asked)}" if asked else "An editor will ask a reviewer."


def short_day(day: date, now: datetime) -> str:
    return date_format(day, "N j" if day.year == now.year else "N j, Y")


def day_in_words(moment: datetime, now: datetime) -> str:
    days = (now.date() - moment.date()).days
    return {0: "today", 1: "yesterday", -1: "tomorrow"}.get(days) or short_day(moment.date(), now)


def due_in_words(day: date, now: datetime) -> str:
    late = (now.date() - day).days
    if late > 0:
        return f"{late} day{'' if late == 1 else 's'} overdue"
    return "Due today" if late == 0 else f"Due {short_day(day, now)}"


def form_of(article_id: int) -> str:
    return reverse("admin:articles_article_change", args=[article_id])
