"""A template that is written out says, byte for byte, what Django makes of it."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest
from django import template as django_template
from django.core.exceptions import ObjectDoesNotExist
from django.template import Context, Engine
from django.urls import NoReverseMatch
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy, override

from articles.templating import constants, writing
from articles.templating.expressions import NotKnown
from articles.templating.writing import written_out

LIBRARIES = {
    "i18n": "django.templatetags.i18n",
    "static": "django.templatetags.static",
    "reading": "articles.templatetags.reading",
    "social": "articles.templatetags.social",
}


class State(StrEnum):
    DUE = "due & soon"


class Person:
    name = "Rita <b>"

    def greeting(self):
        return f"Hello from {self.name}"

    def needs(self, other):
        return other

    def erase(self):
        raise AssertionError("A template called what alters data.")

    erase.alters_data = True

    @property
    def gone(self):
        raise ObjectDoesNotExist


VALUES = {
    "title": "Sore & <joints>",
    "safe": mark_safe("<em>safe</em>"),
    "number": 1234,
    "half": 0.5,
    "nothing": None,
    "yes": True,
    "day": date(2026, 9, 14),
    "state": State.DUE,
    "template": "alone.html",
    "unknown": "unknown.html",
    "later": gettext_lazy("Topics"),
    "rows": [{"id": 1, "name": "a<"}, {"id": 2, "name": "b"}, {"id": 3}],
    "pairs": [("x", 1), ("y", 2)],
    "empty": [],
    "generated": (letter for letter in ""),
    "person": Person(),
    "table": {"items": "a key", "0": "a digit", "rows": [[1, 2], [3]]},
    "branch": {"name": "top", "below": [{"name": "left", "below": [{"name": "leaf"}]}, {"name": "right"}]},
    "slug": "sore-joints",
    "odd": "sore joints/é",
    "digest": "ab" * 32,
}

OTHERS = {
    "row.html": "[{{ row.name }}{% if forloop.last %}.{% endif %}{{ title }}]",
    "alone.html": "({{ row.name }}|{{ title }})",
    "unknown.html": "{% cycle 1 2 %}{{ title }}",
    "branch.html": '<{{ branch.name }}{% for branch in branch.below %}{% include "branch.html" %}{% endfor %}>',
    "base.html": "<t>{% block title %}none{% endblock %}</t>{% block a %}{% block b %}b{% endblock %}{% endblock %}",
    "middle.html": '{% extends "base.html" %}{% block b %}middle {{ title }}{% endblock %}',
}

# One template in each line.
SAME = (Path(__file__).resolve().parents[2] / "data" / "templates_for_both_engines.txt").read_text().splitlines()


def engine(**more):
    loader = "django.template.loaders.locmem.Loader"
    shipped = "django.template.loaders.filesystem.Loader"
    chained = [("django.template.loaders.cached.Loader", [(loader, OTHERS | more), shipped])]
    return Engine(dirs=["templates"], loaders=chained, libraries=LIBRARIES, builtins=list(LIBRARIES.values()))


def both(source, values=VALUES, language="en"):
    """What Django makes of a template, and what its function says."""
    found = engine(page=source).get_template("page")
    with override(language):
        return found.render(Context(values)), written_out(found)(values)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("source", SAME)
# In one function, and with each part in one of its own.
@pytest.mark.parametrize("longest", [writing.LONG, 0])
def test_it_says_what_django_says(source, language, longest, monkeypatch):
    monkeypatch.setattr(writing, "LONG", longest)
    try:
        by_django, by_us = both(source, language=language)
    except django_template.VariableDoesNotExist:
        # The argument of a filter that names nothing: neither may pass it over.
        found = engine(page=source).get_template("page")
        with pytest.raises(django_template.VariableDoesNotExist):
            written_out(found)(VALUES)
        return

    assert by_us == by_django


def test_one_function_speaks_each_language_in_turn():
    """What was joined for one language is never said in another."""
    said = written_out(engine(page='{% translate "Topics" %} {% url "reading:topics" %}').get_template("page"))

    for _ in range(2):
        with override("en"):
            assert said({}) == "Topics /topics/"
        with override("es"):
            assert said({}) == "Temas /es/topics/"


def test_what_is_told_the_language_is_told_that_of_the_page():
    source = '{% url "reading:topic" slug %} {{ day|in_words }}{% lang_of "es" %}'
    said = written_out(engine(page=source).get_template("page"))

    for _ in range(2):
        with override("en"):
            assert said(VALUES).startswith("/topics/sore-joints/") and said(VALUES).endswith(
                '14, 2026</time> lang="es"'
            )
        with override("es"):
            assert said(VALUES).startswith("/es/topics/sore-joints/") and said(VALUES).endswith("de 2026</time>")


def test_an_address_of_what_is_no_slug_is_refused_as_ever():
    for source in ('{% url "reading:topic" odd %}', '{% url "reading:topic" nobody %}'):
        with pytest.raises(NoReverseMatch):
            both(source)
        with pytest.raises(NoReverseMatch):
            written_out(engine(page=source).get_template("page"))(VALUES)


def test_what_is_said_of_one_page_is_not_said_of_the_next():
    said = written_out(engine(page="{{ title }}{% if rows %}rows{% endif %}").get_template("page"))

    assert said({"title": "One", "rows": [1]}) == "Onerows"
    assert said({"title": "Two"}) == "Two"


def test_a_broken_translation_falls_back_to_the_words_of_the_template(monkeypatch):
    monkeypatch.setattr(constants, "gettext", lambda text: "%(nobody)s" if get_language() else text)
    found = engine(page="{% blocktranslate %}By {{ name }}{% endblocktranslate %}").get_template("page")

    assert written_out(found)({"name": "x"}) == "By x"


def test_a_tag_that_asks_for_the_context_gets_what_stands_around_it():
    source = '{% extends "page_of.html" %}{% block title %}{{ title }} | A site{% endblock %}'
    values = {"title": "Sore & joints", "site_name": "A site", "canonical": "http://localhost/x/"}
    head = "{% block title %}{% endblock %}{% block description %}{{ title }}{% endblock %}{% social_meta %}"
    found = engine(**{"page": source, "page_of.html": head})

    by_django = found.get_template("page").render(Context(values))

    assert 'content="Sore &amp; joints"' in by_django
    assert written_out(found.get_template("page"))(values) == by_django


@pytest.mark.parametrize(
    "source",
    [
        "{% cycle 1 2 %}",
        '{% extends "base.html" %}{% block title %}{{ block.super }}{% endblock %}',
        "{% translate title %}",
        '{% now "Y" as year %}{{ year }}',
        '{% include "middle.html" %}',
        "{% csrf_token %}",
    ],
)
def test_what_is_not_known_is_refused_and_left_to_django(source):
    with pytest.raises(NotKnown):
        written_out(engine(page=source).get_template("page"))
