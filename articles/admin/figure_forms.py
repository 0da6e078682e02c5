"""The words of a picture, and the forms that bring one in: one file on a page of its own, or many that were dropped."""

from typing import Any

from django import forms

from articles.editorial.picture_file import require_size
from articles.errors import EditorialError
from articles.models import Figure

WORDS = ["name", "alt", "is_decorative", "caption", "credit", "license"]
FOCAL = ["focal_x", "focal_y"]
TYPES = "image/jpeg,image/png,image/webp"


class WordsForm(forms.ModelForm):
    class Meta:
        model = Figure
        fields = WORDS
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "caption": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        }
        labels = {
            "is_decorative": "Decorative",
            "focal_x": "Focal point, from left",
            "focal_y": "From top",
        }
        help_texts = {"focal_x": "In percent: what must stay visible when the picture is cropped."}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("alt") and not cleaned.get("is_decorative") and "alt" not in self.errors:
            self.add_error("alt", "Describe the picture, or mark it as decorative.")
        return cleaned


class FigureForm(WordsForm):
    class Meta(WordsForm.Meta):
        fields = [*WORDS, *FOCAL]


class FileForm(forms.Form):
    file = forms.FileField(
        help_text="JPEG, PNG or WebP, at most 15 MB and 40 megapixels. Its metadata, such as the place, is removed.",
        widget=forms.FileInput(attrs={"accept": TYPES}),
        max_length=255,
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        try:
            # Before it is read into memory.
            require_size(file.size)
        except EditorialError as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        return file


class UploadForm(FileForm, FigureForm):
    """One file, on a page that needs no script."""


class DroppedForm(FileForm, WordsForm):
    """One of several files. Its focal point is set later, on its own page."""
