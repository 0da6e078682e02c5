"""A process that answers readers loads neither the desks nor the libraries that only writing and deciding need."""

from django.urls import reverse

from tests.healthcms.test_settings import PRODUCTION, run

# Megabytes each, in every process.
LEFT_OUT = {"lxml", "nh3", "PIL", "cryptography", "articles.admin.registry", "articles.desk.views"}
PROGRAM = """
import sys
import healthcms.wsgi
from django.urls import reverse
from articles.templating.rendering import _page
reverse("reading:home")
for name in ("home.html", "articles/article.html", "search/search.html", "topics/topic.html", "experts/expert.html"):
    assert _page(name)
print(*sys.modules)
"""


def test_what_readers_never_need_is_not_loaded(tmp_path):
    done = run("-c", PROGRAM, **PRODUCTION | {"PAGES_GENERATION_FILE": str(tmp_path / "generation")})

    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "articles.public.views.article" in loaded
    assert not loaded & LEFT_OUT


def test_a_desk_is_loaded_by_who_asks_for_one_of_its_addresses():
    assert reverse("admin:articles_article_changelist") == "/admin/articles/article/"
    assert reverse("desk:queue") == "/desk/"
