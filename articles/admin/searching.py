"""Search among many articles: in title and address, which one narrow index holds, and never through the texts."""

import re

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import HttpRequest

from articles.admin.paging import MOST, among, first_keys
from articles.models import Article, EditorialRecord, Version

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


class VersionSearch:
    """Finds versions by the title or address of their article, or by the beginning of their digest."""

    search_fields = ["article__title", "digest"]
    search_help_text = "Title of the article, or a digest"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words = search_term.split()
        if not words:
            return queryset, False
        articles = Article.objects.filter(titled(words)).order_by()
        keys = first_keys(articles)
        found = Q(article__in=keys if len(keys) <= MOST else articles.values("pk"))
        start = words[0].lower()
        if HEX.fullmatch(start):
            # Digests that begin with it, as a range: SQLite uses no index for a beginning.
            found |= Q(digest__gte=start, digest__lt=f"{start}g")
        # By their keys, found by indexes alone: tried one by one, every version's text would be read.
        return queryset.filter(pk__in=Version.objects.order_by().filter(found).values("pk")), False


class RecordSearch:
    """Finds entries of the ledger by the title or address of their article, or by the beginning of a digest or hash."""

    search_fields = ["article__title", "record_hash"]
    search_help_text = "Title of the article, a digest or a hash"

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        words = search_term.split()
        if not words:
            return queryset, False
        keys = first_keys(Article.objects.filter(titled(words)).order_by())
        if len(keys) > MOST:
            # Common words: walk along the list, until the page is full.
            return queryset.filter(Exists(Article.objects.filter(titled(words), pk=OuterRef("article")))), False
        found = Q(article__in=keys)
        start = words[0].lower()
        if HEX.fullmatch(start):
            versions = Version.objects.order_by().filter(digest__gte=start, digest__lt=f"{start}g")
            found |= Q(record_hash__gte=start, record_hash__lt=f"{start}g")
            found |= Q(version__in=first_keys(versions))
        return queryset.filter(pk__in=EditorialRecord.objects.order_by().filter(found).values("pk")), False


def titled(words: list[str]) -> Q:
    """Whether an article has all these words."""
    found = Q()
    for word in words:
        # Addresses are written in small letters: to make each of them so again would double the work.
        found &= Q(title__icontains=word) | Q(slug__contains=word.lower())
    return found
