"""Every public page has its written-out template; where none can be, and while somebody develops, Django renders."""

from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template, render_to_string

from articles.templating import rendering
from articles.templating.writing import written_out

TEMPLATES = Path(settings.BASE_DIR) / "templates"
# For those who work here, who are few: Django renders them.
DESKS = ("admin", "desk")
# The last page that still works: no part of the site is asked for it.
WITHOUT_ANYTHING = ("500.html", "500.es.html", "503.html", "503.es.html")


def public_pages():
    found = [path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html")]
    return sorted(
        str(path)
        for path in found
        if path.parts[0] not in DESKS
        and path.name not in WITHOUT_ANYTHING
        and '{% extends "' in (TEMPLATES / path).read_text()
    )


@pytest.mark.parametrize("name", public_pages())
def test_every_public_page_is_written_out(name):
    assert written_out(get_template(name).template)


def test_a_page_that_cannot_be_written_out_is_rendered_by_django(monkeypatch):
    monkeypatch.setattr(rendering, "_page", lambda name: None)

    assert rendering.render("includes/_small_seal.html", {}) == render_to_string("includes/_small_seal.html")


def test_a_template_is_written_out_once():
    assert rendering._page("404.html") is rendering._page("404.html")


def test_while_somebody_develops_django_renders(settings, monkeypatch):
    settings.DEBUG = True
    monkeypatch.setattr(rendering, "_page", lambda name: pytest.fail("The written-out template was used."))

    assert "<svg" in rendering.render("includes/_small_seal.html", {})
