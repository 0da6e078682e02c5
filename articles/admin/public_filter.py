"""Find articles by what readers see of them, which is no field of the article."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.admin.paging import among
from articles.models import Article, Publication


class PublicFilter(admin.SimpleListFilter):
    title = "public"
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("live", "Live"),
            ("overdue", "Live, and overdue or lapsed"),
            ("withdrawn", "Withdrawn"),
            ("no", "Not live"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        live = Publication.objects.live()
        match self.value():
            case "live":
                # Nearly every article: look each one up while walking the list, and stop when the page is full.
                return queryset.filter(Exists(live.filter(article=OuterRef("pk"))))
            case "overdue":
                overdue = live.filter(review_due_on__lt=timezone.now().date())
                return among(queryset, Article.objects.filter(pk__in=overdue.values("article")))
            case "withdrawn":
                withdrawn = Publication.objects.withdrawn().values("article")
                return among(queryset, Article.objects.filter(pk__in=withdrawn))
            case "no":
                is_out = ~Exists(live.filter(article=OuterRef("pk")))
                return among(queryset, Article.objects.filter(is_out), many=Q(is_out))
        return queryset
