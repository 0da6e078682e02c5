"""A link to a hub that came or went is seen by whoever compares, and is no change of substance."""

import pytest

from articles.content.compare import compare
from articles.content.diff import material_paths
from articles.content.drawn_page import redraw
from articles.content.hub_links import hubs_of, linked
from articles.content.materiality import materiality
from articles.content.one_line import unspoken
from articles.content.passages import passages_in
from articles.content.review_changes import review_changes

HUBS = hubs_of([("multiple-sclerosis", "Multiple sclerosis", ["MS"]), ("fatigue", "Fatigue", [])])
PLAIN = {
    "title": "MS and fatigue",
    "lede": "<p>Fatigue is common in MS. <strong>MS</strong> tires.</p>",
    "sections": [{"id": "a", "nav_label": "A", "heading": "Rest", "html": "<ul><li>Take 5 mg.</li></ul>"}],
    "emergency": "",
}


def with_links(content, hubs=HUBS):
    return content | {"lede": linked([content["lede"]], hubs)[0]}


LINKED = with_links(PLAIN)


def test_the_passages_are_those_of_the_words():
    assert [passage.key for passage in passages_in(LINKED)] == [passage.key for passage in passages_in(PLAIN)]
    assert any('class="hub"' in passage.html for passage in passages_in(LINKED))


@pytest.mark.parametrize(
    ("old", "new", "drawn"),
    [(PLAIN, LINKED, "<ins>Fatigue</ins>, <ins>MS</ins>"), (LINKED, PLAIN, "<del>Fatigue</del>, <del>MS</del>")],
)
def test_the_reviewer_is_told_of_it_once_and_last(old, new, drawn):
    (change,) = review_changes(old, new)

    assert change.kind == "Topic links"
    assert not change.is_safety
    assert drawn in unspoken(change.label)


@pytest.mark.parametrize(("old", "new"), [(PLAIN, LINKED), (LINKED, PLAIN)])
def test_it_is_no_change_of_substance(old, new):
    assert not materiality(old, new).is_material
    assert material_paths(old, new) == []


def test_a_changed_word_beside_it_stays_what_it_is():
    new = with_links(PLAIN | {"lede": PLAIN["lede"].replace("common", "rare")})

    assert materiality(PLAIN, new).is_material
    assert material_paths(PLAIN, new) == ["lede"]
    kinds = [change.kind for change in review_changes(PLAIN, new)]
    assert kinds[-1] == "Topic links" and len(kinds) == 2


def test_only_the_link_that_is_new_is_told():
    fewer = with_links(PLAIN, hubs_of([("fatigue", "Fatigue", [])]))

    (change,) = review_changes(fewer, LINKED)

    assert unspoken(change.label) == "<ins>MS</ins>"


def test_a_comparison_names_it_where_it_is():
    (part,) = compare(PLAIN, LINKED).changed

    assert part.name == "Lede"
    assert [note.kind for note in part.notes] == ["Topic links"]
    assert "MS" in part.notes[0].html
    assert part.alarms == []


def test_a_link_of_the_writers_own_is_a_change_as_before():
    own = PLAIN | {"lede": PLAIN["lede"].replace("MS.", '<a href="/topics/multiple-sclerosis/">MS</a>.')}

    assert [change.kind for change in review_changes(PLAIN, own)] == ["Link"]
    assert materiality(PLAIN, own).is_material
    assert material_paths(PLAIN, own) == ["lede"]


def test_a_drawn_page_shows_no_change_in_the_words():
    comparison = redraw(compare(PLAIN, LINKED), PLAIN, LINKED)

    assert "<ins>" not in comparison.changed[0].html and "<del>" not in comparison.changed[0].html
