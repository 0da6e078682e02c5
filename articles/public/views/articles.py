"""All articles, newest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.public.delivery import absolute, page
from articles.public.paging import leaf_of
from articles.public.related import with_standings


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    leaf = leaf_of(Publication.objects.live().with_standing().newest_first(), request)
    context = {
        "entries": with_standings(leaf.rows),
        "leaf": leaf,
        "crumbs": [("Home", "/")],
        "canonical": absolute(leaf.address),
        "section": "articles",
    }
    return page(request, "articles/index.html", context, keys=["articles"])
