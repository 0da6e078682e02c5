"""Lists of short texts, written and shown as a person writes them: one in a line, or separated by commas."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

Texts = list[str]


class LinesField(forms.CharField):
    """One entry per line."""

    widget = forms.Textarea(attrs={"rows": 4})
    separator = "\n"
    glue = "\n"

    def prepare_value(self, value: Any) -> Any:
        return self.glue.join(str(entry) for entry in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Texts:  # type: ignore[override]
        text = value if isinstance(value, str) else ""
        entries = (" ".join(entry.split()) for entry in text.replace("\r", "\n").split(self.separator))
        return [entry for entry in entries if entry]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return not self.disabled and list(initial or []) != self.to_python(data)


class CommasField(LinesField):
    """Entries separated by commas."""

    widget = forms.TextInput(attrs={"class": "vTextField"})
    separator = ","
    glue = ", "


class ShowsLists:
    """For an admin: whoever may only look reads a list in words, where Django shows JSON."""

    lists: tuple[str, ...] = ()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        in_words = {name: _in_words(name) for name in self.lists}
        return [
            (heading, {**options, "fields": [in_words.get(name, name) for name in options["fields"]]})
            for heading, options in fieldsets
        ]


def _in_words(name: str) -> Callable[[Model], str]:
    @admin.display(description=name.capitalize())
    def shown(row: Model) -> str:
        return ", ".join(map(str, getattr(row, name))) or "-"

    return shown


class AuthorsField(LinesField):
    """The authors of a source, one per line: `Foley PL`, `Foley, Peter Lewis`, or `=World Health Organization`."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(_line(author) for author in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[dict[str, str]]:  # type: ignore[override]
        return [_author(line) for line in super().to_python(value)]


def _line(author: dict[str, str]) -> str:
    family, given, suffix = (author.get(key, "") for key in ("family", "given", "suffix"))
    if author.get("literal"):
        return f"={author['literal']}"
    if " " in given or "," in given or suffix:
        return ", ".join(part for part in (family, given, suffix) if part)
    return f"{family} {given}".strip()


def _author(line: str) -> dict[str, str]:
    """Read a line back: whatever `_line` writes becomes the same author again."""
    if line.startswith("="):
        return {"literal": line[1:].strip()}
    if "," in line:
        names = [part.strip() for part in line.split(",", 2)]
        return {key: name for key, name in zip(("family", "given", "suffix"), names, strict=False) if name}
    # The last word is the initials; a single word is a family name.
    family, _, given = line.rpartition(" ")
    return {"family": family, "given": given} if family else {"family": given}
