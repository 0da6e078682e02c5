"""Search among many articles: in title and address, which one narrow index holds, and never through the texts."""

import re
from collections.abc import Callable

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest

from articles.admin.paging import MOST, among, first_keys
from articles.models import Article, Version

HEX = re.compile("[0-9a-f]+")


class TitleSearch:
    """Finds articles, or their publications, whose title or address holds every word that was typed, in any order."""

    model: type[Model]
    search_fields = ["title", "slug"]
    search_help_text = "Title or address"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words = search_term.split()
        if not words:
            return queryset, False
        return among(queryset, self.model._default_manager.filter(titled(words)), many=titled(words)), False


class _ArticleSearch:
    """Finds what belongs to an article by its title or address, or by the beginning of a digest."""

    model: type[Model]
    # Each of them says which have a digest that begins with these digits.
    begun_with: Callable[[str], Q]

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words = search_term.split()
        if not words:
            return queryset, False
        start = words[0].lower()
        begun = self.begun_with(start) if HEX.fullmatch(start) else Q()
        keys = first_keys(Article.objects.filter(titled(words)).order_by())
        if len(keys) > MOST:
            # Common words: walk along the list, until the page is full.
            return queryset.filter(Exists(Article.objects.filter(titled(words), pk=OuterRef("article"))) | begun), False
        # By their keys, found by indexes alone: tried one by one, every text would be read.
        found = self.model._default_manager.order_by().filter(Q(article__in=keys) | begun)
        return queryset.filter(pk__in=found.values("pk")), False


class VersionSearch(_ArticleSearch):
    search_fields = ["article__title", "digest"]
    search_help_text = "Title of the article, or a digest"

    def begun_with(self, start: str) -> Q:
        return Q(pk__in=Version.objects.order_by().filter(begins("digest", start)).values("pk"))


class RecordSearch(_ArticleSearch):
    search_fields = ["article__title", "record_hash"]
    search_help_text = "Title of the article, a digest or a hash"

    def begun_with(self, start: str) -> Q:
        versions = first_keys(Version.objects.order_by().filter(begins("digest", start)))
        return Q(version__in=versions) | begins("record_hash", start)


def begins(field: str, start: str) -> Q:
    """Whether what is in hex digits begins with these, as a range: SQLite uses no index for a beginning."""
    return Q(**{f"{field}__gte": start, f"{field}__lt": f"{start}g"})


def titled(words: list[str]) -> Q:
    """Whether an article has all these words."""
    found = Q()
    for word in words:
        # Addresses are written in small letters: to make each of them so again would double the work.
        found &= Q(title__icontains=word) | Q(slug__contains=word.lower())
    return found
