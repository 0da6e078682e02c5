"""Roles are groups; a superuser holds none by being one."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from articles.editorial.roles import ADMIN_PERMISSIONS, Role, create_roles, has_role
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_the_command_makes_all_roles_and_may_run_again(capsys):
    call_command("create_roles")
    call_command("create_roles")

    assert set(Group.objects.values_list("name", flat=True)) == set(Role)
    assert "Medical reviewers" in capsys.readouterr().out


def test_a_group_gets_exactly_its_permissions_even_if_somebody_added_one():
    create_roles()
    writers = Group.objects.get(name=Role.WRITER)
    extra = Group.objects.get(name=Role.ADMINISTRATOR).permissions.get(codename="delete_user")
    writers.permissions.add(extra)

    create_roles()

    held = set(writers.permissions.values_list("codename", flat=True))
    wanted = ADMIN_PERMISSIONS[Role.WRITER]
    assert held == {f"{action}_{model}" for action, models in wanted.items() for model in models}


def test_nobody_may_change_or_delete_what_is_frozen():
    create_roles()

    for group in Group.objects.all():
        for permission in group.permissions.values_list("codename", flat=True):
            action, _, model = permission.partition("_")
            if model in ("version", "editorialrecord", "publication", "correction", "reviewassignment"):
                assert action == "view"


def test_a_superuser_and_a_deactivated_editor_hold_no_role():
    assert not any(has_role(make_user(is_superuser=True), role) for role in Role)
    assert not has_role(make_user(Role.EDITOR, is_active=False), Role.EDITOR)
