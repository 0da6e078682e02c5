"""Users and their roles, for administrators. Nobody gives themselves a role, and only a superuser touches one."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from articles.admin.editing import KeepsRecords, NamesItsList
from articles.admin.readonly import ReadOnlyAdmin
from experts.models import User

# A role is a group, and roles are all that is handed out here.
NEVER_SHOWN = {"user_permissions"}
FOR_SUPERUSERS = {"is_superuser"}


@admin.register(User)
class DeskUserAdmin(NamesItsList, KeepsRecords, UserAdmin):
    kept_advice = "Deactivate the account instead."
    list_display = ["username", "first_name", "last_name", "roles", "is_active", "is_staff"]
    list_filter = ["groups", "is_active", "is_staff"]
    filter_horizontal = []

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "-"

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> list:
        hidden = NEVER_SHOWN if request.user.is_superuser else NEVER_SHOWN | FOR_SUPERUSERS
        return [
            (name, {**options, "fields": [field for field in options["fields"] if field not in hidden]})
            for name, options in super().get_fieldsets(request, obj)
        ]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs |= {"widget": CheckboxSelectMultiple, "help_text": "", "label": "Roles"}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        is_self = obj is not None and obj.pk == request.user.pk and not request.user.is_superuser
        return ["last_login", "date_joined", *(["groups", "is_staff"] if is_self else [])]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    def _may_touch(self, request: HttpRequest, user: User | None) -> bool:
        return user is None or request.user.is_superuser or not user.is_superuser


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """The four roles are written in the code (articles/editorial/roles.py); here one sees what they allow."""

    fields = ["name", "permissions"]
    search_fields = ["name"]
