"""Articles of one topic, or of all that stand under it."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest

from articles.models import Topic

# Of more topics than these, those at the top are offered: nobody finds theirs in a column of two thousand.
MOST = 100
UNDER = ("pk", "parent", "parent__parent", "parent__parent__parent")


class TopicFilter(SimpleListFilter):
    title = "main topic"
    parameter_name = "topic"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        topics = list(Topic.objects.order_by(F("parent").asc(nulls_first=True), "name")[: MOST + 1])
        if len(topics) > MOST:
            topics = [topic for topic in topics if topic.parent_id is None]
        return [(str(topic.pk), topic.name) for topic in sorted(topics, key=lambda topic: topic.name.casefold())]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        if not chosen:
            return queryset
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
            return queryset.none()
        under = Q()
        for above in UNDER:
            under |= Q(**{above: int(chosen)})
        return queryset.filter(main_topic__in=list(Topic.objects.filter(under).values_list("pk", flat=True)))
