"""Permissions, asked for once: somebody's own and those of their groups come with one query, where Django makes two."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission


class OneQueryBackend(ModelBackend):
    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        is_plain = obj is None and user_obj.is_active and not user_obj.is_anonymous and not user_obj.is_superuser
        if is_plain and not hasattr(user_obj, "_perm_cache"):
            own, shared = (
                Permission.objects.filter(**of).order_by().values_list("content_type__app_label", "codename")
                for of in ({"user": user_obj}, {"group__user": user_obj})
            )
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in own.union(shared)}
        return super().get_all_permissions(user_obj, obj)
