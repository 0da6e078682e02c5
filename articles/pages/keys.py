"""The keys of what a page shows. A decision names the keys of what it changes, and pages with one of them go.

`article:<uid>` is the article itself, on its own pages and as a card on others; `hub:<slug>` and `profile:<slug>` are
the lists of a topic and of a person; `page:<slug>` is a page about the site. Those below are of many pages each.
`topic:<slug>` and `expert:<slug>` say whom a page names: no decision drops them, but an operator may purge by them.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Kinship, Publication, Topic
from articles.models.topic import ABOVE
from experts.models import Expert

# Lists of articles, newest or reviewed last; the topics with their numbers; the directory of people.
ARTICLES, TOPICS, EXPERTS = "articles", "topics", "experts"
LEDGER, CORRECTIONS, SITE_PAGES = "ledger", "corrections", "pages"
# What an editor put first there; the rest of it is in the lists.
FRONT_PAGE = "front-page"
# The names of topics and which stands under which: on every hub, and on what shows the tree.
TREE = "tree"
LISTS = frozenset({ARTICLES, TOPICS, EXPERTS, CORRECTIONS})
# So many articles share a file of the site map: by their number, so that an article stays in its file.
SITEMAP_SPAN = 2_000
SITEMAPS = "sitemaps"
A_SITEMAP = "sitemap:"
# From the first to the last of them, in any order of texts: addresses have room for so many.
SITEMAP_FILES = (f"{A_SITEMAP}1", f"{A_SITEMAP}99999")


def of_article(uid: object) -> str:
    return f"article:{uid}"


def of_hub(slug: str) -> str:
    return f"hub:{slug}"


def of_profile(slug: str) -> str:
    return f"profile:{slug}"


def of_page(slug: str) -> str:
    return f"page:{slug}"


def of_sitemap(article: int) -> str:
    return f"{A_SITEMAP}{article // SITEMAP_SPAN + 1}"


def touched_by(*publications: Publication, near: Iterable[UUID] | None = None) -> set[str]:
    """The keys of everything that may show one of `publications`, and so changes with it: before and after a change.

    `near` are those whose neighbor an article is, was or becomes, where that is known: not all their pages show it yet.
    """
    fetch_topics(publications)
    if near is None:
        kin = Kinship.objects.filter(other__in={publication.article_id for publication in publications})
        near = kin.values_list("article__uid", flat=True)
    keys = {SITEMAPS, *LISTS, *(of_article(uid) for uid in near)}
    for publication in publications:
        keys |= {
            of_article(publication.article_uid),
            *hubs_of(publication),
            *(of_profile(slug) for slug in people_on(publication)),
            of_sitemap(publication.article_id),
        }
    return keys


def fetch_topics(publications: Sequence[Publication]) -> None:
    """One query for the topics of all of these and those above them; what was fetched already is not fetched again."""
    prefetch_related_objects(publications, Prefetch("topics", Topic.objects.select_related(ABOVE)))


def hubs_of(publication: Publication) -> set[str]:
    """The hubs on which `publication` stands: those of its topics, and of the topics above them."""
    return {of_hub(topic.slug) for own in publication.topics.all() for topic in (own, *own.ancestors())}


def people_on(publication: Publication) -> set[str]:
    """Whom `publication` credits, its actual reviewers included, by the addresses they had then."""
    reviewers = publication.review.reviewers if publication.review else []
    return {line["slug"] for line in (*publication.version.content["bylines"], *reviewers)}


def around_topic(topic: Topic) -> set[str]:
    """What shows the name of `topic`, or where it stands."""
    return {TREE, of_hub(topic.slug)}


def around_expert(expert: Expert) -> set[str]:
    """What shows `expert` as they are today; articles show them as they were."""
    return {EXPERTS, of_profile(expert.slug)}
