"""Which changes are provably immaterial, and that everything else is not."""

import pytest

from articles.content.diff import changed_paths, material_paths

BASE = {
    "title": "Sore joints",
    "slug": "sore-joints",
    "sections": [
        {"id": "a", "html": '<p>Walk 150 minutes a week. <a href="/x/">Do not</a> stop baclofen.</p>', "heading": "H"}
    ],
    "references": [{"number": 1, "html": "Foley PL. <em>Pain</em>. 2013."}],
    "hero": {"alt": "A knee.", "digest": "00"},
}


def changed(html):
    return {**BASE, "sections": [{**BASE["sections"][0], "html": html}]}


def test_paths_name_the_place():
    assert changed_paths(BASE, changed("<p>x</p>")) == ["sections.0.html"]
    assert changed_paths(BASE, {**BASE, "sections": []}) == ["sections"]


@pytest.mark.parametrize(
    "html",
    [
        '<p>walk 150 minutes a week.  <a href="/x/">Do not</a> stop baclofen.</p>',
        '<p>Walk 150 minutes a Week. <a href="/x/">Do not</a> stop Baclofen.</p>',
        '<p>Walk 150\xa0minutes a week. <a href="/x/">Do not</a> stop\nbaclofen.</p>',
    ],
)
def test_letter_case_and_spacing_are_immaterial(html):
    assert material_paths(BASE, changed(html)) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p>Walk 15 minutes a week. <a href="/x/">Do not</a> stop baclofen.</p>',
        '<p>Walk 150 minutes a week. <a href="/x/">Do</a> stop baclofen.</p>',
        '<p>Walk 150 minutes a week. <a href="/y/">Do not</a> stop baclofen.</p>',
        '<p>Walk 150 minutes a week. <a href="/x/">Do not</a> stop baclofem.</p>',
        '<p>Walk 15.0 minutes a week. <a href="/x/">Do not</a> stop baclofen.</p>',
        '<p>Walk 150 minutes a week; <a href="/x/">Do not</a> stop baclofen.</p>',
        '<ul><li>Walk 150 minutes a week. <a href="/x/">Do not</a> stop baclofen.</li></ul>',
    ],
)
def test_numbers_negations_links_letters_and_marks_are_material(html):
    assert material_paths(BASE, changed(html)) == ["sections.0.html"]


def test_short_words_keep_their_letter_case():
    old, new = changed("<p>5 mg</p>"), changed("<p>5 Mg</p>")

    assert material_paths(old, new) == ["sections.0.html"]


@pytest.mark.parametrize(
    "new",
    [
        {**BASE, "slug": "Sore-Joints"},
        {**BASE, "hero": {"alt": "A Knee.", "digest": "00"}},
        {**BASE, "hero": {"alt": "A knee.", "digest": "01"}},
        {**BASE, "references": []},
        {**BASE, "references": [{"number": 1, "html": "Foley PL. <em>pain</em>. 2014."}]},
    ],
)
def test_outside_the_text_every_change_is_material(new):
    assert material_paths(BASE, new)
