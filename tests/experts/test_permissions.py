"""Permissions are what Django says they are, in one query."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission

from articles.editorial.roles import Role, create_roles
from experts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_own_permissions_and_those_of_groups_come_in_one_query(django_assert_num_queries):
    create_roles()
    user = make_user(Role.WRITER)
    user.user_permissions.add(Permission.objects.get(codename="delete_user"))
    user = fresh(user)

    with django_assert_num_queries(1):
        assert user.has_perm("experts.delete_user") and user.has_perm("articles.change_article")
        assert not user.has_perm("experts.add_user")


@pytest.mark.parametrize("fields", [{}, {"is_active": False}, {"is_superuser": True}])
def test_they_are_those_that_django_counts(fields):
    create_roles()
    user = make_user(Role.EDITOR, Role.ADMINISTRATOR, **fields)

    assert fresh(user).get_all_permissions() == ModelBackend().get_all_permissions(fresh(user))
