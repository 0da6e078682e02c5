"""The text of a page about the site: what it may hold, and how it falls into parts."""

from articles.content.compare import compare
from articles.content.site_text import beginning, comparable, parts_of, sanitise_text

TEXT = '<p>First.</p><h2 id="a">What <em>we</em> keep</h2><p>No.</p><ul><li>x</li></ul><h2 id="b">More &amp; more</h2>'


def test_headings_stay_and_what_cites_or_quotes_goes():
    hostile = '<h2 id="a" class="x">A</h2><sup class="cite" data-cite="k">1</sup><span data-expert="e">q</span>'

    cleaned = sanitise_text(hostile)

    assert cleaned == '<h2 id="a">A</h2><sup>1</sup>q'
    assert sanitise_text(cleaned) == cleaned


def test_a_text_falls_into_its_beginning_and_a_part_under_each_heading():
    first, second = parts_of(TEXT)

    assert beginning(TEXT) == "<p>First.</p>"
    assert (first.id, first.heading, first.label) == ("a", "What <em>we</em> keep", "What we keep")
    assert first.html == "<p>No.</p><ul><li>x</li></ul>"
    assert (second.label, second.html) == ("More & more", "")


def test_a_text_without_headings_is_all_beginning():
    assert beginning("<p>x</p>") == "<p>x</p>" and list(parts_of("<p>x</p>")) == []


def test_two_pages_are_compared_part_by_part_and_a_moved_part_is_told_as_moved():
    old = {"title": "T", "summary": "S", "html": '<h2 id="a">A</h2><p>One.</p><h2 id="b">B</h2><p>Two.</p>'}
    new = {**old, "summary": "S.", "html": '<h2 id="b">B</h2><p>Two.</p><h2 id="a">A</h2><p>One more.</p>'}

    changed = {part.name: part.state for part in compare(comparable(old), comparable(new)).changed}

    assert changed == {"Summary": "changed", "Section: B": "moved", "Section: A": "changed"}
