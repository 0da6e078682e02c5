"""What waits for an editor: to publish, to assign, to chase, to answer."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator

from articles.admin import attention, worklists
from articles.admin.asking_after import buttons_of
from articles.admin.home.panel import SHOWN, Asked, Panel, Row
from articles.admin.home.rows import (
    day_in_words,
    due_in_words,
    first_of,
    form_of,
    in_worklist,
    newest_records,
    open_assignments,
    pages_of,
    scheduled_rows,
    short_day,
    version_of,
    words_of,
    worklist_panel,
)
from articles.admin.paging import count_up_to_most, in_words
from articles.models import Event, ReaderReport, ReviewState
from articles.models.standing import last_day_of_grace, state_on

# A submission that nobody took for so many days is marked.
LONG = timedelta(days=3)


def ready(user: Any, now: datetime) -> Panel:
    articles, count = first_of(in_worklist("ready", user, now).order_by("latest_version_id"))
    approvals = newest_records(articles, Event.APPROVED)
    rows = [
        Row(
            title=article.title,
            address=article.get_admin_url(),
            button="Publish…",
            button_address=reverse("admin:articles_article_publish", args=[article.pk]),
            detail=version_of(article, "approved", approvals.get(article.pk)),
            when=f"Approved {day_in_words(approvals[article.pk].at, now)}" if article.pk in approvals else "",
        )
        for article in articles
    ]
    empty = ("Nothing is ready.", "A text comes here when a reviewer has approved exactly what would be published.")
    return worklist_panel("ready", "Approved and ready", count, rows, empty, label="ready to publish", is_pressing=True)


def to_assign(user: Any, now: datetime) -> Panel:
    articles, count = first_of(in_worklist("to-assign", user, now).order_by("latest_version_id"))
    submissions = newest_records(articles, Event.SUBMITTED)
    declined = newest_records(articles, Event.DECLINED)
    rows = []
    for article in articles:
        submission, refusal = submissions.get(article.pk), declined.get(article.pk)
        is_new = refusal and (submission is None or refusal.sequence > submission.sequence)
        rows.append(
            Row(
                title=article.title,
                address=article.get_admin_url(),
                button="Assign…",
                button_address=reverse("admin:articles_article_assign", args=[article.pk]),
                detail=version_of(article, "submitted", submission),
                said=f"Declined. {words_of(refusal)}" if is_new else "",
                when=f"Submitted {day_in_words(submission.at, now)}" if submission else "",
                is_late=bool(submission) and now - submission.at > LONG,
            )
        )
    empty = ("Nobody waits for a reviewer.", "Whatever writers submit comes here until you ask a reviewer.")
    return worklist_panel(
        "to-assign", "Waiting to be assigned", count, rows, empty, label="to assign", is_pressing=True
    )


def assigned(user: Any, now: datetime) -> Panel:
    due = Min("assignments__due_on", filter=Q(assignments__closed_at__isnull=True))
    waiting = in_worklist("assigned", user, now).annotate(due=due).order_by("due", "pk")
    articles, count = first_of(waiting, open_assignments())
    rows = [
        Row(
            title=article.title,
            address=article.get_admin_url(),
            button="Open",
            # The one that is due first stands first.
            when=due_in_words(article.asked[0].due_on, now),
            is_late=article.asked[0].due_on < now.date(),
            asked=[
                Asked(f"{row.reviewer}, {due_in_words(row.due_on, now)}", row.due_on < now.date(), buttons_of(row))
                for row in article.asked
            ],
        )
        for article in articles
        if article.asked
    ]
    empty = ("No reviewer has a text.", "What you assign stays here, the first due on top, until it is decided.")
    return worklist_panel("assigned", "With a reviewer", count, rows, empty)


def overdue(user: Any, now: datetime) -> Panel:
    rows = []
    pages, count = pages_of(worklists.overdue(now))
    for page in pages:
        is_lapsed = state_on(now.date(), due_on=page.review_due_on) == ReviewState.LAPSED
        until = short_day(last_day_of_grace(page.review_due_on), now)
        rows.append(
            Row(
                title=page.title,
                address=form_of(page.article_id),
                button="Open",
                detail="" if is_lapsed else f"Shows its mark until {until}.",
                when=due_in_words(page.review_due_on, now),
                is_late=True,
                chip=("bad", "✕", "Lapsed: no mark, not listed by search engines")
                if is_lapsed
                else ("warn", "!", "Overdue"),
            )
        )
    empty = ("No live page is overdue.", "A page comes here when its review date has passed.")
    return worklist_panel(
        "overdue", "Overdue or lapsed", count, rows, empty, label="overdue or lapsed", is_pressing=True
    )


def due_soon(user: Any, now: datetime) -> Panel:
    pages, count = pages_of(worklists.due_soon(now))
    rows = [
        Row(
            title=page.title,
            address=form_of(page.article_id),
            button="Open",
            detail=f"Last reviewed by {page.review.actor}." if page.review else "",
            when=due_in_words(page.review_due_on, now),
        )
        for page in pages
    ]
    days = settings.REVIEW_DUE_SOON_DAYS
    empty = ("No review is due soon.", f"Live pages come here {days} days before their review date.")
    return worklist_panel("due-soon", "Due soon", count, rows, empty, label="due soon")


def scheduled(user: Any, now: datetime) -> Panel:
    empty = (
        "Nothing is scheduled.",
        "“Schedule…” on an approved article gives it a day; the calendar shows the month.",
    )
    rows, count = scheduled_rows(worklists.scheduled(now), now)
    return worklist_panel("scheduled", "Scheduled", count, rows, empty)


def reports() -> Panel:
    """What readers wait for; what was set aside as doubtful is counted, too, so that no reader is silenced unseen."""
    reports, listed = ReaderReport.objects.open(), reverse("admin:articles_readerreport_changelist")
    doubtful = count_up_to_most(ReaderReport.objects.doubtful())
    rows = [
        Row(
            title=f"“{Truncator(report.message).chars(80)}”",
            address=reverse("admin:articles_readerreport_change", args=[report.pk]),
            button="Answer",
            detail=f"On {report.article}, {date_format(report.made_at, 'N j')}",
        )
        for report in reports.prefetch_related("article").order_by("made_at")[:SHOWN]
    ]
    return Panel(
        key="reports",
        heading="Problems reported",
        label="problem reported|problems reported",
        address=f"{listed}?state=open",
        count=count_up_to_most(reports),
        rows=rows,
        empty=("No reader waits for an answer.", "What readers report on a page comes here."),
        is_pressing=True,
        aside=(f"{in_words(doubtful)} set aside as doubtful", f"{listed}?state=doubtful") if doubtful else None,
    )


def alarms() -> Panel | None:
    sources = attention.alarming_sources()
    count = count_up_to_most(sources)
    shown = sources.annotate(uses=Count("citations__article", distinct=True)).order_by("-last_checked_at", "pk")
    rows = [
        Row(
            title=Truncator(source.title).chars(90),
            address=reverse("admin:articles_source_change", args=[source.pk]),
            button="Look",
            detail=f"Cited by {source.uses} article{'' if source.uses == 1 else 's'}."
            if source.uses
            else "Cited by a live page only.",
            chip=("bad", "✕", "Retracted")
            if source.status == "retracted"
            else ("warn", "!", source.get_status_display()),
        )
        for source in shown[:SHOWN]
    ]
    if not count:
        return None
    return Panel(
        key="alerts",
        heading="Evidence alerts",
        label="evidence alert|evidence alerts",
        address=reverse("admin:articles_source_changelist") + "?alert=yes",
        count=count,
        rows=rows,
        empty=("", ""),
        is_pressing=True,
    )
