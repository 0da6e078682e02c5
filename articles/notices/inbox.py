"""One person's notices as both desks show them: the newest, opened one by one or all at once, and the wish for mail."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from articles.models import Notice
from experts.models.user import MailWish

SHOWN = 100


class WishForm(forms.Form):
    mail = forms.ChoiceField(label="Mail", choices=MailWish, widget=forms.RadioSelect)


def shown_to(user: Any) -> dict[str, Any]:
    """What the page of notices shows."""
    notices = list(user.notices.order_by("-made_at", "-pk")[:SHOWN])
    return {
        "notices": notices,
        "has_unread": any(notice.read_at is None for notice in notices),
        "wish_form": WishForm(initial={"mail": user.mail}),
    }


def do_as_posted(user: Any, posted: Any) -> str:
    """Note what somebody chose on the page of notices; return what to say of it."""
    if "read" in posted:
        mark_read(user.notices.all())
        return "All notices are marked as read."
    form = WishForm(posted)
    if not form.is_valid():
        return "Choose how often we may mail you."
    user.mail = MailWish(form.cleaned_data["mail"])
    user.save(update_fields=["mail"])
    return f"{user.mail.label}: noted."


def mark_read(notices: Any, *, now: datetime | None = None) -> None:
    notices.unread().update(read_at=now or timezone.now())


def open_notice(notice: Notice) -> str:
    """Mark it as read and return the address it leads to."""
    mark_read(Notice.objects.filter(pk=notice.pk))
    return notice.path
