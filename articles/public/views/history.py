"""Every release of one article, newest first. Nothing is ever taken from this list."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.public.delivery import absolute, page
from articles.public.finding import keys_of, with_publication
from articles.public.views.article import crumbs_to


@require_safe
@with_publication
def history(request: HttpRequest, publication: Publication) -> HttpResponse:
    releases = Publication.objects.released().filter(article=publication.article_id).with_standing()
    context = {
        "publication": publication,
        "content": publication.version.content,
        # Each as it stood on the day it came out, not as the clock sees it now.
        "releases": [(release, release.standing(now=release.visible_from)) for release in releases],
        "crumbs": [*crumbs_to(publication), (publication.title, publication.get_absolute_url())],
        "canonical": absolute(request.path),
        "section": "articles",
    }
    return page(
        request, "articles/history.html", context, modified=publication.visible_from, keys=keys_of(publication)
    )
