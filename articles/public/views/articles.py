"""All articles: newest first, or as a reader narrows them down."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles.pages import keys
from articles.public import crumbs, structured_lists
from articles.public.delivery import absolute, page
from articles.public.narrowing import wished
from articles.public.paging import leaf_of, without_page_numbers
from articles.public.related import with_standings


@require_safe
@without_page_numbers
def articles(request: HttpRequest) -> HttpResponse:
    wish = wished(request.GET)
    leaf = leaf_of(wish.articles(), request, choices=wish.choices)
    entries = with_standings(leaf.rows)
    if wish.is_reviewed_only:
        # A page that was tampered with has a review and no badge.
        entries = [entry for entry in entries if entry[1].has_badge]
    way = [crumbs.home()]
    context = {
        "wish": wish,
        "entries": entries,
        "leaf": leaf,
        "crumbs": way,
        "canonical": absolute(leaf.address),
        "structured_data": structured_lists.collection(
            name=gettext("All articles"),
            address=leaf.address,
            items=[(publication.title, publication.get_absolute_url()) for publication, _ in entries],
            way=way,
        ),
        "section": "articles",
    }
    return page(request, "articles/index.html", context, keys=[keys.ARTICLES, keys.TREE])
