"""Choose a picture and see it, or a person whom the text can quote: the admin's autocomplete and a little more."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.files.storage import default_storage
from django.forms import Media
from django.template.loader import render_to_string
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


class Chooser(AutocompleteSelect):
    """Tells the scripts what was chosen: they give the field its accessible name and remember what it stands for."""

    # The row that the form holds already, so that a long article asks for its rows once and not once for each.
    known: Any = None

    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        if self.known is None or [str(one) for one in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        chosen = self.create_option(name, self.known.pk, self.choices.field.label_from_instance(self.known), True, 0)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*empty, chosen], 0)]

    def chosen(self, value: Any) -> Any:
        """The row that `value` names, or None."""
        if self.known is not None and str(value) == str(self.known.pk):
            return self.known
        return self.choices.queryset.filter(pk=value).first() if value else None

    @property
    def media(self) -> Media:
        media = super().media
        return Media(css=media._css, js=[*media._js, "js/choosers.js"])


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
