"""Remind doctors of the reviews they owe, and in the end the editors; never twice of the same stage.

The stage follows from the clock, so a run that was missed is made up for with the newest stage alone. What is done is
not found any more: an assignment that was closed, a page that was reviewed again, withdrawn or replaced. A run locks
the rows it looks at before it asks who was reminded, so two runs at once remind nobody twice.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator

from articles.editorial.roles import Role
from articles.models import (
    Article,
    EditorialRecord,
    Event,
    Publication,
    Reminder,
    ReminderStage,
    ReviewAssignment,
    State,
)
from articles.models.standing import last_day_of_grace
from articles.notices import telling
from articles.notices.people import editors, in_role
from experts.models import Expert, User

CHUNK = 500
# How many days after its day each stage of an assignment begins; the last one is for the editors.
OF_ASSIGNMENTS = (
    (ReminderStage.SOON, -2),
    (ReminderStage.DUE, 0),
    (ReminderStage.OVERDUE, 2),
    (ReminderStage.ESCALATED, 5),
)


def of_pages() -> tuple[tuple[ReminderStage, int], ...]:
    """The same for live pages: the editors hear of a page on the first day without its badge."""
    return (
        (ReminderStage.SOON, -30),
        (ReminderStage.DUE, 0),
        (ReminderStage.OVERDUE, 7),
        (ReminderStage.ESCALATED, settings.REVIEW_GRACE_DAYS + 1),
    )


@dataclass(frozen=True)
class Owed:
    """A review that somebody owes: one reviewer, or two where the topic asks for both.

    `thing` and `thing_id` are the column of a reminder and its value.
    """

    thing: str
    thing_id: int
    article: Article
    title: str
    reviewers: tuple[User, ...]
    due_on: date
    path: str
    stages: tuple[tuple[ReminderStage, int], ...]
    words: Callable[["Owed", ReminderStage, list[User], date], str]

    @property
    def who(self) -> str:
        return " and ".join(str(reviewer) for reviewer in self.reviewers)

    @property
    def titled(self) -> str:
        return f"“{Truncator(self.title).chars(120)}”"

    @property
    def day(self) -> str:
        return date_format(self.due_on, "F j, Y")

    def stage_on(self, today: date) -> ReminderStage:
        return [stage for stage, days in self.stages if today >= self.due_on + timedelta(days=days)][-1]


def send_reminders(
    *, now: datetime | None = None, progress: Callable[[int], None] = lambda looked_at: None
) -> tuple[int, int]:
    """Send what is due to be sent; return how many doctors' reminders and how many to the editors that were."""
    now = now or timezone.now()
    told = list(editors())
    sent: list[ReminderStage] = []
    looked_at = 0
    for owed_after in (_assignments_after, _pages_after):
        last = 0
        while True:
            with transaction.atomic():
                rows, owed = owed_after(last, now)
                sent += _remind(owed, told, now=now)
            if not rows:
                break
            last = rows[-1].pk
            looked_at += len(rows)
            progress(looked_at)
    to_editors = sent.count(ReminderStage.ESCALATED)
    return len(sent) - to_editors, to_editors


def _assignments_after(last: int, now: datetime) -> tuple[Sequence[Any], list[Owed]]:
    rows = list(
        ReviewAssignment.objects.open()
        .filter(pk__gt=last, article__state=State.IN_REVIEW, due_on__lte=_first(OF_ASSIGNMENTS, now))
        .exclude(_was_escalated(assignment=OuterRef("pk")))
        .select_related("article", "reviewer")
        .only("due_on", "reviewer", "article__title", "article__latest_version")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")[:CHUNK]
    )
    return rows, [
        Owed(
            thing="assignment_id",
            thing_id=row.pk,
            article=row.article,
            title=row.article.title,
            reviewers=(row.reviewer,),
            due_on=row.due_on,
            path=reverse("desk:version", args=[row.article.latest_version_id]),
            stages=OF_ASSIGNMENTS,
            words=_of_assignment,
        )
        for row in rows
    ]


def _pages_after(last: int, now: datetime) -> tuple[Sequence[Any], list[Owed]]:
    stages = of_pages()
    rows = list(
        Publication.objects.live(now)
        .filter(pk__gt=last, review__isnull=False, review_due_on__lte=_first(stages, now))
        .exclude(_was_escalated(review=OuterRef("review")))
        .select_related("article", "review__actor")
        .only("title", "review_due_on", "review__actor", "review__sequence", "review__document", "article__slug")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")[:CHUNK]
    )
    owing = _owing(rows)
    return rows, [
        Owed(
            thing="review_id",
            thing_id=row.review_id,
            article=row.article,
            title=row.title,
            reviewers=owing[row.pk],
            due_on=row.review_due_on,
            path=reverse("desk:live_page", args=[row.pk]),
            stages=stages,
            words=_of_page,
        )
        for row in rows
    ]


def _owing(pages: Sequence[Any]) -> dict[int, tuple[User, ...]]:
    """Who has to look at each of these pages again: whoever reviewed it, without the one of two who did so already."""
    by_two = [page for page in pages if len(page.review.reviewers) > 1]
    others = {page.pk: [credit["expert"] for credit in page.review.reviewers[1:]] for page in by_two}
    users, looked_at = {}, {}
    if by_two:
        experts = Expert.objects.filter(uid__in={uid for uids in others.values() for uid in uids}, user__isnull=False)
        users = {str(expert.uid): expert.user for expert in experts.select_related("user")}
        again = EditorialRecord.objects.filter(
            event=Event.CONFIRMED_UNCHANGED, article__in=[page.article_id for page in by_two]
        )
        for article, actor, sequence in again.order_by("sequence").values_list("article", "actor", "sequence"):
            looked_at[article, actor] = sequence
    owing = {}
    for page in pages:
        people = [page.review.actor, *[users[uid] for uid in others.get(page.pk, []) if uid in users]]
        left = [person for person in people if looked_at.get((page.article_id, person.pk), 0) <= page.review.sequence]
        owing[page.pk] = tuple(left or people)
    return owing


def _first(stages: Sequence[tuple[ReminderStage, int]], now: datetime) -> date:
    """The last due day of which anybody is reminded today."""
    return now.date() - timedelta(days=stages[0][1])


def _was_escalated(**thing: OuterRef) -> Exists:
    return Exists(Reminder.objects.filter(stage=ReminderStage.ESCALATED, **thing))


def _remind(owed: Sequence[Owed], told: Sequence[User], *, now: datetime) -> list[ReminderStage]:
    """Note and tell what was not told yet; return the stages."""
    if not owed:
        return []
    today, thing = now.date(), owed[0].thing
    done = set(
        Reminder.objects.filter(**{f"{thing}__in": [item.thing_id for item in owed]}).values_list(thing, "stage")
    )
    people = {person.pk for item in owed for person in item.reviewers}
    able = set(in_role(Role.MEDICAL_REVIEWER).filter(pk__in=people).values_list("pk", flat=True))
    reminders, notices = [], []
    for item in owed:
        gone = [person for person in item.reviewers if person.pk not in able]
        # Whoever lost account or role cannot do it: the editors hear of it at once.
        stage = ReminderStage.ESCALATED if gone else item.stage_on(today)
        addressed = _addressed(item, stage, told)
        if (item.thing_id, stage) in done or not addressed:
            continue
        text = item.words(item, stage, gone, today)
        reminders.append(Reminder(**{thing: item.thing_id}, stage=stage, sent_at=now))
        notices += [(person, item.article, text, path) for person, path in addressed]
    Reminder.objects.bulk_create(reminders)
    telling.reminded(notices, now=now)
    return [ReminderStage(reminder.stage) for reminder in reminders]


def _addressed(item: Owed, stage: ReminderStage, told: Iterable[User]) -> list[tuple[User, str]]:
    """Who is told of this stage, and where it leads them."""
    if stage == ReminderStage.ESCALATED:
        return [(editor, item.article.get_admin_url()) for editor in told]
    return [(person, item.path) for person in item.reviewers]


def _of_assignment(item: Owed, stage: ReminderStage, gone: list[User], today: date) -> str:
    who, page, day = item.who, item.titled, item.day
    if gone:
        return f"{who} was asked to review {page} by {day}, and reviews no more: ask somebody else."
    if stage == ReminderStage.ESCALATED:
        return f"{who} has not reviewed {page}, which was due on {day}: ask after it, or ask somebody else."
    return f"Your review of {page} {_is_due(item, today)}."


def _of_page(item: Owed, stage: ReminderStage, gone: list[User], today: date) -> str:
    who, page, day = item.who, item.titled, item.day
    if gone:
        return f"The review of {page} {_is_due(item, today)}, and {gone[0]} reviews no more: ask somebody else."
    if stage == ReminderStage.ESCALATED:
        return f"The review of {page} by {who} has lapsed: it was due on {day}, and the page has lost its mark."
    if stage == ReminderStage.OVERDUE:
        last_day = date_format(last_day_of_grace(item.due_on), "F j, Y")
        return f"Your review of the live page {page} was due on {day}. It keeps its mark until {last_day}."
    return f"Your review of the live page {page} {_is_due(item, today)}: is it still right?"


def _is_due(item: Owed, today: date) -> str:
    if item.due_on == today:
        return "is due today"
    return f"{'is' if item.due_on > today else 'was'} due on {item.day}"
