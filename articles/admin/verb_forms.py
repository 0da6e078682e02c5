"""What the verbs of an article ask for before they act."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from articles.editorial.roles import Role
from articles.models import Article, Publication
from experts.models import User

DAYS_FOR_A_REVIEW = 14


class NothingForm(forms.Form):
    """A verb that asks nothing."""


class AssignForm(forms.Form):
    reviewer = forms.ModelChoiceField(queryset=User.objects.none())
    due_on = forms.DateField(label="Review due on", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What to look at.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reviewers = User.objects.filter(is_active=True, groups__name=Role.MEDICAL_REVIEWER)
        self.fields["reviewer"].queryset = reviewers.order_by("last_name", "first_name")
        self.fields["due_on"].initial = timezone.now().date() + timedelta(days=DAYS_FOR_A_REVIEW)


class PublishForm(forms.Form):
    change_note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What changed, for readers who look at the history.",
    )


class ScheduleForm(PublishForm):
    visible_from = forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text="From this moment on readers see it, without anybody doing anything (UTC).",
    )
    field_order = ["visible_from", "change_note"]


class MinorForm(forms.Form):
    note = forms.CharField(
        label="What was edited",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="You attest with your name that the medical content is untouched. Readers see this note.",
    )


class CorrectForm(forms.Form):
    text = forms.CharField(
        label="Correction",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What was wrong and what is right. It stands on the page at once, dated, and can never be changed.",
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Readers who look for the page see this instead of it."
    )
    replacement = forms.ModelChoiceField(
        queryset=Article.objects.none(), required=False, help_text="A live article to read instead; optional."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replacement"].queryset = live_articles()


class ReinstateForm(forms.Form):
    note = forms.CharField(label="Why it may come back", widget=forms.Textarea(attrs={"rows": 3}))


def live_articles() -> QuerySet[Article]:
    return Article.objects.filter(pk__in=Publication.objects.live().values("article")).order_by("title")
