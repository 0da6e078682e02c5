"""Fields that name another row and find it among those the form has already, before they ask the database.

Django asks once for each field that names a row, to see whether it is there: a long article would ask for each of its
citations. Here the rows that came with the form, and those that were chosen in it, are fetched together.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.db.models import Model


class RowField(forms.ModelChoiceField):
    known: Collection[Model] = ()

    def to_python(self, value: Any) -> Any:
        return next((row for row in self.known if str(row.pk) == str(value)), None) or super().to_python(value)


class RowsField(forms.ModelMultipleChoiceField):
    known: Collection[Model] = ()

    def clean(self, value: Any) -> Any:
        rows = {str(row.pk): row for row in self.known}
        if value and rows.keys() >= set(map(str, value)):
            return [rows[str(key)] for key in value]
        return super().clean(value)


def give_known_rows(form: forms.ModelForm) -> None:
    """Give fields and their choosers the rows that came with the instance of `form`: nothing is asked for twice."""
    for name, field in form.fields.items():
        if isinstance(field, RowsField):
            give(field, form.initial.get(name) or ())
        elif isinstance(field, RowField):
            row = form.instance._state.fields_cache.get(name)
            give(field, (row,) if row else ())


def give(field: RowField | RowsField, rows: Collection[Model]) -> None:
    field.known = rows
    # The admin wraps some choosers.
    getattr(field.widget, "widget", field.widget).known = rows
