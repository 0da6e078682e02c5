"""The pages that lead to articles, at the same address in every language of the interface: /topics/ and /es/topics/."""

from django.urls import path

from articles.public.views import articles, experts, home, pages, search, topics

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
    path("how-we-review/", pages.how_we_review, name="how_we_review"),
]
