"""The front page: what the editors put first, what is new, what a doctor checked last, the topics, and the seal.

Three queries: the topics, their numbers, and the articles of all three lists at once.
"""

from collections.abc import Sequence

from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Feature, Listing, Publication, Standing
from articles.models.standing import lapsed_if_due_before
from articles.pages import keys
from articles.public import example, languages, structured_data, tree
from articles.public.delivery import absolute, page
from articles.public.related import with_standings
from articles.public.shelves import LAST_REVIEWED, OnShelves, Shelves, any_of

NEW, REVIEWED = 4, 4
# More than are shown, as a page is shown once, however many of the lists name it.
LOOKED_AT = 16

Entry = tuple[Publication, Standing]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    topics = tree.plant_roots()
    shelves = Shelves([keys.ARTICLES, *tree.hubs_of(topics)])
    tree.count(topics, shelves, among=languages.is_read_here)
    entries = _with_a_badge(shelves.of(keys.ARTICLES, among=languages.is_read_here))
    reviewed = sorted(entries, key=lambda entry: (entry[0].reviewed_on, entry[0].pk), reverse=True)
    newest = sorted(entries, key=lambda entry: (entry[0].changed_on, entry[0].pk), reverse=True)
    featured = sorted((entry for entry in entries if entry[0].place), key=lambda entry: entry[0].place)
    shown = featured or reviewed[:1]
    new = [entry for entry in newest if entry not in shown][:NEW]
    checked = [entry for entry in reviewed if entry not in [*shown, *new]][:REVIEWED]
    context = {
        "sealed": reviewed[:1],
        "featured": featured,
        "first": shown[:1],
        "others": shown[1:],
        "new": new,
        "checked": checked,
        "topics": [branch for branch in topics if branch.pages],
        "example": example.pair(),
        "canonical": absolute(request.path),
        "structured_data": structured_data.script_text(structured_data.website()),
    }
    return page(request, "home.html", context, keys=[keys.ARTICLES, keys.TOPICS, keys.TREE, keys.FRONT_PAGE])


def _with_a_badge(listings: Sequence[Listing]) -> list[Entry]:
    """The live pages that any of the lists may show; nothing that lost its badge leads anybody in. One query."""
    now = timezone.now()
    chosen = Feature.objects.filter(topic=None)
    live = Publication.objects.live(now).filter(languages.read_here())
    kept = Q(reviewed_on__isnull=False, publication__review_due_on__gte=lapsed_if_due_before(now.date()))
    newest = OnShelves(listings, only=kept).firsts(LOOKED_AT)
    reviewed = OnShelves(listings, only=kept, by=LAST_REVIEWED).firsts(LOOKED_AT)
    featured = Publication.objects.filter(article__in=chosen.order_by().values("article")).values("pk")
    found = (
        live.filter(any_of(Publication, [*newest, *reviewed, featured]))
        .annotate(place=Subquery(chosen.filter(article=OuterRef("article")).values("position")))
        .with_standing()
    )
    return [entry for entry in with_standings(found) if entry[1].has_badge]
