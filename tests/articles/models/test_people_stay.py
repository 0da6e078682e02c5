"""A person who decided is never erased."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from articles.models import EditorialRecord
from experts.models import Expert, User


def test_deleting_a_user_who_decided_is_refused_with_a_sentence(staff, article):
    staff.published(article)

    for user in (staff.writer, staff.reviewer, staff.editor):
        with pytest.raises(ProtectedError, match="cannot be deleted: the record of this site names them. Deactivate"):
            user.delete()
        with pytest.raises(ProtectedError):
            User.objects.filter(pk=user.pk).delete()


def test_deleting_a_credited_expert_is_refused(staff, article):
    staff.published(article)

    for user in (staff.writer, staff.reviewer):
        with pytest.raises(ProtectedError, match="cannot be deleted"):
            Expert.objects.get(user=user).delete()


def test_raw_sql_cannot_delete_a_decider_either(staff, article):
    staff.published(article)

    with pytest.raises(IntegrityError), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM experts_user WHERE id = %s", [staff.editor.pk])
            connection.check_constraints()


def test_a_user_who_did_nothing_can_be_deleted(staff):
    staff.editor.delete()

    assert not User.objects.filter(username="edgar_editor").exists()


def test_deactivating_or_renaming_a_reviewer_changes_no_record_and_no_credit(client, staff, article):
    publication = staff.published(article)
    before = list(EditorialRecord.objects.values_list("document", flat=True))
    page = client.get(publication.get_absolute_url()).content

    User.objects.filter(pk=staff.reviewer.pk).update(is_active=False, last_name="Other")
    Expert.objects.filter(user=staff.reviewer).update(name="Somebody Else")

    publication.refresh_from_db()
    assert list(EditorialRecord.objects.values_list("document", flat=True)) == before
    assert publication.standing().reviewer["name"] == "Rita Reviewer"
    assert client.get(publication.get_absolute_url()).content == page
