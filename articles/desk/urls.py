"""The addresses of the reviewer's desk."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from articles.desk import judging, links, notices, views

app_name = "desk"

urlpatterns = [
    path("", views.queue, name="queue"),
    path("login/", views.LogIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(next_page="desk:login"), name="logout"),
    path("link/<str:token>/", links.link, name="link"),
    path("leave/", links.leave, name="leave"),
    path("done/", links.done, name="done"),
    path("versions/<int:pk>/", views.version, name="version"),
    path("versions/<int:pk>/marks/", judging.marks, name="marks"),
    path("versions/<int:pk>/comments/", judging.comment_on, name="comment_on"),
    path("versions/<int:pk>/visit/", judging.visit, name="visit"),
    path("comments/<int:pk>/", judging.comment, name="comment"),
    path("assignments/<int:pk>/decline/", views.decline, name="decline"),
    path("pages/<int:pk>/", views.live_page, name="live_page"),
    path("notices/", notices.inbox, name="notices"),
    path("notices/<int:pk>/", notices.follow, name="notice"),
]
