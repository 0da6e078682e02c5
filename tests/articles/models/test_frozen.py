"""Versions, records and corrections are written once: refused by the model, the query set and the database."""

import pytest
from django.db import DatabaseError, connection, transaction

from articles.editorial import workflow
from articles.errors import EditorialError
from articles.models import Correction, EditorialRecord, Version, triggers
from tests.scenes import scene


@scene
def frozen(staff, article):
    staff.published(article)
    workflow.correct(article, text="The dose was wrong.", by=staff.editor)
    return {model: model.objects.first() for model in (Version, EditorialRecord, Correction)}


MODELS = [Version, EditorialRecord, Correction]


@pytest.mark.parametrize("model", MODELS)
def test_saving_or_deleting_one_again_is_refused_with_a_sentence(frozen, model):
    with pytest.raises(EditorialError, match="never changed"):
        frozen[model].save()
    with pytest.raises(EditorialError, match="never deleted"):
        frozen[model].delete()


@pytest.mark.parametrize("model", MODELS)
def test_changing_or_deleting_many_is_refused_with_a_sentence(frozen, model):
    with pytest.raises(EditorialError, match="never changed"):
        model.objects.update(article=1)
    with pytest.raises(EditorialError, match="never changed"):
        model.objects.bulk_update([frozen[model]], ["article"])
    with pytest.raises(EditorialError, match="never deleted"):
        model.objects.all().delete()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("statement", ["UPDATE {} SET article_id = article_id", "DELETE FROM {}"])
def test_raw_sql_is_refused_by_the_database(frozen, model, statement):
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))

    assert model.objects.filter(pk=frozen[model].pk).exists()


@pytest.mark.django_db
def test_all_triggers_are_there_after_all_migrations():
    assert triggers.installed(connection) == triggers.expected()
