"""The topics as a tree and from A to Z, and the hub of one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from articles.pages import keys
from articles.public import crumbs, languages, structured_lists, tree
from articles.public.delivery import absolute, page
from articles.public.featured import featured_on
from articles.public.paging import leaf_of, without_page_numbers
from articles.public.related import with_standings
from articles.public.shelves import OnShelves, Shelves


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    branches = tree.plant()
    tree.count(branches.values(), Shelves(tree.hubs_of(branches.values())), among=languages.is_read_here)
    way = [crumbs.home()]
    letters = tree.a_to_z(branches.values())
    found = [name.branch for _, names in letters for name in names if not name.is_other]
    context = {
        "letters": letters,
        "branches": tree.grown(tree.roots(branches)),
        "crumbs": way,
        "canonical": absolute(request.path),
        "structured_data": structured_lists.collection(
            name=gettext("Topics"),
            address=request.path,
            items=[(branch.topic.name, branch.address) for branch in found],
            way=way,
        ),
        "section": "topics",
    }
    return page(request, "topics/index.html", context, keys=[keys.TOPICS, keys.TREE])


@require_safe
@without_page_numbers
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    branch = tree.find(slug)
    if branch is None:
        raise Http404
    family = [branch, *branch.children]
    shelves = Shelves(tree.hubs_of(family))
    tree.count(family, shelves, among=languages.is_read_here)
    leaf = leaf_of(OnShelves(shelves.of(keys.of_hub(slug), among=languages.is_read_here)), request)
    entries = with_standings(leaf.rows)
    # What stands first stands there once, at the beginning.
    needed = with_standings(featured_on(branch.topic)) if leaf.is_first else []
    way = [crumbs.home(), crumbs.topics(), *tree.above(branch)]
    context = {
        "topic": branch.topic,
        "pages": branch.pages,
        "children": [child for child in branch.children if child.pages],
        "needed": needed,
        "entries": entries,
        # Of the pages shown here, and only where the badge is theirs today.
        "reviewers": list(
            {
                person["slug"]: person
                for _, standing in [*needed, *entries]
                if standing.has_badge
                for person in standing.reviewers
            }.values()
        ),
        "leaf": leaf,
        "crumbs": way,
        "canonical": absolute(leaf.address),
        # A topic is named in one language, so its hub is a page in that language alone.
        "alternates": [],
        "structured_data": structured_lists.collection(
            name=branch.topic.name,
            address=leaf.address,
            description=branch.topic.description,
            items=[(publication.title, publication.get_absolute_url()) for publication, _ in entries],
            way=way,
            about=structured_lists.hub(branch.topic),
        ),
        "section": "topics",
    }
    return page(request, "topics/topic.html", context, keys=[keys.of_hub(slug), keys.TREE])
