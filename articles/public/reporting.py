"""The form of a reader who found a problem. It knows nobody, so it needs neither a cookie nor a CSRF token.

Nothing that somebody typed is thrown away: what cannot be taken comes back with its words, and what looks automatic is
kept and set aside (`articles/editorial/reports.py`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from axes.helpers import get_client_ip_address
from django import forms
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from articles.editorial.reports import LONGEST_MESSAGE
from articles.models import Publication, Version

WHOLE_PAGE = ""
REPORTS_ALLOWED = 5
WITHIN_SECONDS = 3600
# Nobody reads the form, chooses a section and writes a sentence in less; nobody leaves it open for longer.
AT_LEAST, AT_MOST = timedelta(seconds=4), timedelta(days=1)

_signer = Signer(salt="articles.public.reporting")


@dataclass(frozen=True)
class Stamp:
    """When a form was opened, and beside which version. Signed by us, so it is no sender's claim."""

    version_id: int
    opened_at: datetime

    def signed(self) -> str:
        return _signer.sign_object({"version": self.version_id, "at": int(self.opened_at.timestamp())})

    def is_likely(self, now: datetime) -> bool:
        return AT_LEAST <= now - self.opened_at <= AT_MOST


def stamp_in(posted: str, *, now: datetime) -> Stamp | None:
    """Read the stamp that came back with a form; nothing if it is none of ours."""
    try:
        facts = _signer.unsign_object(posted)
    except BadSignature:
        return None
    return Stamp(facts["version"], datetime.fromtimestamp(facts["at"], tz=now.tzinfo))


def version_seen(publication: Publication, stamp: Stamp | None, *, now: datetime) -> Version:
    """The version beside which the form was opened: another one may have come out while the reader wrote."""
    if stamp is None or stamp.version_id == publication.version_id:
        return publication.version
    released = Publication.objects.released(now).filter(article=publication.article_id, version=stamp.version_id)
    seen = released.select_related("version").first()
    return seen.version if seen else publication.version


class MessageField(forms.CharField):
    """A text whose line ends count once, as they do in the browser that limits it."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if isinstance(text, str) else text


class PartField(forms.ChoiceField):
    """Any part is taken: an unknown one counts as the whole page, and is no reason to send somebody's words back."""

    def validate(self, value: Any) -> None:
        pass


class ReportForm(forms.Form):
    section = PartField(label=_("Which part is it about?"), required=False)
    message = MessageField(
        label=_("What is wrong?"),
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 7, "aria-describedby": "message-hint"}),
        error_messages={
            "required": _("Tell us what is wrong, in a few words."),
            "max_length": _("Please use at most %(limit_value)s characters; these are %(show_value)s."),
        },
    )
    email = forms.EmailField(
        label=_("Your email address (not required)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "aria-describedby": "email-hint"}),
        error_messages={"invalid": _("This is not a complete email address. Correct it or leave it out.")},
    )
    # People do not see it, so they leave it empty; machines fill in whatever they find.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["section"].choices = [
            (WHOLE_PAGE, _("The whole page")),
            *[(section["id"], section["heading"]) for section in sections],
        ]

    def is_filled_in_by_a_machine(self, stamp: Stamp | None, *, now: datetime) -> bool:
        return bool(self.data.get("website")) or stamp is None or not stamp.is_likely(now)


def empty_form(publication: Publication, *, section: str, now: datetime) -> ReportForm:
    """The form with the section chosen from which the reader came; one that the page does not have is no choice."""
    initial = {"section": section, "stamp": Stamp(publication.version_id, now).signed()}
    return ReportForm(sections=publication.version.content["sections"], initial=initial)


def is_too_many(request: HttpRequest) -> bool:
    """Count this report against its sender, and say whether there were too many within the hour.

    Processes that share the cache (`CACHE_URL`) count together; otherwise each counts for itself, and a flood of one
    page is still noticed by all of them, in the database.
    """
    # Keyed, so that nobody can try out all addresses on what is kept, and gone after the hour.
    sender = "report:" + salted_hmac("reader-report", _network_of(request), algorithm="sha256").hexdigest()
    cache.add(sender, 0, timeout=WITHIN_SECONDS)
    try:
        return cache.incr(sender) > REPORTS_ALLOWED
    except ValueError:  # It expired between the two calls.
        return False


def _network_of(request: HttpRequest) -> str:
    """The sender's address; of IPv6 the network, as one household has more addresses than could be counted."""
    # Axes knows which proxies of ours to look through.
    address = get_client_ip_address(request)
    try:
        version = ip_address(address).version
    except ValueError:
        return str(address)
    return str(ip_network(f"{address}/64", strict=False)) if version == 6 else str(address)
