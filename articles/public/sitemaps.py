"""The site map: every address worth finding. Pages that ask not to be indexed are left out."""

from datetime import timedelta
from xml.sax.saxutils import escape

from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Publication, Topic
from articles.public.delivery import absolute, answer
from articles.public.people import public_experts

STANDING_PAGES = ("/", "/articles/", "/topics/", "/experts/", "/how-we-review/")
# The protocol's limit for one file.
MOST = 50_000


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Three queries, on short columns only."""
    overdue_before = timezone.now().date() - timedelta(days=settings.REVIEW_GRACE_DAYS)
    live = Publication.objects.live()
    articles = live.exclude(review_due_on__lt=overdue_before).newest_first().values_list("slug", "visible_from")
    topics = (
        Topic.objects.filter(publications__in=live.values("pk"))
        .values_list("slug")
        .annotate(newest=Max("publications__visible_from"))
        .order_by("slug")
    )
    experts = public_experts().values_list("slug", flat=True)

    urls = [
        *[(path, None) for path in STANDING_PAGES],
        *[(reverse("public:topic", args=[slug]), newest) for slug, newest in topics],
        *[(reverse("public:expert", args=[slug]), None) for slug in experts],
        *[(reverse("public:article", args=[slug]), changed) for slug, changed in articles[:MOST]],
    ][:MOST]
    body = "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *[entry(path, changed) for path, changed in urls],
            "</urlset>\n",
        ]
    )
    return answer(request, body, content_type="application/xml", keys=["articles", "topics", "experts"])


def entry(path: str, changed) -> str:
    changed_on = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{changed_on}</url>"
