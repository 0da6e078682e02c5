"""What the verbs of an article ask for before they act."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin import site
from django.utils import timezone
from django.utils.functional import cached_property

from articles.admin.candidates import Choice, choice_for
from articles.admin.choosers import Chooser
from articles.admin.workload import reviewers
from articles.editorial.warning import LONGEST_NOTICE
from articles.models import Article, Publication, ReviewAssignment
from experts.models import User

DAYS_FOR_A_REVIEW = 14


class VerbForm(forms.Form):
    """What a verb asks of one article."""

    template = "admin/articles/article/verb.html"

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = article


class NothingForm(VerbForm):
    """A verb that asks nothing."""


class AssignForm(VerbForm):
    """Whom to ask, chosen from a list that says what decides about it; the verb refuses whoever may not review."""

    reviewer = forms.ModelChoiceField(
        queryset=User.objects.none(), error_messages={"required": "Choose whom you want to ask."}
    )
    due_on = forms.DateField(label="Review due on", widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What to look at.")

    template = "admin/articles/article/assign.html"

    def __init__(self, *args: Any, instead_of: ReviewAssignment | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instead_of = instead_of
        self.fields["reviewer"].queryset = reviewers()
        self.fields["due_on"].initial = timezone.now().date() + timedelta(days=DAYS_FOR_A_REVIEW)

    @cached_property
    def choice(self) -> Choice:
        return choice_for(self.article, now=timezone.now(), instead_of=self.instead_of)


class PublishForm(VerbForm):
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


class MinorForm(VerbForm):
    note = forms.CharField(
        label="What was edited",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="You attest with your name that the medical content is untouched. Readers see this note.",
    )


class CorrectForm(VerbForm):
    text = forms.CharField(
        label="Correction",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What was wrong and what is right. It stands on the page at once, dated, and can never be changed.",
    )


class WithdrawForm(VerbForm):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Readers who look for the page see this instead of it."
    )
    # Found by typing, as there may be very many; the verb refuses one that is not live.
    replacement = forms.ModelChoiceField(
        Article.objects.all(),
        required=False,
        widget=Chooser(Publication._meta.get_field("replacement"), site),
        help_text="A live article to read instead; optional.",
    )


class WarnForm(VerbForm):
    text = forms.CharField(
        label="Safety notice",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": LONGEST_NOTICE}),
        help_text="What happened and what readers should do now, in at most 600 characters. It stands above the text "
        "at once, dated, until an editor lifts it; a new notice takes the place of the one before.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = self.article.live_publication()
        self.fields["text"].initial = live.safety_notice if live else ""


class ReinstateForm(VerbForm):
    note = forms.CharField(label="Why it may come back", widget=forms.Textarea(attrs={"rows": 3}))
