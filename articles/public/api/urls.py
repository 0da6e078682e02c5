"""The addresses of the API, made of the table. /api/v1/ stays as it is: what would break a reader of it becomes v2."""

from django.urls import path

from articles.public.api import views
from articles.public.api.table import ENDPOINTS

urlpatterns = [
    path("", views.about, name="api"),
    path("v1/openapi.json", views.description, name="openapi"),
    *[path(f"v1/{row.path}", views.VIEWS[row.name], name=f"api_{row.name}") for row in ENDPOINTS],
]
