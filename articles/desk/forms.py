"""What a reviewer types: a decision with its note and the next review, a confirmation, a reason to decline."""

from datetime import date
from typing import Any

from django import forms

APPROVE, REQUEST_CHANGES = "approve", "request_changes"


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class ReviewForm(forms.Form):
    """Carries the digest of the page beside it, so that a decision can only be about what was seen."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    next_review_due = forms.DateField(label="Next review due by", widget=DateInput)
    note = forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), label="Note for the record"
    )

    def __init__(self, *args: Any, latest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("next_review_due", latest)
        self.fields["next_review_due"].widget.attrs["max"] = latest.isoformat()
        self.fields[
            "next_review_due"
        ].help_text = f"At the latest {latest:%B} {latest.day}, {latest.year}, as the topic asks."


class DecisionForm(ReviewForm):
    decision = forms.ChoiceField(
        choices=[(APPROVE, "Approve: it can be published as it stands here"), (REQUEST_CHANGES, "Request changes")],
        widget=forms.RadioSelect,
        label="Your decision",
    )
    field_order = ["decision", "next_review_due", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["next_review_due"].required = self.data.get("decision") == APPROVE
        self.fields["note"].help_text = "What must change, for the writer; with an approval it may stay empty."


class DeclineForm(forms.Form):
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why you decline",
        help_text="The editor sees it: a conflict of interest, not my field, no time before the day.",
    )
