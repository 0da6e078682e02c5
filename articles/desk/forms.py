"""What a reviewer types: a decision with its note and the next review, a confirmation, a reason to decline."""

from datetime import date
from typing import Any

from django import forms

from articles.content.passages import PICTURE, Passage
from articles.desk.identity import ProofForm

APPROVE, REQUEST_CHANGES = "approve", "request_changes"
NO_CONFLICT, CONFLICT = "none", "some"
REASONS = ("A conflict of interest", "Not my field", "No time before the day")


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ReviewForm(ProofForm):
    """Carries the digest of the page beside it, so that a decision can only be about what was seen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    next_review_due = forms.DateField(
        label="Next review due by",
        widget=DateInput,
        error_messages={"required": "Say by when it must be reviewed again."},
    )
    note = forms.CharField(
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Note for the record",
        help_text="It may stay empty: it is public, in the page's receipt.",
    )

    has_conflict = forms.ChoiceField(
        choices=[(NO_CONFLICT, "I have none for this article"), (CONFLICT, "I have something to disclose")],
        widget=forms.RadioSelect,
        label="Conflict of interest",
        error_messages={"required": "Say whether you have a conflict of interest."},
    )
    conflict = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="What readers should know",
        help_text="It is shown to readers with your name.",
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("next_review_due", latest)
        self.fields["next_review_due"].widget.attrs["max"] = latest.isoformat()
        self.fields[
            "next_review_due"
        ].help_text = f"At the latest {latest:%B} {latest.day}, {latest.year}, as the topic asks."

    def clean_conflict(self) -> str:
        """What is disclosed, or nothing: words that were typed before "none" was chosen are not."""
        if self.cleaned_data.get("has_conflict") != CONFLICT:
            return ""
        disclosed = str(self.cleaned_data["conflict"]).strip()
        if not disclosed:
            raise forms.ValidationError("Say what you disclose, or choose that you have none.")
        return disclosed

    @property
    def said(self) -> dict[str, Any]:
        """What the verb is told."""
        return {name: self.cleaned_data[name] for name in ("digest", "note", "next_review_due", "conflict")}


class DecisionForm(ReviewForm):
    decision = forms.ChoiceField(
        choices=[(APPROVE, "Approve: it can be published as it stands here"), (REQUEST_CHANGES, "Request changes")],
        widget=forms.RadioSelect,
        label="Your decision",
        error_messages={"required": "Choose whether you approve it or request changes."},
    )
    field_order = ["decision", "has_conflict", "conflict", "next_review_due", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_approval = self.data.get("decision") == APPROVE
        self.fields["next_review_due"].required = self.fields["has_conflict"].required = is_approval
        self.fields["note"].help_text = "What must change, for the writer. With an approval it is public."


class CommentForm(forms.Form):
    """A comment on one of the passages `choices`, on the part `place`, or on the whole page."""

    place = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    key = forms.ChoiceField(required=False, label="About", widget=forms.Select)
    body = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), label="Your comment"
    )
    suggestion = forms.CharField(
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Your wording of the sentence",
        help_text="If you would write it otherwise. The writer applies it in one click, with your name.",
    )
    is_blocking = forms.BooleanField(required=False, label="Stops the approval until it is resolved")

    def __init__(self, *args: Any, choices: list[Passage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "The whole of it"), *((row.key, _shortly(row)) for row in choices)]


def _shortly(passage: Passage) -> str:
    text = passage.text if len(passage.text) <= 90 else f"{passage.text[:89]}…"
    return f"Picture: {text}" if passage.kind == PICTURE else text


class DeclineForm(forms.Form):
    why = forms.ChoiceField(
        label="Why do you decline?",
        choices=[(reason, reason) for reason in REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why, so that the editor knows whom to ask next."},
    )
    more = forms.CharField(
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Anything to add?",
        help_text="The editor sees it.",
    )

    @property
    def reason(self) -> str:
        more = self.cleaned_data["more"].strip()
        return f"{self.cleaned_data['why']}. {more}" if more else f"{self.cleaned_data['why']}."


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        label="The code from that mail",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "class": "digits"}
        ),
    )
