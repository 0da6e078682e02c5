"""Filters of the lists that the first page leads to."""

from collections.abc import Callable
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.admin import attention
from articles.admin.paging import among
from articles.admin.worklists import WORKLISTS
from articles.editorial.roles import roles_of


class WorkFilter(SimpleListFilter):
    """What waits, as the first page counts it."""

    title = "what waits"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        roles = set(roles_of(request.user))
        shown = [row for row in WORKLISTS.values() if roles & row.roles or row.key == request.GET.get("work")]
        return [(row.key, row.label) for row in shown]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        worklist = WORKLISTS.get(self.value() or "")
        if worklist is None:
            return queryset
        return among(queryset, worklist.articles(request.user, timezone.now()))


class OneChoiceFilter(SimpleListFilter):
    """All rows, or those that need somebody."""

    choice: tuple[str, str]
    # Each of them says which rows those are.
    wanted: Callable[[HttpRequest], QuerySet]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [self.choice]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() != self.choice[0]:
            return queryset
        return among(queryset, self.wanted(request))


class AlarmFilter(OneChoiceFilter):
    title, parameter_name, choice = "evidence alerts", "alert", ("yes", "Cited, and retracted, doubted or corrected")

    def wanted(self, request: HttpRequest) -> QuerySet:
        return attention.alarming_sources()


class AnswerFilter(OneChoiceFilter):
    title, parameter_name, choice = "to answer", "mine", ("open", "Open, on my articles")

    def wanted(self, request: HttpRequest) -> QuerySet:
        return attention.comments_to_answer(request.user)


class RenewalFilter(OneChoiceFilter):
    title, parameter_name, choice = "papers", "renew", ("yes", "Run out, or soon will")

    def wanted(self, request: HttpRequest) -> QuerySet:
        return attention.experts_to_renew()
