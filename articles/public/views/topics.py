"""The tree of topics, and the hub of one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Publication
from articles.public import tree
from articles.public.delivery import absolute, page
from articles.public.paging import leaf_of
from articles.public.related import with_standings


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    branches = tree.plant()
    tree.count(branches.values())
    context = {
        "branches": tree.grown(tree.roots(branches)),
        "crumbs": [("Home", "/")],
        "canonical": absolute(request.path),
        "section": "topics",
    }
    return page(request, "topics/index.html", context, keys=["topics"])


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    branches = tree.plant()
    branch = next((branch for branch in branches.values() if branch.topic.slug == slug), None)
    if branch is None:
        raise Http404
    tree.count([branch, *branch.children])
    live = Publication.objects.live().in_topics(branch.topics()).with_standing().newest_first()
    leaf = leaf_of(live, request)
    context = {
        "topic": branch.topic,
        "pages": branch.pages,
        "children": [child for child in branch.children if child.pages],
        "entries": with_standings(leaf.rows),
        "leaf": leaf,
        "crumbs": [("Home", "/"), ("Topics", "/topics/"), *tree.above(branch, branches)],
        "canonical": absolute(leaf.address),
        "section": "topics",
    }
    return page(request, "topics/topic.html", context, keys=["articles", f"topic:{slug}"])
