"""Users, roles and experts in the admin: nobody who decided is erased, and nobody lifts themselves up."""

from django.contrib.auth.models import Group
from django.urls import reverse

from articles.editorial import workflow
from articles.editorial.roles import Role
from experts.models import Expert, User
from tests import factories
from tests.articles.admin.filled_form import filled_form
from tests.scenes import scene


@scene
def administrator(staff):
    return factories.make_user(Role.ADMINISTRATOR, username="ada_administrator", is_staff=True)


def change(user):
    return reverse("admin:experts_user_change", args=[user.pk])


def test_a_user_who_wrote_is_not_deleted_and_the_page_says_why(article, staff, administrator, client_of):
    client = client_of(administrator)

    for response in (
        client.get(reverse("admin:experts_user_delete", args=[staff.writer.pk])),
        client.post(reverse("admin:experts_user_delete", args=[staff.writer.pk]), {"post": "yes"}),
    ):
        page = response.content.decode()
        assert response.status_code == 200
        assert "Wanda Writer stands in the record of this site" in page
        assert "Deactivate the account instead." in page
    assert User.objects.filter(pk=staff.writer.pk).exists()


def test_the_bulk_action_says_the_same(article, staff, administrator, client_of):
    response = client_of(administrator).post(
        reverse("admin:experts_user_changelist"),
        {"action": "delete_selected", "_selected_action": [staff.writer.pk], "post": "yes"},
    )

    assert "Wanda Writer stands in the record of this site" in response.content.decode()
    assert User.objects.filter(pk=staff.writer.pk).exists()


def test_an_expert_on_a_byline_is_not_deleted_by_a_superuser(article, superuser, client_of):
    expert = article.bylines.get().expert

    response = client_of(superuser).post(reverse("admin:experts_expert_delete", args=[expert.pk]), {"post": "yes"})

    assert "stands in the record of this site" in response.content.decode()
    assert Expert.objects.filter(pk=expert.pk).exists()


def test_somebody_who_did_nothing_yet_can_be_deleted(staff, administrator, client_of):
    nobody = factories.make_user(username="new_person")

    client_of(administrator).post(reverse("admin:experts_user_delete", args=[nobody.pk]), {"post": "yes"})

    assert not User.objects.filter(pk=nobody.pk).exists()


def test_an_administrator_gives_roles_and_nothing_beyond(staff, administrator, client_of):
    client, person = client_of(administrator), factories.make_user(username="new_person")
    page = client.get(change(person))
    assert 'name="is_superuser"' not in page.content.decode()
    assert 'name="user_permissions"' not in page.content.decode()
    role = Group.objects.get(name=Role.WRITER)

    client.post(
        change(person),
        filled_form(page, "user_form", groups=str(role.pk), is_superuser="on", user_permissions="1"),
    )

    person.refresh_from_db()
    assert list(person.groups.all()) == [role]
    assert not person.is_superuser
    assert not person.user_permissions.exists()


def test_an_administrator_cannot_give_themselves_a_role(staff, administrator, client_of):
    client = client_of(administrator)
    page = client.get(change(administrator))
    editors = Group.objects.get(name=Role.EDITOR)

    client.post(change(administrator), filled_form(page, "user_form", groups=str(editors.pk), is_superuser="on"))

    administrator.refresh_from_db()
    assert [group.name for group in administrator.groups.all()] == [Role.ADMINISTRATOR]
    assert not administrator.is_superuser


def test_an_administrator_does_not_touch_a_superuser(administrator, superuser, client_of):
    client = client_of(administrator)

    assert client.post(change(superuser), {"username": "taken"}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[superuser.pk])).status_code == 403
    assert client.post(reverse("admin:experts_user_delete", args=[superuser.pk]), {"post": "yes"}).status_code == 403
    client.post(
        reverse("admin:experts_user_changelist"),
        {"action": "delete_selected", "_selected_action": [superuser.pk], "post": "yes"},
    )
    superuser.refresh_from_db()
    assert superuser.username == "sue_superuser"


def test_an_administrator_adds_a_user(administrator, client_of):
    client = client_of(administrator)
    page = client.get(reverse("admin:experts_user_add"))

    password = f"{factories.PASSWORD}!"
    fields = filled_form(page, "user_form", username="nina_new", password1=password, password2=password)
    client.post(reverse("admin:experts_user_add"), fields)

    assert User.objects.filter(username="nina_new", is_staff=False, is_superuser=False).exists()


def test_a_writer_sees_no_users_and_changes_no_expert(staff, client_of):
    client = client_of(staff.writer)
    expert = staff.reviewer.expert

    assert client.get(reverse("admin:experts_user_changelist")).status_code == 403
    assert client.post(reverse("admin:experts_expert_change", args=[expert.pk]), {"name": "X"}).status_code == 403


def test_roles_are_for_reading(superuser, staff, client_of):
    address = reverse("admin:auth_group_change", args=[Group.objects.first().pk])

    assert client_of(superuser).get(address).status_code == 200
    assert client_of(superuser).post(address, {"name": "X"}).status_code == 403


def test_an_editor_writes_an_expert_with_lists_as_people_write_them(staff, client_of):
    client, expert = client_of(staff.editor), staff.reviewer.expert
    figure = factories.make_figure("Portrait")
    page = client.get(reverse("admin:experts_expert_change", args=[expert.pk]))

    client.post(
        reverse("admin:experts_expert_change", args=[expert.pk]),
        filled_form(
            page,
            "expert_form",
            degrees="MD,  PhD ,",
            specialties="Neurology, Rehabilitation",
            orcid="https://orcid.org/0000-0002-1825-0097",
            picture=str(figure.pk),
        ),
    )

    expert.refresh_from_db()
    assert expert.degrees == ["MD", "PhD"]
    assert expert.specialties == ["Neurology", "Rehabilitation"]
    assert expert.orcid == "0000-0002-1825-0097"
    assert expert.portrait == figure.as_shown()


def test_an_editor_cannot_choose_the_account_behind_an_expert(staff, client_of):
    client, expert = client_of(staff.editor), factories.make_expert()
    page = client.get(reverse("admin:experts_expert_change", args=[expert.pk]))

    client.post(
        reverse("admin:experts_expert_change", args=[expert.pk]),
        filled_form(page, "expert_form", user=str(staff.editor.pk)),
    )

    expert.refresh_from_db()
    assert expert.user is None


def test_nobody_checks_their_own_credentials(staff, client_of):
    staff.reviewer.groups.add(Group.objects.get(name=Role.EDITOR))
    staff.reviewer.is_staff = True
    staff.reviewer.save()
    Expert.objects.filter(user=staff.reviewer).update(is_verified=False)
    staff.reviewer.expert.credentials.update(verified_on=None)
    client, expert = client_of(staff.reviewer), Expert.objects.get(user=staff.reviewer)
    page = client.get(reverse("admin:experts_expert_change", args=[expert.pk]))

    client.post(
        reverse("admin:experts_expert_change", args=[expert.pk]),
        filled_form(page, "expert_form", is_verified="on", credentials__0__verified_on="2026-01-01", bio="New bio."),
    )

    expert.refresh_from_db()
    assert expert.bio == "New bio."
    assert not expert.is_verified
    assert expert.credentials.get().verified_on is None


def test_a_change_of_an_expert_leaves_versions_as_they_are(article, staff, client_of):
    before = article.latest_version.document
    expert = article.bylines.get().expert
    client = client_of(staff.editor)
    page = client.get(reverse("admin:experts_expert_change", args=[expert.pk]))

    client.post(
        reverse("admin:experts_expert_change", args=[expert.pk]), filled_form(page, "expert_form", name="Another Name")
    )

    article.refresh_from_db()
    assert article.latest_version.document == before
    assert workflow.save_draft(article, by=staff.writer).content["bylines"][0]["name"] == "Another Name"


def test_whoever_may_only_look_reads_lists_in_words(staff, client_of):
    expert = factories.make_expert(name="Dana Looked", degrees=["MD", "MSc"], specialties=[])
    topic = factories.make_topic(synonyms=["neurology", "nervous system"])
    client = client_of(staff.writer)

    profile = client.get(reverse("admin:experts_expert_change", args=[expert.pk])).content.decode()
    hub = client.get(reverse("admin:articles_topic_change", args=[topic.pk])).content.decode()

    assert "MD, MSc" in profile and "[&quot;" not in profile
    assert "neurology, nervous system" in hub and "[&quot;" not in hub
