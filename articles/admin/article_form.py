"""The article form: lists as lines, rich text through the guard, and a refusal when the draft moved meanwhile."""

from typing import Any

from django import forms
from django.utils import timezone

from articles.admin.known_rows import give_known_rows
from articles.admin.lists import LinesField
from articles.admin.richtext import RichTextField
from articles.editorial.gate import require_free_slug
from articles.errors import EditorialError
from articles.models import Article, State


class ArticleForm(forms.ModelForm):
    lede = RichTextField(required=False, help_text=Article._meta.get_field("lede").help_text)
    emergency = RichTextField(
        required=False,
        label="When to get help now",
        help_text=Article._meta.get_field("emergency").help_text,
    )
    key_points = LinesField(required=False, help_text="What to know if you read nothing else: three to five lines.")
    # The number of the version that this form shows. A newer one means that somebody saved meanwhile.
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Article
        fields = [
            "title",
            "slug",
            "summary",
            "key_points",
            "lede",
            "emergency",
            "hero",
            "main_topic",
            "topics",
            "funding",
            "ai_use",
            "language",
            "import_note",
        ]
        widgets = {
            "title": forms.TextInput(attrs={"class": "vTextField"}),
            "summary": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "funding": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "ai_use": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
            "language": forms.TextInput(attrs={"size": 6}),
            "import_note": forms.Textarea(attrs={"rows": 6, "class": "vLargeTextField"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflict: Conflict | None = None
        self.initial["based_on"] = number_of(self.instance)
        give_known_rows(self)
        if self.instance.pk is None and "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text += " Left empty, it is made from the title."

    def validate_unique(self) -> None:
        """The address is all that can be another article's, and only a new one: the row is locked."""
        if "slug" in self.changed_data:
            super().validate_unique()

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug and "slug" in self.changed_data:
            try:
                require_free_slug(self.instance, slug)
            except EditorialError as refusal:
                raise forms.ValidationError(refusal.message) from refusal
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse a form that was loaded before somebody else saved; the row is locked by now (see ArticleAdmin)."""
        cleaned = super().clean() or {}
        latest, version = number_of(self.instance), self.instance.latest_version
        if self.instance.pk is None or version is None:
            return cleaned
        if self.instance.state == State.IN_REVIEW:
            raise forms.ValidationError(
                f"Version {latest} is in review, so the text is locked. Your text was not saved and is still here; "
                "recall the version to go on writing."
            )
        began_on = cleaned.get("based_on") or 0
        if began_on != latest:
            self.conflict = Conflict(version, began_on)
            raise forms.ValidationError(self.conflict.sentence)
        return cleaned


class Conflict:
    """Somebody else's save, seen from a form that was loaded before it."""

    def __init__(self, version: Any, began_on: int) -> None:
        self.version, self.began_on = version, began_on

    @property
    def sentence(self) -> str:
        when = timezone.localtime(self.version.made_at)
        return (
            f"{self.version.made_by} saved version {self.version.number} on {when:%B} {when.day} at {when:%H:%M}, "
            f"while you were writing on version {self.began_on}. Your text was not saved over it, and nothing is lost."
        )


def number_of(article: Article) -> int:
    """The number of the latest version, 0 before the first."""
    return article.latest_version.number if article.latest_version else 0
