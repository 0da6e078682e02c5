"""When two people wrote on one draft: what differs, who changed it since both began, and what is to be chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import SafeString

from articles.admin.article_form import ArticleForm
from articles.admin.common_ground import UNKNOWN, value_in
from articles.admin.lists import LinesField
from articles.admin.richtext import RichTextField
from articles.content.html import sanitise
from articles.content.side_by_side import Sides, side_by_side
from articles.editorial.restoring import draft_html
from articles.models import Version

SILENT = {"based_on", "position", "article", "id"}
Content = dict[str, Any]


class Who(StrEnum):
    """Who changed a part since the version that both began on."""

    BOTH = "both"
    YOU = "you"
    THEY = "they"


# What is kept if nobody says otherwise. Where both wrote, somebody must say.
BY_ITSELF = {Who.YOU: "mine", Who.THEY: "theirs", Who.BOTH: ""}


@dataclass(frozen=True)
class Difference:
    """One place where the typed text is not what the draft says now. None means: not there."""

    name: str
    place: str
    yours: str | None
    current: str | None
    who: Who
    chosen: str = ""
    # The stored row that somebody deleted while its words stood in the form.
    was: str = ""
    # A row that only the others have stays: there is nothing of yours to keep instead.
    is_choice: bool = True

    @property
    def choice(self) -> str:
        return self.chosen or BY_ITSELF[self.who]

    @cached_property
    def marked(self) -> Sides | None:
        """Both texts with the words marked that differ, if there are two."""
        if self.yours is None or self.current is None:
            return None
        return side_by_side(self.yours, self.current)


def differences(form: ArticleForm, formsets: list[BaseInlineFormSet]) -> list[Difference]:
    """List every field and row in which the posted form differs from the draft as it is now."""
    ground = _Ground(form)
    found = list(ground.fields(form, of="", row=None))
    for formset in formsets:
        found += ground.rows(formset)
    return found


class _Ground:
    """The version that both began on, the one that was saved meanwhile, and what was chosen so far."""

    def __init__(self, form: ArticleForm) -> None:
        assert form.conflict is not None
        latest = form.conflict.version
        version = Version.objects.filter(article=latest.article_id, number=form.conflict.began_on).first()
        self.base: Content | None = version.content if version else None
        self.latest: Content = latest.content
        self.data = form.data

    def fields(self, form: forms.BaseForm, *, of: str, row: Model | None) -> Iterator[Difference]:
        for name in form.changed_data:
            if name in SILENT or name == "DELETE":
                continue
            field, full_name = form.fields[name], form.add_prefix(name)
            yield Difference(
                name=full_name,
                place=": ".join(part for part in (of, str(field.label or name).capitalize()) if part),
                yours=shown(field, form[name].data),
                current=shown(field, form.initial.get(name)),
                who=self.who(name, row, comparable(field, form[name].data)),
                chosen=self.chosen(full_name),
            )

    def rows(self, formset: BaseInlineFormSet) -> Iterator[Difference]:
        noun = str(formset.model._meta.verbose_name).capitalize()
        for form in formset.forms:
            if form.instance.pk is None:
                if form.has_changed():
                    was = form.data.get(f"{form.prefix}-was", "")
                    yield Difference(
                        name=form.prefix,
                        place=noun,
                        yours=_row(form),
                        current=None,
                        who=self.who_lost(form) if was else Who.YOU,
                        chosen=self.chosen(form.prefix),
                        was=was,
                    )
            elif formset.can_delete and formset._should_delete_form(form):
                yield Difference(
                    name=form.prefix,
                    place=noun,
                    yours=None,
                    current=str(form.instance),
                    who=Who.BOTH if self.they_changed(form.instance) else Who.YOU,
                    chosen=self.chosen(form.prefix),
                )
            else:
                yield from self.fields(form, of=f"{noun} “{form.instance}”", row=form.instance)
        posted = {form.instance.pk for form in formset.forms}
        for row in formset.get_queryset():
            if row.pk not in posted:
                yield Difference(
                    name=f"{formset.prefix}-stored-{row.pk}",
                    place=noun,
                    yours=None,
                    current=str(row),
                    who=Who.THEY,
                    is_choice=False,
                )

    def chosen(self, name: str) -> str:
        choice = self.data.get(f"merge-{name}", "")
        return choice if choice in ("mine", "theirs") else ""

    def who(self, name: str, row: Model | None, mine: Any) -> Who:
        """Compare three ways; whatever a version does not tell is for a person to decide."""
        if self.base is None:
            return Who.BOTH
        before, after = value_in(self.base, name, row), value_in(self.latest, name, row)
        if UNKNOWN in (before, after) or mine is UNKNOWN:
            return Who.BOTH
        if before == after:
            return Who.YOU
        return Who.THEY if mine == before else Who.BOTH

    def who_lost(self, form: forms.ModelForm) -> Who:
        """Of a section that they deleted: if its words are those that both began with, only they changed it."""
        if self.base is None or "body" not in form.fields:
            return Who.BOTH
        words = [comparable(form.fields[name], form[name].data) for name in ("nav_label", "heading", "body")]
        before = [[part["nav_label"], part["heading"], draft_html(part["html"])] for part in self.base["sections"]]
        return Who.THEY if words in before else Who.BOTH

    def they_changed(self, row: Model) -> bool:
        names = ("nav_label", "heading", "body", "figure")
        if self.base is None:
            return True
        before = [value_in(self.base, name, row) for name in names]
        return UNKNOWN in before or before != [value_in(self.latest, name, row) for name in names]


def _row(form: forms.ModelForm) -> str:
    """Everything that was typed into a new row."""
    parts = [(form.fields[name].label or name, shown(form.fields[name], form[name].data)) for name in form.changed_data]
    return format_html_join("", "<p><strong>{}:</strong></p>{}", parts)


def comparable(field: forms.Field, value: Any) -> Any:
    """Return a typed value as a version would hold it, or UNKNOWN if a version does not hold it like that."""
    if isinstance(field, RichTextField):
        return draft_html(value or "")
    if isinstance(field, LinesField):
        return field.to_python(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(str(row.slug) for row in _rows(field, value))
    if isinstance(field, forms.ModelChoiceField):
        return next((getattr(row, "digest", getattr(row, "slug", UNKNOWN)) for row in _rows(field, value)), "")
    return str(value or "").replace("\r\n", "\n").strip()


def shown(field: forms.Field, value: Any) -> SafeString:
    """Return `value`, typed or stored, as a person reads it."""
    if isinstance(field, RichTextField):
        return SafeString(sanitise(value or ""))
    return SafeString(linebreaks(_text(field, value), autoescape=True))


def _text(field: forms.Field, value: Any) -> str:
    if isinstance(field, LinesField):
        return str(field.prepare_value(value) or "")
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(str(row) for row in _rows(field, value))
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value or ""))
    return "" if value is None else str(value)


def _rows(field: forms.ModelChoiceField, value: Any) -> list[Any]:
    keys = [str(getattr(item, "pk", item)) for item in (value if isinstance(value, list | tuple) else [value])]
    return list(field.queryset.filter(pk__in=[key for key in keys if key.isdecimal()]))
