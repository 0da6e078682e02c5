"""Every address of the site, by who it is for."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from articles.public.views.design import design
from healthcms import health, metrics
from healthcms.later import later

# For whoever works on the look, and for nobody else.
workshop = [path("design/", design, name="design")] if settings.IS_DEVELOPMENT else []

urlpatterns = [
    *workshop,
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    later("admin/", "articles.admin.urls", namespace="admin"),
    later("desk/", "articles.desk.urls", namespace="desk"),
    path("", include("articles.public.urls")),
    *i18n_patterns(path("", include("articles.public.reading_urls")), prefix_default_language=False),
]

handler400 = "healthcms.errors.bad_request"
handler403 = "healthcms.errors.permission_denied"
handler404 = "healthcms.errors.page_not_found"
handler500 = "healthcms.errors.server_error"
