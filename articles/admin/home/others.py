"""What waits for a reviewer who has staff access, and for an administrator."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from articles.admin import attention
from articles.admin.home.panel import SHOWN, Panel, Row
from articles.admin.home.rows import due_in_words
from articles.admin.paging import count_up_to_most
from articles.desk import waiting


def own_reviews(user: Any, now: datetime) -> Panel:
    texts = waiting.texts_for(user)
    rows = [
        Row(
            title=article.title,
            address=reverse("desk:version", args=[article.latest_version_id]),
            button="Review",
            when=due_in_words(assignment.due_on, now) if assignment else "",
            is_late=assignment is not None and assignment.due_on < now.date(),
        )
        for article, assignment in texts[:SHOWN]
    ]
    return Panel(
        key="reviews",
        heading="Your reviews",
        label="to review",
        address=reverse("desk:queue"),
        count=len(texts),
        rows=rows,
        empty=("No text waits for your review.", "When an editor asks you, it comes here and to your desk."),
        is_pressing=True,
    )


def without_role() -> Panel:
    people = attention.users_without_role()
    rows = [
        Row(
            title=str(person),
            address=reverse("admin:experts_user_change", args=[person.pk]),
            button="Give a role",
            detail=f"{person.username}, joined {date_format(person.date_joined, 'N j, Y')}",
        )
        for person in people[:SHOWN]
    ]
    query = "?groups__isnull=True&is_active__exact=1&is_superuser__exact=0"
    return Panel(
        key="without-role",
        heading="People without a role",
        label="person without a role|people without a role",
        address=reverse("admin:experts_user_changelist") + query,
        count=count_up_to_most(people),
        rows=rows,
        empty=(
            "Everybody has a role.",
            "A new account comes here until you give it one: without a role nothing can be done.",
        ),
        is_pressing=True,
    )


def to_renew(now: datetime) -> Panel:
    experts = attention.experts_to_renew(now.date())
    rows = [
        Row(
            title=str(expert),
            address=reverse("admin:experts_expert_change", args=[expert.pk]),
            button="Open",
            detail=attention.why_to_renew(expert, on=now.date()),
        )
        for expert in experts.with_profile()[:SHOWN]
    ]
    return Panel(
        key="to-renew",
        heading="Credentials and disclosures",
        label="credentials or disclosures to renew",
        address=reverse("admin:experts_expert_changelist") + "?renew=yes",
        count=count_up_to_most(experts),
        rows=rows,
        empty=(
            "All papers are in order.",
            "People come here two months before a credential lapses or a disclosure ages.",
        ),
        is_pressing=True,
    )
