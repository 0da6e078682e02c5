"""Pictures: stored once under the digest of their bytes. The words can be bettered, the file is never replaced."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.admin.choosers import thumbnail
from articles.admin.editing import EditingAdmin
from articles.editorial.pictures import store_picture
from articles.models import Figure

WORDS = ["name", "alt", "is_decorative", "caption", "credit", "license", "focal_x", "focal_y"]


class FigureForm(forms.ModelForm):
    class Meta:
        model = Figure
        fields = WORDS
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }
        labels = {"focal_x": "Focal point, from left", "focal_y": "from top"}
        help_texts = {"focal_x": "In percent: what must stay visible when the picture is cropped."}


class UploadForm(FigureForm):
    file = forms.FileField(
        help_text="JPEG, PNG or WebP, at most 15 MB and 40 megapixels. Its metadata, such as the place, is removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


@admin.register(Figure)
class FigureAdmin(EditingAdmin):
    list_display = ["small", "name", "alt", "size", "credit", "added_at"]
    list_display_links = ["name"]
    search_fields = ["name", "alt", "caption", "credit"]
    search_help_text = "Name, alternative text, caption or credit"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type:
        return super().get_form(request, obj, change, **{"form": FigureForm if change else UploadForm, **kwargs})

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list:
        words = [*WORDS[:-2], ("focal_x", "focal_y")]
        return ["large", *words, "digest", "added_by"] if obj else ["file", *words]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["large", "digest", "added_by"] if obj else []

    def save_model(self, request: HttpRequest, obj: Figure, form: forms.ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        words = {field: form.cleaned_data[field] for field in WORDS}
        stored = store_picture(form.cleaned_data["file"].read(), by=request.user, **words)
        if stored.name != words["name"]:
            self.message_user(
                request, f"This picture was here already, as “{stored.name}”; its words stay.", messages.WARNING
            )
        obj.__dict__.update(stored.__dict__)

    @admin.display(description="picture")
    def small(self, figure: Figure) -> SafeString:
        return format_html('<img class="thumb" src="{}" alt="">', thumbnail(figure))

    @admin.display(description="picture")
    def large(self, figure: Figure) -> SafeString:
        image = '<img class="thumb large" src="{}" alt="{}" width="{}" height="{}">'
        return format_html(image, thumbnail(figure), figure.alt, figure.width, figure.height)

    @admin.display(description="size")
    def size(self, figure: Figure) -> str:
        return f"{figure.width} × {figure.height}"
