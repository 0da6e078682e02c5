"""The addresses of articles, and those that machines ask for. They stay: other sites and printed leaflets name them.

An article is written in one language and has one address; the pages that lead to it are in `reading_urls.py`.
"""

from django.urls import path, re_path

from articles.public import machine_urls, sitemaps
from articles.public.api import urls as api_urls
from articles.public.views import (
    article,
    as_of,
    differences,
    history,
    media,
    pages,
    report,
    review_record,
    search,
    shared_preview,
)

app_name = "public"

urlpatterns = [
    path("articles/<slug:slug>/", article.article, name="article"),
    path("articles/<slug:slug>/print/", article.print_view, name="print"),
    path("articles/<slug:slug>/history/", history.history, name="history"),
    path("articles/<slug:slug>/history/compare/", differences.choose, name="choose_differences"),
    path("articles/<slug:slug>/history/<int:old>..<int:new>/", differences.differences, name="differences"),
    path("articles/<slug:slug>/@<str:day>/", as_of.as_of, name="as_of"),
    path("articles/<slug:slug>/review-record/", review_record.review_record, name="review_record"),
    path("articles/<slug:slug>/review-record.json", review_record.receipt, name="receipt"),
    path("articles/<slug:slug>/report/", report.report, name="report"),
    path("articles/<slug:slug>/report/thanks/", report.thanks, name="report_thanks"),
    path("preview/<str:token>/", shared_preview.shared_preview, name="shared_preview"),
    path("ledger/verify_receipt.py", pages.verifier, name="verifier"),
    path("ledger/checkpoint.json", pages.checkpoint, name="checkpoint"),
    path("opensearch.xml", search.description, name="opensearch"),
    *machine_urls.urlpatterns,
    *api_urls.urlpatterns,
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap_pages"),
    re_path(
        r"^sitemaps/(?P<kind>articles|experts)-(?P<number>[1-9][0-9]{0,4})\.xml$", sitemaps.file, name="sitemap_file"
    ),
    path("robots.txt", pages.robots, name="robots"),
    path("media/<path:path>", media.media, name="media"),
]
