"""Every release of one article, and what was decided about it since. Nothing is ever taken from this list."""

from operator import itemgetter

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import EditorialRecord, Event, Publication, Standing
from articles.public.delivery import absolute, page
from articles.public.finding import changed_at, keys_of, with_publication
from articles.public.releases import comparable_among, told
from articles.public.views.article import crumbs_to

# What the public is told besides releases; the notes of these records are for the desk.
TOLD = (
    Event.CONFIRMED_UNCHANGED,
    Event.WITHDRAWN,
    Event.REINSTATED,
    Event.READERS_WARNED,
    Event.WARNING_LIFTED,
)


@require_safe
@with_publication
def history(request: HttpRequest, publication: Publication) -> HttpResponse:
    releases = list(Publication.objects.released().filter(article=publication.article_id).with_standing())
    changes = told(releases)
    records = EditorialRecord.objects.filter(article=publication.article_id, event__in=TOLD)
    events = [
        *[
            {
                "at": row.visible_from,
                "release": row,
                "standing": standing_then(row, current=publication),
                "told": changes[row.pk],
            }
            for row in releases
        ],
        *[{"at": record.at, "record": record} for record in records if record.is_intact and record.is_whole],
    ]
    context = {
        "publication": publication,
        "content": publication.version.content,
        "events": sorted(events, key=itemgetter("at"), reverse=True),
        "version_count": len({row.version_id for row in releases}),
        "versions": comparable_among(releases),
        "choose": reverse("public:choose_differences", args=[publication.slug]),
        "crumbs": [*crumbs_to(publication), (publication.title, publication.get_absolute_url())],
        "canonical": absolute(request.path),
        "section": "articles",
    }
    return page(request, "articles/history.html", context, modified=changed_at(publication), keys=keys_of(publication))


def standing_then(release: Publication, *, current: Publication) -> Standing:
    """A past release as it stood when it came out; the current one as it stands now, for it may be overdue."""
    return release.standing() if release.pk == current.pk else release.standing(now=release.visible_from)
