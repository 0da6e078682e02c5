"""What changed between two published versions of one article, word by word."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles.content.compare import Comparison, compare
from articles.content.digest import digest
from articles.content.drawn_page import redraw
from articles.models import Publication
from articles.pages.freshness import FRESH_SECONDS
from articles.public.delivery import absolute, page
from articles.public.finding import changed_at, keys_of, with_publication
from articles.public.releases import KEPT_SECONDS, as_read, change_between, comparable, open_files
from articles.public.views.article import crumbs_to
from articles.public.views.history import standing_then

# Parts of a document that no page shows.
UNSEEN = ("Waived warnings", "Other fields")
ELSEWHERE = "an article that is not published now"


@require_safe
@with_publication
def differences(request: HttpRequest, publication: Publication, *, old: int, new: int) -> HttpResponse:
    versions = comparable(publication)
    if old >= new or not {old, new} <= {number for number, _ in versions}:
        raise Http404
    before, after = _releases(publication, old, new)
    comparison = _compared(before, after)
    pictures = [picture for part in comparison.changed for picture in part.pictures or ()]
    context = {
        "publication": publication,
        "sides": [(row, standing_then(row, current=publication)) for row in (before, after)],
        "change": change_between(before.version, after.version),
        "comparison": comparison,
        "same": [name for name in comparison.same if name not in UNSEEN],
        "open_files": open_files(pictures),
        "versions": versions,
        "old_number": old,
        "new_number": new,
        "choose": reverse("public:choose_differences", args=[publication.slug]),
        "crumbs": [
            *crumbs_to(publication),
            (publication.title, publication.get_absolute_url()),
            (gettext("History"), reverse("public:history", args=[publication.slug])),
        ],
        "canonical": absolute(request.path),
        "section": "articles",
    }
    keys = keys_of(publication)
    return page(request, "articles/differences.html", context, modified=changed_at(publication), keys=keys)


@require_safe
@with_publication
def choose(request: HttpRequest, publication: Publication) -> HttpResponse:
    """Lead from the form to the address of the two versions chosen in it."""
    old, new = chosen_in(request)
    name, numbers = ("public:differences", [old, new]) if old < new else ("public:history", [])
    return lead_to(reverse(name, args=[publication.slug, *numbers]))


def chosen_in(request: HttpRequest) -> tuple[int, int]:
    """The two versions chosen in the form, the older one first; they may be one."""
    named = [request.GET.get(side, "") for side in ("from", "to")]
    if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in named):
        raise Http404
    old, new = sorted(map(int, named))
    return old, new


def lead_to(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    return response


def _releases(publication: Publication, old: int, new: int) -> list[Publication]:
    """The first release of each of the two versions."""
    rows = Publication.objects.released().filter(
        article=publication.article_id, version__number__in=[old, new], withdrawn_at__isnull=True
    )
    by_number = {row.version.number: row for row in rows.with_standing().order_by("-visible_from")}
    return [by_number[old], by_number[new]]


def _compared(before: Publication, after: Publication) -> Comparison:
    old, new = before.version, after.version
    uids = {*old.content["related"], *new.content["related"]}
    live = Publication.objects.live().filter(article_uid__in=uids).values_list("article_uid", "title")
    titles = dict.fromkeys(uids, ELSEWHERE) | {str(uid): title for uid, title in live}
    key = f"differences-1:{old.actual_digest}:{new.actual_digest}:{digest(titles)}"
    found = cache.get(key)
    if found is None:
        was, now = as_read(old.content), as_read(new.content)
        found = redraw(compare(was, now, titles=titles), was, now)
        cache.set(key, found, KEPT_SECONDS)
    return found
