"""The site map: an index, and files of at most ten thousand addresses worth finding.

Pages that ask not to be indexed are left out. `lastmod` is the day of the last change in substance: a minor edit, a
renewed review or a new neighbour moves nothing, so that whoever comes again finds other words.
"""

from collections.abc import Collection
from datetime import date
from itertools import product
from math import ceil
from xml.sax.saxutils import escape

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F, Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.models import Publication, SitePageVersion
from articles.models.standing import lapsed_if_due_before
from articles.pages import keys
from articles.public import languages, tree
from articles.public.delivery import absolute, answer
from articles.public.people import public_experts

# In every language of the interface; the list of articles in those that have any.
STANDING_PAGES = ("home", "topics", "experts")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGES = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
LANGUAGES = 'xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Two queries; files in which no page is left are not named."""
    leaves = range(1, ceil(public_experts().count() / keys.SITEMAP_SPAN) + 1)
    spans = _articles().order_by().annotate(file=F("article_id") / keys.SITEMAP_SPAN + 1).values_list("file")
    files: list[tuple[str, date | None]] = [
        (reverse("public:sitemap_pages"), None),
        *[(_file("experts", number), None) for number in leaves],
        *[(_file("articles", number), newest) for number, newest in spans.annotate(Max("changed_on")).order_by("file")],
    ]
    lines = [f"<sitemap>{_said(path, changed_on)}</sitemap>" for path, changed_on in files]
    return _answer(request, "sitemapindex", lines, shown=[keys.SITEMAPS, keys.EXPERTS])


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The pages that are always there, those about the site, and every topic that lists an article. Three queries."""
    about_the_site = SitePageVersion.objects.newest().defer("document")
    newest = _newest()
    lines = [
        *[line for name in STANDING_PAGES for line in _in_every_language(f"reading:{name}")],
        *_in_every_language("reading:articles", but_only={code for _, code in newest}),
        _entry(reverse("public:api")),
        *[_entry(version.get_absolute_url(), version.made_at.date()) for version in about_the_site],
        *[_entry(address, day) for address, day in _topics(newest)],
    ]
    return _answer(request, "urlset", lines, shown=[keys.TOPICS, keys.TREE, keys.SITE_PAGES])


@require_safe
def file(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """At most ten thousand articles, each with the picture at its top, or as many experts. One query.

    An article stays in the file that its own number gives, so a publication makes one file another, and no more.
    """
    first = (int(number) - 1) * keys.SITEMAP_SPAN
    if kind == "articles":
        of_file = _articles().filter(article__gte=first, article__lt=first + keys.SITEMAP_SPAN).order_by("article_id")
        rows = of_file.values_list("slug", "changed_on", "card")
        lines = [_entry(reverse("public:article", args=[slug]), day, _picture(card)) for slug, day, card in rows]
        shown = keys.of_sitemap(first)
    else:
        experts = public_experts().order_by("pk").values_list("slug", flat=True)
        lines = [_entry(reverse("reading:expert", args=[slug])) for slug in experts[first : first + keys.SITEMAP_SPAN]]
        shown = keys.EXPERTS
    if not lines:
        raise Http404
    return _answer(request, "urlset", lines, shown=[shown])


def _newest() -> dict[tuple[int, str], date]:
    """When the newest page of a topic changed, for each topic and each language of the interface with a page."""
    newest: dict[tuple[int, str], date] = {}
    rows = Publication.objects.live().order_by().values_list("topics", "language").annotate(day=Max("changed_on"))
    for topic, language, day in rows:
        key = (topic, languages.interface_for(language))
        newest[key] = max(day, newest.get(key, day))
    return newest


def _topics(own: dict[tuple[int, str], date]) -> list[tuple[str, date]]:
    """The hub of every topic in each language in which it lists an article, and when the newest of them changed.

    A page counts for its own topics and for those above them.
    """
    found = []
    for code, branch in product((code for code, _ in settings.LANGUAGES), tree.plant().values()):
        days = [own[topic.pk, code] for topic in branch.topics() if (topic.pk, code) in own]
        if days:
            with override(code):
                found.append((branch.topic.get_absolute_url(), max(days)))
    return sorted(found)


def _articles() -> QuerySet[Publication]:
    """The articles worth finding: no page that asks not to be indexed."""
    lapsed = lapsed_if_due_before(timezone.now().date())
    return Publication.objects.live().filter(review_due_on__gte=lapsed)


def _file(kind: str, number: int) -> str:
    return reverse("public:sitemap_file", args=[kind, number])


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
    return [f"<url>{_said(other.path, None)}{links}</url>" for other in spoken]


def _said(path: str, changed_on: date | None) -> str:
    day = f"<lastmod>{changed_on.isoformat()}</lastmod>" if changed_on else ""
    return f"<loc>{escape(absolute(path))}</loc>{day}"


def _answer(request: HttpRequest, root: str, lines: list[str], *, shown: list[str]) -> HttpResponse:
    images = f" {IMAGES} {LANGUAGES}" if root == "urlset" else ""
    body = "\n".join([HEAD, f"<{root} {NAMESPACE}{images}>", *lines, f"</{root}>\n"])
    return answer(request, body, content_type="application/xml", keys=shown)
