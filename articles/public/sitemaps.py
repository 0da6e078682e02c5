"""The site map: an index, and files of at most a thousand addresses worth finding.

Pages that ask not to be indexed are left out. `lastmod` is the day of the last change in substance: a minor edit, a
renewed review or a new neighbour moves nothing, so that whoever comes again finds other words.
"""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import product
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.models import Listed, Listing, Publication, SitePageVersion
from articles.models.standing import lapsed_if_due_before
from articles.pages import keys
from articles.public import languages, people, tree
from articles.public.delivery import absolute, answer

# In every language of the interface; the list of articles in those that have any.
STANDING_PAGES = ("home", "topics", "experts")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGES = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
LANGUAGES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'
# With LIMIT, or PostgreSQL would look at every page of everybody first.
_WITH_ANYBODY = """
WITH RECURSIVE files(number) AS (
    SELECT 1
    UNION ALL
    SELECT number + 1 FROM files WHERE number * {span} <= (SELECT MAX(id) FROM experts_expert)
)
SELECT number FROM files WHERE number = (
    SELECT number FROM articles_publicationexpert named JOIN articles_publication page ON page.id = named.publication_id
    WHERE named.expert_id >= (number - 1) * {span} AND named.expert_id < number * {span} AND page.visible_from <= %s
    LIMIT 1
) ORDER BY number
"""


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Two queries; files in which no page is left are not named."""
    experts, articles = _files("experts"), _files("articles")
    lines = [
        f"<sitemap>{_said(reverse('public:sitemap_pages'))}</sitemap>",
        *[f"<sitemap><loc>{experts}{number}.xml</loc></sitemap>" for number in _leaves_of_experts()],
        *[
            f"<sitemap><loc>{articles}{number}.xml</loc><lastmod>{day}</lastmod></sitemap>"
            for number, day in _newest_in_files()
        ],
    ]
    return _answer(request, "sitemapindex", lines, shown=[keys.SITEMAPS, keys.EXPERTS])


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The pages that are always there, those about the site, and every topic that lists an article. Three queries."""
    about_the_site = SitePageVersion.objects.newest().defer("document")
    branches = tree.plant().values()
    newest = _newest_by_language([keys.ARTICLES, *tree.hubs_of(branches)])
    lines = [
        *[line for name in STANDING_PAGES for line in _in_every_language(f"reading:{name}")],
        *_in_every_language("reading:articles", but_only={code for key, code in newest if key == keys.ARTICLES}),
        _entry(reverse("public:api")),
        *[_entry(version.get_absolute_url(), version.made_at.date()) for version in about_the_site],
        *[_entry(address, day) for address, day in _topics(branches, newest)],
    ]
    return _answer(request, "urlset", lines, shown=[keys.TOPICS, keys.TREE, keys.SITE_PAGES])


@require_safe
def file(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """At most a thousand articles, each with the picture at its top, or as many experts. One query.

    An article stays in the file that its own number gives, so a publication makes one file another, and no more.
    """
    first = (int(number) - 1) * keys.SITEMAP_SPAN
    if kind == "articles":
        of_file = _articles().filter(article__gte=first, article__lt=first + keys.SITEMAP_SPAN).order_by("article_id")
        rows = of_file.values_list("slug", "changed_on", "card")
        lines = [_entry(reverse("public:article", args=[slug]), day, _picture(card)) for slug, day, card in rows]
        shown = keys.of_sitemap(first)
    else:
        experts = people.public_experts().filter(pk__gte=first, pk__lt=first + keys.SITEMAP_SPAN).order_by("pk")
        lines = [_entry(reverse("reading:expert", args=[slug])) for slug in experts.values_list("slug", flat=True)]
        shown = keys.EXPERTS
    if not lines:
        raise Http404
    return _answer(request, "urlset", lines, shown=[shown])


def _leaves_of_experts() -> list[int]:
    """The numbers of the files that name anybody (`people.public_experts`): in each file it is enough to find one."""
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(_WITH_ANYBODY.format(span=keys.SITEMAP_SPAN), [now])
        return [number for (number,) in cursor.fetchall()]


def _newest_in_files() -> list[tuple[int, date]]:
    """The number of each file of articles, and when the newest page worth finding in it changed."""
    lapsed = lapsed_if_due_before(timezone.now().date())
    rows = Listed.objects.filter(listing=OuterRef("pk"), publication__review_due_on__gte=lapsed).live().newest_first()
    files = Listing.objects.filter(key__range=keys.SITEMAP_FILES)
    newest = files.values_list("key", Subquery(rows.values("changed_on")[:1]))
    return sorted((int(key[len(keys.A_SITEMAP) :]), day) for key, day in newest if day)


def _newest_by_language(names: Collection[str]) -> dict[tuple[str, str], date]:
    """When the newest page on each of these lists changed, in each language of the interface with a page."""
    rows = Listed.objects.filter(listing=OuterRef("pk")).live().newest_first().values("changed_on")[:1]
    newest: dict[tuple[str, str], date] = {}
    for name, language, day in Listing.objects.filter(key__in=names).values_list("key", "language", Subquery(rows)):
        if day:
            place = (name, languages.interface_for(language))
            newest[place] = max(day, newest.get(place, day))
    return newest


def _topics(branches: Iterable[tree.Branch], newest: dict[tuple[str, str], date]) -> list[tuple[str, date]]:
    """The hub of every topic in each language in which it lists an article, and when the newest of them changed."""
    found = []
    for code, branch in product((code for code, _ in settings.LANGUAGES), branches):
        day = newest.get((keys.of_hub(branch.topic.slug), code))
        if day:
            with override(code):
                found.append((branch.topic.get_absolute_url(), day))
    return sorted(found)


def _articles() -> QuerySet[Publication]:
    """The articles worth finding: no page that asks not to be indexed."""
    lapsed = lapsed_if_due_before(timezone.now().date())
    return Publication.objects.live().filter(review_due_on__gte=lapsed)


def _files(kind: str) -> str:
    """The address of the files of a kind; what is left to say is their number."""
    return escape(absolute(reverse("public:sitemap_file", args=[kind, 1]))).removesuffix("1.xml")


def _picture(card: dict) -> str:
    figure = card.get("figure")
    return absolute(default_storage.url(figure["src"])) if figure else ""


def _entry(path: str, changed_on: date | None = None, picture: str = "") -> str:
    image = f"<image:image><image:loc>{escape(picture)}</image:loc></image:image>" if picture else ""
    return f"<url>{_said(path, changed_on)}{image}</url>"


def _in_every_language(view_name: str, *, but_only: Collection[str] | None = None) -> list[str]:
    """The page in each language, each naming all of them, as search engines ask."""
    spoken = [other for other in languages.everywhere_at(view_name) if but_only is None or other.code in but_only]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other.code}" href="{escape(other.address)}"/>'
        for other in [*spoken, *languages.for_anybody(spoken)]
    )
    return [f"<url>{_said(other.path)}{links}</url>" for other in spoken]


def _said(path: str, changed_on: date | None = None) -> str:
    day = f"<lastmod>{changed_on.isoformat()}</lastmod>" if changed_on else ""
    return f"<loc>{escape(absolute(path))}</loc>{day}"


def _answer(request: HttpRequest, root: str, lines: list[str], *, shown: list[str]) -> HttpResponse:
    images = f" {IMAGES} {LANGUAGES}" if root == "urlset" else ""
    body = "\n".join([HEAD, f"<{root} {NAMESPACE}{images}>", *lines, f"</{root}>\n"])
    return answer(request, body, content_type="application/xml", keys=shown)
