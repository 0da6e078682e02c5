"""Who stands before the desk: somebody who logged in, or the reviewer of one assignment who came by its link.

And once more at the decision: a password or a one-time code, so that an unlocked telephone decides nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import wraps
from typing import Any

from axes.helpers import get_client_ip_address
from axes.utils import reset
from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from articles.desk import grants
from articles.editorial import one_time_codes
from articles.editorial.roles import roles_of
from articles.errors import EditorialError
from articles.models import OneTimeCode, ReviewAssignment

# What a record says of how it was confirmed who decides.
PASSWORD, CODE = "password", "one-time code"
WRONG_PASSWORD = "This is not your password."
LOCKED_OUT = "Too many wrong passwords: no more are tried for a quarter of an hour. Have a code mailed instead."
UNPROVED = "Nothing was recorded yet: say again that it is you, at the end of the form."
NO_PROOF = "Say that it is you: type your password again, or have a code mailed."
NO_CODE = "Say that it is you: have a code mailed, and type it here."


@dataclass(frozen=True)
class Reader:
    """Who reads and decides; with an assignment if they came by its link, and then for this one alone."""

    user: Any
    assignment: ReviewAssignment | None = None


def reviewer_of(request: HttpRequest) -> Reader | None:
    """Who stands before the desk, or None for a stranger."""
    if request.user.is_authenticated:
        return Reader(request.user)
    grant = grants.of(request)
    return Reader(grant.assignment.reviewer, grant.assignment) if grant else None


def for_staff_of_the_desk(view: Any) -> Any:
    """Only for people in a role: every role may see versions, a reader with an account may not."""

    @wraps(view)
    def allowed(request: Any, **address: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            # One look for a page that asks many times; whatever decides something asks afresh.
            prefetch_related_objects([request.user], "groups")
        if not request.user.is_superuser and not roles_of(request.user):
            raise PermissionDenied
        return view(request, **address)

    return _private(login_required(allowed, login_url="desk:login"))


def for_reviewers(covers: Callable[..., bool]) -> Callable[[Any], Any]:
    """For staff of the desk, and for the reviewer of an assignment that `covers` the address.

    Within the view, `request.reader` says who it is: never ask for `request.user` there.
    """

    def guarded(view: Any) -> Any:
        by_log_in, by_link = for_staff_of_the_desk(view), _private(view)

        @wraps(view)
        def answered(request: Any, **address: Any) -> HttpResponse:
            request.reader = reviewer_of(request)
            if request.reader is None or request.reader.assignment is None:
                return by_log_in(request, **address)
            if not covers(request.reader.assignment, **address):
                raise PermissionDenied
            return by_link(request, **address)

        return open_to_grants(answered)

    return guarded


def open_to_grants(view: Any) -> Any:
    """Mark a view that a browser with a grant may ask for; every other one of desk and admin answers it with 403."""
    view.is_open_to_grants = True
    return view


def needs_no_grant(view: Any) -> Any:
    """Mark a view on the way in or out, which a browser may ask for whatever it holds."""
    view.needs_no_grant = True
    return view


def latest_version(assignment: ReviewAssignment, *, pk: int) -> bool:
    """The address names the version that this assignment is about: its article's latest."""
    return assignment.article.latest_version_id == pk


def own_assignment(assignment: ReviewAssignment, *, pk: int) -> bool:
    return assignment.pk == pk


def after_deciding(request: HttpRequest) -> HttpResponse:
    """Lead back to the queue, or, who came by a link, out: there is nothing more to do with it."""
    if request.user.is_authenticated:
        return redirect("desk:queue")
    grants.end(request)
    return redirect("desk:done")


class ProofForm(forms.Form):
    """A form that is valid only if whoever sends it says again that it is them.

    Do what it asks for within `proven()`, which names how it was proved. "Mail me a code" comes back with everything
    that was typed, and is never valid.
    """

    password = forms.CharField(
        required=False,
        strip=False,
        max_length=4096,
        label="Your password, again",
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        required=False,
        max_length=20,
        label="The code from your mail",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "digits"}),
    )

    def __init__(self, data: Any = None, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        self.request, self.reader, self.grant = request, reviewer_of(request), grants.of(request)
        self.is_asking = data is not None and "mail_code" in data
        self.mail_said = self.mail_refused = ""
        self._code: OneTimeCode | None = None
        if self.is_asking:
            # Shown again as it was typed, and not judged yet; a password is never shown again.
            typed = {name: value for name, value in data.items() if name not in ("password", "code")}
            kwargs["initial"] = {**(kwargs.get("initial") or {}), **typed}
            data = None
        super().__init__(data, *args, **kwargs)
        if self.grant is not None:
            del self.fields["password"]
        if self.is_proved:
            del self.fields["code"]

    @property
    def is_proved(self) -> bool:
        """Whether a code on the way in still says who it is."""
        return self.grant is not None and self.grant.is_proof

    @property
    def shows_code(self) -> bool:
        """Whether there may be a code to type: one was asked for in this browser."""
        return "code" in self.fields and (self.grant is not None or grants.has_browser_asked(self.request))

    def is_valid(self) -> bool:
        if self.is_asking:
            self._mail_code()
            return False
        return super().is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        # Last, so that no try is spent on a form that comes back anyway.
        if not self.errors and not self.is_proved:
            self._prove(cleaned.pop("code", ""), cleaned.pop("password", ""))
            if self.errors:
                self.add_error(None, UNPROVED)
        cleaned.pop("password", None)
        cleaned.pop("code", None)
        return cleaned

    @contextmanager
    def proven(self) -> Iterator[str]:
        """Spend the proof on what is done within, and name it. What is refused costs no code."""
        if self._code:
            one_time_codes.use(self._code)
        try:
            yield CODE if self._code or self.grant else PASSWORD
        except EditorialError:
            if self._code:
                one_time_codes.give_back(self._code)
            raise

    @sensitive_variables()
    def _prove(self, code: str, password: str) -> None:
        try:
            if code:
                self._code = one_time_codes.check(
                    self.reader.user, code, browser=grants.browser_of(self.request), now=timezone.now()
                )
            elif self.grant is not None:
                self.add_error("code", NO_CODE)
            elif password:
                self._prove_by_password(password)
            else:
                self.add_error("password", NO_PROOF)
        except EditorialError as refusal:
            self.add_error("code", refusal.message)

    @sensitive_variables()
    def _prove_by_password(self, password: str) -> None:
        name = self.reader.user.get_username()
        # Axes counts the guesses as those at the door. It is shown a request without the form: it would keep what was
        # typed, and answer a lock-out with a page of its own that loses it.
        bare: Any = copy(self.request)
        bare.POST = QueryDict()
        user = authenticate(bare, username=name, password=password)
        if user is not None and user.pk == self.reader.user.pk:
            reset(ip=get_client_ip_address(self.request), username=name)
        else:
            self.add_error("password", LOCKED_OUT if getattr(bare, "axes_locked_out", False) else WRONG_PASSWORD)

    def _mail_code(self) -> None:
        try:
            one_time_codes.send_code(self.reader.user, browser=grants.browser_of(self.request))
        except EditorialError as refusal:
            self.mail_refused = refusal.message
        else:
            grants.note_asked(self.request)
            address = masked(self.reader.user.email)
            self.mail_said = f"A code is on its way to {address}. It is good for ten minutes, in this browser."


def masked(address: str) -> str:
    """`anna@example.org` as a***@example.org: enough for its owner to know it by."""
    name, _, host = address.rpartition("@")
    return f"{name[:1]}***@{host}"


def _private(view: Any) -> Any:
    """No cache keeps the answer, and no report of an error holds what proves who somebody is."""
    return never_cache(sensitive_post_parameters("password", "code")(view))
