"""Comments on versions, for reading."""

from django.contrib import admin

from articles.admin.filters import AnswerFilter
from articles.admin.readonly import ReadOnlyAdmin
from articles.models import Comment


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "article", "version", "author", "made_at", "is_blocking", "resolved_at"]
    list_filter = [AnswerFilter, "is_blocking", ("resolved_at", admin.EmptyFieldListFilter)]
    list_select_related = ["article", "version", "author"]
    search_fields = ["article__title", "body"]
    fields = [
        "article",
        "version",
        "parent",
        "author",
        "made_at",
        "section",
        "phrase",
        "body",
        "is_blocking",
        "resolved_at",
        "resolved_by",
    ]
