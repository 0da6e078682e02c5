"""A month at a glance: what goes live, what went live, which reviews are due. On a phone it is a list of days."""

import calendar
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.admin import worklists
from articles.editorial.gate import add_months
from articles.editorial.roles import Role, has_role
from articles.models import Article, Publication, ReviewAssignment

# More than a day's box can show; the rest of the day opens below it.
SHOWN = 4
# Of the texts that could be given a day, those that have waited longest.
READY = 10
# What is drawn of each kind at most: a month that holds more is too full to read.
MOST = 400
# As far back and ahead as one can turn; beyond it there is nothing, and at last no calendar.
YEARS = 50
_NAMES = [f"reviewer__{field}" for field in ("username", "first_name", "last_name")]


@dataclass(frozen=True)
class Entry:
    """One thing that happens on a day: its sign, its words, and where it leads."""

    kind: str
    sign: str
    title: str
    words: str
    address: str


@dataclass(frozen=True)
class Day:
    date: date
    is_off: bool
    is_today: bool
    entries: list[Entry]

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:SHOWN]

    @property
    def folded(self) -> list[Entry]:
        return self.entries[SHOWN:]


@require_safe
def calendar_view(request: HttpRequest, *, site: Any) -> HttpResponse:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    now = timezone.now()
    month = _month(request.GET.get("month", ""), today=now.date())
    weeks = weeks_of(month, now=now)
    # Their keys are found by an index that holds no titles, and then the first few are read.
    keys = list(worklists.ready(now).order_by("latest_version_id").values_list("pk", flat=True)[:READY])
    ready = Article.objects.filter(pk__in=keys).select_related("latest_version")
    context = {
        **site.each_context(request),
        "title": "Calendar",
        "month": month,
        "weeks": weeks,
        "is_empty": not any(day.entries for week in weeks for day in week),
        "before": add_months(month, -1),
        "after": add_months(month, 1),
        "is_this_month": month == now.date().replace(day=1),
        "is_editor": has_role(request.user, Role.EDITOR),
        "ready": ready.only("title", "latest_version__number").order_by("latest_version_id"),
    }
    return TemplateResponse(request, "admin/calendar.html", context)


def weeks_of(month: date, *, now: datetime) -> list[list[Day]]:
    """The weeks that a month touches, Monday first, with what happens on each day, in four queries."""
    weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
    happening = defaultdict(list)
    for day, entry in _entries(weeks[0][0], weeks[-1][-1], now=now):
        happening[day].append(entry)
    today = now.date()
    return [[Day(day, day.month != month.month, day == today, happening[day]) for day in week] for week in weeks]


def _entries(first: date, last: date, *, now: datetime) -> Iterator[tuple[date, Entry]]:
    begin, end = _start_of(first), _start_of(last + timedelta(days=1))
    pages = Publication.objects.only("article_id", "title", "visible_from", "review_due_on")

    coming = pages.filter(visible_from__gt=now, visible_from__gte=begin, visible_from__lt=end)
    for page in coming.order_by("visible_from", "pk")[:MOST]:
        words = f"goes live at {page.visible_from:%H:%M}"
        yield page.visible_from.date(), Entry("to-come", "◷", page.title, words, _form_of(page.article_id))

    gone = pages.published(now).filter(visible_from__gte=begin, visible_from__lt=end)
    for page in gone.order_by("visible_from", "pk")[:MOST]:
        words = f"went live at {page.visible_from:%H:%M}"
        yield page.visible_from.date(), Entry("done", "●", page.title, words, _form_of(page.article_id))

    asked = ReviewAssignment.objects.open().filter(due_on__range=(first, last))
    titled = asked.select_related("article", "reviewer").only("due_on", "article__title", *_NAMES)
    for row in titled.order_by("due_on", "pk")[:MOST]:
        is_late = row.due_on < now.date()
        words = f"{row.reviewer} {'was to decide' if is_late else 'is to decide'}"
        kind, sign = ("late", "!") if is_late else ("asked", "◐")
        yield row.due_on, Entry(kind, sign, row.article.title, words, _form_of(row.article_id))

    due = pages.live(now).filter(review_due_on__range=(first, last))
    for page in due.order_by("review_due_on", "pk")[:MOST]:
        is_late = page.review_due_on < now.date()
        words = "review was due" if is_late else "review due"
        kind, sign = ("late", "!") if is_late else ("review", "↻")
        yield page.review_due_on, Entry(kind, sign, page.title, words, _form_of(page.article_id))


def _form_of(article_id: int) -> str:
    return reverse("admin:articles_article_change", args=[article_id])


def _month(text: str, *, today: date) -> date:
    """The first day of the month that the address names, or of this one."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return today.replace(day=1)
    return month if abs(month.year - today.year) <= YEARS else today.replace(day=1)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
