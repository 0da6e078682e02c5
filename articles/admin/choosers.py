"""Choose a picture and see it, a person whom the text can quote, or one of very many topics."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.files.storage import default_storage
from django.forms import Media, Select
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from articles.models import Figure
from experts.models import Expert


class ChooserView(AutocompleteJsonView):
    """Adds what the scripts need to a found row: a picture's thumbnail, an expert's stable id."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict:
        found = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Figure):
            found["thumbnail"] = thumbnail(obj)
        if isinstance(obj, Expert):
            found["uid"] = str(obj.uid)
        return found


def thumbnail(figure: Figure) -> str:
    """The address of the smallest rendition."""
    smallest = min(figure.renditions, key=lambda item: item["width"], default={"src": figure.src})
    return default_storage.url(smallest["src"])


class _Chooser:
    """Tells the scripts what was chosen: they give the field its accessible name and remember what it stands for."""

    # The rows that the form holds already, so that a long article asks for its rows once and not once for each.
    known: Sequence[Any] = ()

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        # As wide as the admin's style makes it. To measure that, the script would lay out the page once for each.
        return {**super().build_attrs(base_attrs, extra_attrs), "data-width": "20em"}

    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        rows = {str(row.pk): row for row in self.known}
        chosen = [str(one) for one in value if one]
        if not rows.keys() >= set(chosen):
            return super().optgroups(name, value, attr)
        has_empty = not self.is_required and not self.allow_multiple_selected
        label = self.choices.field.label_from_instance
        empty = [self.create_option(name, "", "", False, 0)] if has_empty else []
        return [(None, [*empty, *(self.create_option(name, one, label(rows[one]), True, 0) for one in chosen)], 0)]

    def chosen(self, value: Any) -> Any:
        """The row that `value` names, or None."""
        if not value:
            return None
        known = next((row for row in self.known if str(row.pk) == str(value)), None)
        return known or self.choices.queryset.filter(pk=value).first()

    @property
    def media(self) -> Media:
        media = super().media
        return Media(css=media._css, js=[*media._js, "js/choosers.js"])


class Chooser(_Chooser, AutocompleteSelect):
    """Chooses one row."""


class SeveralChooser(_Chooser, AutocompleteSelectMultiple):
    """Chooses any number of rows, each with its own cross. One for all would be no row and yet stand in their list."""

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        return {**super().build_attrs(base_attrs, extra_attrs), "data-allow-clear": "false"}


class TopicSelect(Select):
    """Offers every topic by its name, and looks at nothing else: two thousand of them, made rows and then given to two
    templates each, took longer than all else on the form.
    """

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        # A number of the row that is stored, or what a refused form sent.
        chosen = str(value or "")
        topics = self.choices.queryset.values_list("pk", "name")
        options = "".join(
            f'  <option value="{key}"{" selected" if str(key) == chosen else ""}>{escape(label)}</option>\n'
            for key, label in [("", self.choices.field.empty_label), *topics]
        )
        around = flatatt(self.build_attrs(self.attrs, attrs))
        return format_html('<select name="{}"{}>\n{}</select>', name, around, SafeString(options))


class PictureSelect(Chooser):
    """A chooser with the chosen picture under it."""

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        figure = self.chosen(value)
        context = {"select": super().render(name, value, attrs, renderer), "figure": figure}
        if figure:
            context["thumbnail"] = thumbnail(figure)
        return SafeString(render_to_string("admin/widgets/picture.html", context))


class ExpertSelect(Chooser):
    """A chooser whose option carries the expert's stable id, by which the text names who is quoted."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict:
        option = super().create_option(name, value, *args, **kwargs)
        expert = self.chosen(value)
        if expert:
            option["attrs"]["data-uid"] = str(expert.uid)
        return option
