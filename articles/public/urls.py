"""The addresses of the public site. They stay: other sites and printed leaflets name them."""

from django.urls import path

from articles.public import feeds, sitemaps
from articles.public.views import (
    article,
    articles,
    experts,
    history,
    home,
    media,
    pages,
    report,
    shared_preview,
    topics,
)

app_name = "public"

urlpatterns = [
    path("", home.home, name="home"),
    path("articles/", articles.articles, name="articles"),
    path("articles/<slug:slug>/", article.article, name="article"),
    path("articles/<slug:slug>/print/", article.print_view, name="print"),
    path("articles/<slug:slug>/history/", history.history, name="history"),
    path("articles/<slug:slug>/report/", report.report, name="report"),
    path("articles/<slug:slug>/report/thanks/", report.thanks, name="report_thanks"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("experts/", experts.experts, name="experts"),
    path("experts/<slug:slug>/", experts.expert, name="expert"),
    path("how-we-review/", pages.how_we_review, name="how_we_review"),
    path("preview/<str:token>/", shared_preview.shared_preview, name="shared_preview"),
    path("ledger/checkpoint.json", pages.checkpoint, name="checkpoint"),
    path("feeds/articles.atom", feeds.articles_feed, name="feed"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", pages.robots, name="robots"),
    path("media/<path:path>", media.media, name="media"),
]
