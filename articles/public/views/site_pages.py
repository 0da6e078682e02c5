"""A page about the site: its newest version, every version there was, each as it was read then, and what changed."""

from itertools import pairwise
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve, reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from articles.content.compare import Comparison, compare
from articles.content.site_text import beginning, comparable, parts_of
from articles.models import SitePageVersion
from articles.pages import keys
from articles.public import crumbs, structured_data
from articles.public.delivery import absolute, page
from articles.public.languages import everywhere
from articles.public.site_extras import EXTRAS
from articles.public.views.differences import chosen_in, lead_to

# Fewer headings than these are seen at a glance.
WORTH_A_LIST = 3
# Its parts in a comparison, and what they are called here.
PARTS = {"Title": "Title", "Summary": "Summary", "Lede": "Beginning"}


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One query, and what the page's own extra asks. What is not translated is shown in English."""
    newest = {version.language: version for version in SitePageVersion.objects.filter(slug=slug).newest()}
    version = newest.get(_language()) or newest.get(settings.LANGUAGE_CODE)
    if version is None:
        raise Http404
    context = shown(version.content, request)
    address = version.get_absolute_url()
    leaf = context.get("leaf")
    data = structured_data.site_page(version, address=address, crumbs=context["crumbs"])
    context |= {
        "version": version,
        "canonical": absolute(address + leaf.address.removeprefix(leaf.path) if leaf else address),
        "structured_data": structured_data.script_text(data),
    }
    if any(code not in newest for code, _ in settings.LANGUAGES):
        # No search engine is told of a Spanish page that is in English.
        context["alternates"] = []
    return page(
        request,
        "site_pages/page.html",
        context,
        modified=version.made_at,
        keys=keys_of(slug),
        language=version.language,
    )


@require_safe
def history(request: HttpRequest, slug: str) -> HttpResponse:
    versions = _versions_at(slug)
    newest = versions[0]
    for version, before in pairwise(versions):
        version.since = before.number
    context = {
        "versions": versions,
        "choices": choices_of(versions),
        "choose": reverse("reading:site_page_choose_differences", args=[slug]),
        "title": newest.content["title"],
        "crumbs": [crumbs.home(), (newest.content["title"], reverse("reading:site_page", args=[slug]))],
        "canonical": absolute(f"{newest.get_absolute_url()}history/"),
        "section": slug,
    }
    return page(request, "site_pages/history.html", context, modified=newest.made_at, keys=keys_of(slug))


@require_safe
def old_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The words of one version. What is worked out under some pages follows today and has no past: it is left out."""
    versions = _versions_at(slug)
    version = next((version for version in versions if version.number == number), None)
    if version is None:
        raise Http404
    address = reverse("reading:site_page", args=[slug])
    context = {
        **shown(version.content),
        "version": version,
        "is_current": version == versions[0],
        "address": address,
        # The page itself: in another language it has other versions.
        "languages": everywhere(resolve(address)),
        "crumbs": [crumbs.home(), (version.content["title"], address)],
        "canonical": absolute(version.get_absolute_url()),
    }
    return page(request, "site_pages/old_version.html", context, modified=version.made_at, keys=keys_of(slug))


@require_safe
def differences(request: HttpRequest, slug: str, *, old: int, new: int) -> HttpResponse:
    """What changed between two versions, word by word, as between two versions of an article."""
    versions = _versions_at(slug)
    by_number = {version.number: version for version in versions}
    if old >= new or not {old, new} <= by_number.keys():
        raise Http404
    before, after = by_number[old], by_number[new]
    address, title = reverse("reading:site_page", args=[slug]), versions[0].content["title"]
    comparison = compared(before, after)
    context = {
        "sides": [before, after],
        "comparison": comparison,
        "same": comparison.same,
        "versions": choices_of(versions),
        "choose": reverse("reading:site_page_choose_differences", args=[slug]),
        "old_number": old,
        "new_number": new,
        "slug": slug,
        "title": title,
        "language": after.language,
        "address": address,
        "languages": everywhere(resolve(address)),
        "crumbs": [
            crumbs.home(),
            (title, address),
            (gettext("History"), reverse("reading:site_page_history", args=[slug])),
        ],
        "canonical": absolute(request.path),
        "section": slug,
    }
    return page(request, "site_pages/differences.html", context, modified=after.made_at, keys=keys_of(slug))


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead from the form to the address of the two versions chosen in it."""
    old, new = chosen_in(request)
    name, numbers = ("site_page_differences", [old, new]) if old < new else ("site_page_history", [])
    return lead_to(reverse(f"reading:{name}", args=[slug, *numbers]))


def compared(before: SitePageVersion, after: SitePageVersion) -> Comparison:
    """The parts that such a page has, and none of those that articles have besides."""
    found = compare(comparable(before.content), comparable(after.content))
    found.parts = [part for part in found.parts if part.name in PARTS or part.name.startswith("Section: ")]
    for part in found.parts:
        part.name = PARTS.get(part.name, part.name)
    return found


def choices_of(versions: list[SitePageVersion]) -> list[tuple[int, Any]]:
    """Number and day of each version, the oldest first, to choose two from."""
    return [(version.number, version.made_at) for version in reversed(versions)]


def shown(content: dict[str, Any], request: HttpRequest | None = None) -> dict[str, Any]:
    """What the page shows of a frozen text or of a draft as it would be frozen; with a request, its extra, too."""
    extra = EXTRAS.get(content["slug"]) if request else None
    parts = list(parts_of(content["html"]))
    return {
        "content": content,
        "beginning": beginning(content["html"]),
        "parts": parts,
        "has_list": len(parts) + bool(extra) >= WORTH_A_LIST,
        "extra": extra,
        "crumbs": [crumbs.home()],
        "section": content["slug"],
        **(extra.context(request) if extra and request else {}),
    }


def keys_of(slug: str) -> list[str]:
    own = EXTRAS[slug].keys if slug in EXTRAS else ()
    return [keys.of_page(slug), *own]


def _versions_at(slug: str) -> list[SitePageVersion]:
    """Every version in the language that readers get here, newest first. The texts are fetched when they are read."""
    found = list(SitePageVersion.objects.shown_at(slug, language=_language()).defer("document"))
    if not found:
        raise Http404
    return [version for version in found if version.language == found[0].language]


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
