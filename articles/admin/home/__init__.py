"""The first page of the admin: what waits for this person, the most pressing first, one click from the task.

Each panel shows the first few rows of a list and counts it as the list itself does. The number of queries depends on
the roles of the person, never on how much there is.
"""

from datetime import datetime
from typing import Any

from django.conf import settings

from articles.admin import plots
from articles.admin.home import editor, others, writer
from articles.admin.home.most_read import most_read
from articles.admin.home.panel import Home, Panel
from articles.admin.home.untold import untold_caches
from articles.admin.plots import Plot
from articles.editorial.roles import Role, roles_of
from articles.models import ScratchCopy

MOST_COPIES = 200


def home_of(user: Any, *, now: datetime) -> Home:
    roles = set(roles_of(user)) if user.is_active else set()
    main: list[Panel | None] = []
    side: list[Panel | None] = []
    drawn: list[Plot] = []
    if Role.MEDICAL_REVIEWER in roles:
        main.append(others.own_reviews(user, now))
    if Role.EDITOR in roles:
        main += [
            editor.ready(user, now),
            editor.to_assign(user, now),
            editor.assigned(user, now),
            editor.overdue(user, now),
            editor.due_soon(user, now),
        ]
        side += [untold_caches(now), editor.alarms(), editor.reports(), editor.scheduled(user, now)]
    if roles & {Role.WRITER, Role.EDITOR}:
        is_writer = Role.WRITER in roles
        own = [writer.changes(user, now), writer.comments(user, now), writer.drafts(user, now)]
        # An editor who also writes sees their own texts, one who does not is not told that there are none.
        main += own if is_writer else [panel for panel in own if panel.count]
        if is_writer:
            side += [writer.with_others(user, now), writer.own_scheduled(user, now)]
    if Role.ADMINISTRATOR in roles:
        main += [others.without_role(), others.to_renew(now)]
    if Role.EDITOR in roles:
        drawn = [plots.published_per_month(now), plots.days_to_approval(now), plots.reviews_per_reviewer(now)]
    elif Role.WRITER in roles:
        drawn = [plots.published_per_month(now, by=user)]
    return Home(
        main=[panel for panel in main if panel],
        side=[panel for panel in side if panel],
        plots=drawn,
        unsaved=_unsaved(user),
        most_read=most_read(now) if Role.EDITOR in roles and settings.COUNT_PAGE_VIEWS else None,
    )


def _unsaved(user: Any) -> list[ScratchCopy]:
    """The newest kept words for each article, however many windows kept some; the newest of all first."""
    copies = ScratchCopy.objects.filter(by=user).defer("fields").select_related("article").order_by("-saved_at")
    newest: dict[int | None, ScratchCopy] = {}
    for copy in copies[:MOST_COPIES]:
        newest.setdefault(copy.article_id, copy)
    return list(newest.values())
