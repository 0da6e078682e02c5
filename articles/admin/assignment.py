"""Who was asked to review what, for reading; the button “Assign…” of an article asks."""

from django.contrib import admin

from articles.admin.readonly import ReadOnlyAdmin
from articles.models import ReviewAssignment


@admin.register(ReviewAssignment)
class ReviewAssignmentAdmin(ReadOnlyAdmin):
    list_display = ["article", "reviewer", "due_on", "closed_at", "declined_because"]
    list_filter = [("closed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["article", "reviewer"]
    search_fields = ["article__title", "reviewer__last_name", "reviewer__username"]
    fields = ["article", "reviewer", "assigned_by", "assigned_at", "due_on", "closed_at", "declined_because"]
