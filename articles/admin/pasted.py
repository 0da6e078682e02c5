"""A form field for identifiers, which people paste in many forms and we keep in one."""

from collections.abc import Callable
from typing import Any

from django import forms


class PastedField(forms.CharField):
    """Takes an address or a number with its label, and returns the one form that can be compared."""

    def __init__(self, *, normalise: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.TextInput(attrs={"class": "vTextField"}), **kwargs)
        self.normalise = normalise

    def clean(self, value: Any) -> str:
        pasted = super().clean(value)
        try:
            return self.normalise(pasted) if pasted else ""
        except ValueError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
