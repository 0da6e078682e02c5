"""The front page: what a doctor checked last, the topics, and what the seal means."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.public import example, structured_data, tree
from articles.public.delivery import absolute, page
from articles.public.related import with_standings

SHOWN = 5
# A few more, as some of the newest may have lost their badge to the clock.
LOOKED_AT = 12


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    newest = Publication.objects.live().with_standing().filter(reviewed_on__isnull=False)
    looked_at = with_standings(newest.order_by("-reviewed_on", "-pk")[:LOOKED_AT])
    reviewed = [(publication, standing) for publication, standing in looked_at if standing.has_badge][:SHOWN]
    topics = tree.roots(tree.plant())
    tree.count(topics)
    context = {
        "first": reviewed[:1],
        "others": reviewed[1:],
        "topics": [branch for branch in topics if branch.pages],
        "example": example.PAIR,
        "canonical": absolute("/"),
        "structured_data": structured_data.script_text(structured_data.website()),
    }
    return page(request, "home.html", context, keys=["articles", "topics"])
