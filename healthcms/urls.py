"""Every address of the site, by who it is for."""

from importlib.util import find_spec

from django.contrib import admin
from django.urls import include, path

from healthcms import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]
if find_spec("articles.desk") and find_spec("articles.desk.urls"):
    urlpatterns.append(path("desk/", include("articles.desk.urls")))
urlpatterns.append(path("", include("articles.public.urls")))

handler400 = "healthcms.errors.bad_request"
handler403 = "healthcms.errors.permission_denied"
handler404 = "healthcms.errors.page_not_found"
handler500 = "healthcms.errors.server_error"
