"""How many notices somebody has not opened yet, for the header of both desks."""

from django import template

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: dict) -> int:
    user = context["request"].user
    return user.notices.unread().count() if user.is_authenticated else 0
