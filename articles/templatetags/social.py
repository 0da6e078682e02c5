"""Open Graph for every page, from what the page says in its own title and description."""

from html import unescape
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.translation import get_language

from articles.public.social import Social

register = template.Library()

# With the territory that readers of Open Graph ask for; a language that is not here is left out.
LOCALES = {"en": "en_US", "es": "es_ES"}


@register.inclusion_tag("includes/_social.html", takes_context=True)
def social_meta(context: Context) -> dict[str, Any]:
    """What other sites show of a link to this page; nothing for a page without an address of its own."""
    if not context.get("canonical"):
        return {}
    language = context.get("content", {}).get("language") or get_language() or settings.LANGUAGE_CODE
    return {
        "title": _said_in(context, "title").removesuffix(f" | {context['site_name']}"),
        "description": _said_in(context, "description"),
        "address": context["canonical"],
        "site_name": context["site_name"],
        "locale": LOCALES.get(language.partition("-")[0]),
        "social": context.get("social") or Social(),
    }


def _said_in(context: Context, block: str) -> str:
    """The words of a block as this page fills it: written once, said twice."""
    node = context.render_context[BLOCK_CONTEXT_KEY].get_block(block)
    return " ".join(unescape(node.nodelist.render(context)).split())
