"""The site map: an index, and files of at most ten thousand addresses worth finding.

Pages that ask not to be indexed are left out. `lastmod` is the day of the last change in substance: a minor edit, a
renewed review or a new neighbour moves nothing, so that whoever comes again finds other words.
"""

from collections.abc import Iterable
from datetime import date
from xml.sax.saxutils import escape

from django.core.files.storage import default_storage
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Publication, Topic
from articles.models.standing import lapsed_if_due_before
from articles.public.delivery import absolute, answer
from articles.public.people import public_experts

STANDING_PAGES = ("/", "/articles/", "/topics/", "/experts/", "/how-we-review/", "/api/")
# A fifth of what the protocol allows in one file, for each address may carry a picture.
MOST = 10_000
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
IMAGES = 'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Two queries, on one short column each."""
    days = _articles().values_list("changed_on", flat=True)
    files: list[tuple[str, date | None]] = [(reverse("public:sitemap_pages"), None)]
    for kind, rows in (("experts", [None] * public_experts().count()), ("articles", list(days))):
        for number, leaf in enumerate(_leaves(rows), start=1):
            changed_on = max(filter(None, leaf), default=None)
            files.append((reverse("public:sitemap_file", args=[kind, number]), changed_on))
    lines = [f"<sitemap>{_said(path, changed_on)}</sitemap>" for path, changed_on in files]
    return _answer(request, "sitemapindex", lines, keys=["articles", "experts"])


@require_safe
def pages(request: HttpRequest) -> HttpResponse:
    """The pages that are always there, and every topic that holds an article. One query."""
    live = Publication.objects.live()
    topics = (
        Topic.objects.filter(publications__in=live.values("pk"))
        .values_list("slug")
        .annotate(newest=Max("publications__changed_on"))
        .order_by("slug")
    )
    lines = [
        *[_entry(path) for path in STANDING_PAGES],
        *[_entry(reverse("reading:topic", args=[slug]), newest) for slug, newest in topics],
    ]
    return _answer(request, "urlset", lines, keys=["articles", "topics"])


@require_safe
def file(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """Ten thousand articles, each with the picture at its top, or as many experts. One query."""
    span = slice((int(number) - 1) * MOST, int(number) * MOST)
    if kind == "articles":
        rows = _articles().values_list("slug", "changed_on", "card")[span]
        lines = [_entry(reverse("public:article", args=[slug]), day, _picture(card)) for slug, day, card in rows]
    else:
        experts = public_experts().order_by("pk").values_list("slug", flat=True)[span]
        lines = [_entry(reverse("reading:expert", args=[slug])) for slug in experts]
    if not lines:
        raise Http404
    return _answer(request, "urlset", lines, keys=[kind])


def _articles() -> QuerySet[Publication]:
    """In an order that a new article leaves as it is: it comes last."""
    lapsed = lapsed_if_due_before(timezone.now().date())
    return Publication.objects.live().exclude(review_due_on__lt=lapsed).order_by("pk")


def _leaves(rows: list) -> Iterable[list]:
    return [rows[start : start + MOST] for start in range(0, len(rows), MOST)]


def _picture(card: dict) -> str:
    figure = card.get("figure")
    return absolute(default_storage.url(figure["src"])) if figure else ""


def _entry(path: str, changed_on: date | None = None, picture: str = "") -> str:
    image = f"<image:image><image:loc>{escape(picture)}</image:loc></image:image>" if picture else ""
    return f"<url>{_said(path, changed_on)}{image}</url>"


def _said(path: str, changed_on: date | None) -> str:
    day = f"<lastmod>{changed_on.isoformat()}</lastmod>" if changed_on else ""
    return f"<loc>{escape(absolute(path))}</loc>{day}"


def _answer(request: HttpRequest, root: str, lines: list[str], *, keys: list[str]) -> HttpResponse:
    images = f" {IMAGES}" if root == "urlset" else ""
    body = "\n".join([HEAD, f"<{root} {NAMESPACE}{images}>", *lines, f"</{root}>\n"])
    return answer(request, body, content_type="application/xml", keys=keys)
