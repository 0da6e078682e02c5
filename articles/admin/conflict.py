"""When two people wrote on one draft: what differs, for both to see, and nothing of either lost."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from articles.admin.article_form import ArticleForm
from articles.admin.lists import LinesField
from articles.admin.richtext import RichTextField
from articles.content.html import sanitise

SILENT = {"based_on", "position", "article", "id"}


@dataclass(frozen=True)
class Difference:
    """One place where the typed text is not what the draft says now. None means: not there."""

    place: str
    yours: str | None
    current: str | None


def differences(form: ArticleForm, formsets: list[BaseInlineFormSet]) -> list[Difference]:
    """List every field and row in which the posted form differs from the draft as it is now."""
    found = _changed_fields(form, of="")
    for formset in formsets:
        found += _changed_rows(formset)
    return found


def with_lost_rows_as_new(data: QueryDict, *, prefix: str, known: set[str]) -> QueryDict:
    """Return the post `data` with those rows as new ones that somebody else deleted meanwhile.

    A formset drops a row whose id is gone without a word; the words typed in it would be lost.
    """
    try:
        total, initial = int(data[f"{prefix}-TOTAL_FORMS"]), int(data[f"{prefix}-INITIAL_FORMS"])
    except (KeyError, ValueError):
        return data
    if not 0 <= initial <= total <= 1000:
        return data
    kept = [row for row in range(initial) if data.get(f"{prefix}-{row}-id") in known]
    if len(kept) == initial:
        return data
    order = [*kept, *(row for row in range(initial) if row not in kept), *range(initial, total)]
    new = data.copy()
    for key in data:
        if key.startswith(f"{prefix}-") and key.split("-")[1].isdigit():
            del new[key]
    for place, row in enumerate(order):
        for key in data:
            start = f"{prefix}-{row}-"
            if key.startswith(start):
                name = key.removeprefix(start)
                is_gone = name == "id" and row < initial and row not in kept
                new.setlist(f"{prefix}-{place}-{name}", [""] if is_gone else data.getlist(key))
    new[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return new


def _changed_fields(form: forms.BaseForm, *, of: str) -> list[Difference]:
    return [
        Difference(
            place=": ".join(part for part in (of, str(form.fields[name].label or name).capitalize()) if part),
            yours=shown(form.fields[name], form[name].data),
            current=shown(form.fields[name], form.initial.get(name)),
        )
        for name in form.changed_data
        if name not in SILENT and name != "DELETE"
    ]


def _changed_rows(formset: BaseInlineFormSet) -> list[Difference]:
    noun = formset.model._meta.verbose_name.capitalize()
    found = []
    for form in formset.forms:
        if form.instance.pk is None:
            if form.has_changed():
                found.append(Difference(place=noun, yours=_row(form), current=None))
        elif formset.can_delete and formset._should_delete_form(form):
            found.append(Difference(place=noun, yours=None, current=str(form.instance)))
        else:
            found += _changed_fields(form, of=f"{noun} “{form.instance}”")
    posted = {form.instance.pk for form in formset.forms}
    found += [
        Difference(place=noun, yours=None, current=str(row)) for row in formset.get_queryset() if row.pk not in posted
    ]
    return found


def _row(form: forms.ModelForm) -> str:
    """Everything that was typed into a new row."""
    parts = [(form.fields[name].label or name, shown(form.fields[name], form[name].data)) for name in form.changed_data]
    return format_html_join("", "<p><strong>{}:</strong></p>{}", parts)


def shown(field: forms.Field, value: Any) -> str:
    """Return `value`, typed or stored, as a person reads it."""
    if isinstance(field, RichTextField):
        return SafeString(sanitise(value or ""))
    if isinstance(field, LinesField):
        return str(field.prepare_value(value) or "")
    if isinstance(field, forms.ModelChoiceField):
        keys = [str(getattr(item, "pk", item)) for item in (value if isinstance(value, list) else [value])]
        return ", ".join(str(row) for row in field.queryset.filter(pk__in=[key for key in keys if key.isdigit()]))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))
    return "" if value is None else str(value)
