"""The addresses that only machines ask for. They stay, like those of pages."""

from django.urls import include, path, re_path

from articles.public.views import machines, social_card

of_an_article = [
    re_path(r"^cite\.(?P<ending>ris|bib|json)$", machines.cite, name="cite"),
    re_path(r"^card-(?P<name>[0-9a-f]{32})\.png$", social_card.social_card, name="social_card"),
]

feeds = [
    path("articles.atom", machines.articles_feed, name="feed"),
    path("articles.json", machines.articles_feed, name="json_feed"),
    path("topics/<slug:slug>.atom", machines.topic_feed, name="topic_feed"),
    path("topics/<slug:slug>.json", machines.topic_feed, name="topic_json_feed"),
    path("experts/<slug:slug>.atom", machines.expert_feed, name="expert_feed"),
    path("experts/<slug:slug>.json", machines.expert_feed, name="expert_json_feed"),
]

urlpatterns = [
    path("feeds/", include(feeds)),
    path("oembed", machines.oembed, name="oembed"),
    path(".well-known/security.txt", machines.security_txt, name="security"),
    path("llms.txt", machines.llms_txt, name="llms"),
]
