"""Comments on versions, for reading."""

from django.contrib import admin
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.filters import AnswerFilter
from articles.admin.readonly import ReadOnlyAdmin
from articles.models import Comment


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "place", "version", "author", "made_at", "is_blocking", "resolved_at"]
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
        "suggestion",
        "applied_in",
        "is_blocking",
        "resolved_at",
        "resolved_by",
    ]

    @admin.display(description="article")
    def place(self, comment: Comment) -> SafeString:
        """The article's form at the words it is about, where it is answered."""
        thread = comment.parent_id or comment.pk
        return format_html(
            '<a href="{}#comment-{}">{}</a>', comment.article.get_admin_url(), thread, comment.article.title
        )
