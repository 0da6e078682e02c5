"""Choose a picture by its name and see it; the search itself is the admin's."""

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.files.storage import default_storage
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString

from articles.models import Figure
from experts.models import Expert


class PictureAutocompleteView(AutocompleteJsonView):
    """Adds what the editor's scripts need to a found row: a picture's thumbnail, an expert's stable id."""

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


class PictureSelect(AutocompleteSelect):
    """The admin's autocomplete with the chosen picture under it."""

    template_name = "admin/widgets/picture.html"

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        figure = Figure.objects.filter(pk=value).first() if value else None
        context = super().get_context(name, value, attrs)
        context["picture"] = {"thumbnail": thumbnail(figure), "alt": figure.alt} if figure else None
        return context

    def render(self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None) -> SafeString:
        # Django's own renderer does not look into the project's templates.
        return super().render(name, value, attrs, TemplatesSetting())

    @property
    def media(self) -> Any:
        media = super().media
        return type(media)(css=media._css, js=[*media._js, "js/picture-chooser.js"])
