"""The addresses of the writer's and editor's desk: those of every noun in it."""

from articles.admin.registry import site

app_name = "admin"

urlpatterns = site.get_urls()
