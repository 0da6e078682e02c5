"""The addresses of articles, and those that machines ask for. They stay: other sites and printed leaflets name them.

An article is written in one language and has one address; the pages that lead to it are in `reading_urls.py`.
"""

from django.urls import include, path, re_path

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

of_an_article = [
    path("", article.article, name="article"),
    path("print/", article.print_view, name="print"),
    path("history/", history.history, name="history"),
    path("history/compare/", differences.choose, name="choose_differences"),
    path("history/<int:old>..<int:new>/", differences.differences, name="differences"),
    path("@<str:day>/", as_of.as_of, name="as_of"),
    path("review-record/", review_record.review_record, name="review_record"),
    path("review-record.json", review_record.receipt, name="receipt"),
    path("report/", report.report, name="report"),
    path("report/thanks/", report.thanks, name="report_thanks"),
    *machine_urls.of_an_article,
]

urlpatterns = [
    # In groups: whoever asks for something else is compared with a group once.
    path("articles/<slug:slug>/", include(of_an_article)),
    path("preview/<str:token>/", shared_preview.shared_preview, name="shared_preview"),
    path("ledger/verify_receipt.py", pages.verifier, name="verifier"),
    path("ledger/checkpoint.json", pages.checkpoint, name="checkpoint"),
    path("opensearch.xml", search.description, name="opensearch"),
    *machine_urls.urlpatterns,
    path("api/", include(api_urls)),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemaps/pages.xml", sitemaps.pages, name="sitemap_pages"),
    re_path(
        r"^sitemaps/(?P<kind>articles|experts)-(?P<number>[1-9][0-9]{0,4})\.xml$", sitemaps.file, name="sitemap_file"
    ),
    path("robots.txt", pages.robots, name="robots"),
    path("media/<path:path>", media.media, name="media"),
]
