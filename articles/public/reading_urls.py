"""The pages that lead to articles, at the same address in every language of the interface: /topics/ and /es/topics/."""

from django.urls import path

from articles.public.views import articles, experts, home, search, site_pages, topics

app_name = "reading"

urlpatterns = [
    path("", home.home, name="home"),
    path("articles/", articles.articles, name="articles"),
    path("topics/", topics.topics, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    path("experts/", experts.experts, name="experts"),
    path("experts/<slug:slug>/", experts.expert, name="expert"),
    path("search/", search.search, name="search"),
    path("search/suggestions", search.suggestions, name="suggestions"),
    # Last: whatever an editor called a page about the site, no address above is ever taken by it.
    path("<slug:slug>/", site_pages.site_page, name="site_page"),
    path("<slug:slug>/history/", site_pages.history, name="site_page_history"),
    path("<slug:slug>/history/compare/", site_pages.choose, name="site_page_choose_differences"),
    path("<slug:slug>/history/<int:old>..<int:new>/", site_pages.differences, name="site_page_differences"),
    path("<slug:slug>/history/<int:number>/", site_pages.old_version, name="site_page_version"),
]
