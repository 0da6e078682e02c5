"""What the admins of frozen nouns share: whoever has the permission may look, nobody may touch, superusers included."""

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest

from articles.admin.editing import NamesItsList
from articles.admin.paging import CappedPaginator


class ReadOnlyAdmin(NamesItsList, ModelAdmin):
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    change_form_template = "admin/readonly.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_actions(self, request: HttpRequest) -> dict:
        return {}
