"""The form of a reader who found a problem. It knows nobody, so it needs neither a cookie nor a CSRF token."""

import hashlib

from axes.helpers import get_client_ip_address
from django import forms
from django.core.cache import cache
from django.http import HttpRequest

WHOLE_PAGE = ""
LONGEST_MESSAGE = 4000
REPORTS_ALLOWED = 5
WITHIN_SECONDS = 3600


class ReportForm(forms.Form):
    section = forms.ChoiceField(label="Which part is it about?", required=False)
    message = forms.CharField(
        label="What is wrong?",
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 7, "aria-describedby": "message-hint"}),
        error_messages={
            "required": "Tell us what is wrong, in a few words.",
            "max_length": f"Please use at most {LONGEST_MESSAGE:,} characters.",
        },
    )
    email = forms.EmailField(
        label="Your email address (not required)",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "email-hint"}),
        error_messages={"invalid": "This is not a complete email address. Correct it or leave it out."},
    )
    # People do not see it, so they leave it empty; machines fill in whatever they find.
    website = forms.CharField(
        label="Leave this empty",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args, content: dict, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["section"].choices = [
            (WHOLE_PAGE, "The whole page"),
            *[(section["id"], section["heading"]) for section in content["sections"]],
        ]

    @property
    def is_from_a_machine(self) -> bool:
        return bool(self.data.get("website"))


def is_too_many(request: HttpRequest) -> bool:
    """Count this report against its sender, and say whether there were too many within the hour."""
    # Axes knows which proxies of ours to look through. The address itself is not kept, only what it hashes to.
    sender = hashlib.sha256(f"report:{get_client_ip_address(request)}".encode()).hexdigest()
    cache.add(sender, 0, timeout=WITHIN_SECONDS)
    try:
        return cache.incr(sender) > REPORTS_ALLOWED
    except ValueError:  # It expired between the two calls.
        return False
