"""Two texts beside each other: each keeps its own words, and marks those that the other does not have."""

import pytest

from articles.content.html import plain_text
from articles.content.side_by_side import SAID, side_by_side

MARK = f'<mark><span class="visually-hidden">{SAID}</span>'
PAIRS = [
    ("<p>Take 10 mg a day.</p>", "<p>Take 5 mg a day.</p>"),
    ("<p>Walk.</p><p>Rest.</p>", "<p>Walk.</p>"),
    ("<p>Walk.</p><ul><li>Slowly</li></ul>", "<p>Rest.</p>"),
    ("<p>Walk.</p>", ""),
    ("<table><tbody><tr><td>1</td><td>2</td></tr></tbody></table>", "<p>Three.</p>"),
    ('<p>Walk<sup class="cite" data-cite="foley2013">[foley2013]</sup>.</p>', "<p>Walk.</p>"),
]


def words(html):
    return plain_text(html).replace(SAID, "").split()


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_word_is_lost_or_changes_sides(one, other):
    sides = side_by_side(one, other)

    assert "".join(words(sides.one)).replace("[foley2013]", "") == "".join(words(one))
    assert "".join(words(sides.other)) == "".join(words(other))
    assert sides.has_marks


def test_only_what_differs_is_marked_and_a_screen_reader_hears_it():
    sides = side_by_side("<p>We can rest for ten minutes a day.</p>", "<p>We can rest for five minutes a day.</p>")

    assert f"{MARK}ten</mark>" in sides.one and sides.one.count("<mark>") == 1
    assert f"{MARK}five</mark>" in sides.other and sides.other.count("<mark>") == 1


def test_a_paragraph_that_one_side_has_leaves_no_hole_on_the_other():
    sides = side_by_side("<p>Walk.</p><ul><li>Slowly</li></ul>", "<p>Walk.</p>")

    assert "<ul>" in sides.one
    assert "<li>" not in sides.other and "<ul>" not in sides.other


def test_other_links_alone_mark_no_word():
    sides = side_by_side('<p><a href="/one/">Walk</a>.</p>', '<p><a href="/two/">Walk</a>.</p>')

    assert not sides.has_marks
    assert "<mark>" not in sides.one + sides.other


def test_what_is_typed_into_it_does_not_run():
    sides = side_by_side('<p onclick="run()">Walk<script>run()</script></p>', "<p>Rest</p>")

    assert "script" not in sides.one and "onclick" not in sides.one
