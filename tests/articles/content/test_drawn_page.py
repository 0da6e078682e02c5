"""A drawing keeps paragraphs, lists and tables, marks the very words, and loses or makes up none."""

import copy
import random
from collections import Counter

import pytest

from articles.content.compare import compare
from articles.content.drawing import spoken
from articles.content.drawn_page import drawn_texts, redraw
from articles.content.html import parse, serialise
from articles.content.wording import words_of
from tests.articles.content.test_compare import DOCUMENT, changed, with_text
from tests.articles.content.test_passages import long_article

HEAD = "<thead><tr><th scope='col'>Medicine</th><th scope='col'>Most</th></tr></thead>"
TABLE = f"<table>{HEAD}<tbody><tr><td>A</td><td>5 mg</td></tr></tbody></table>"


def drawn(old, new):
    return drawn_texts(with_text(old), with_text(new))["treatment"]


def letters(html, *, without=""):
    """What is read, without spaces; a marker stands right behind its word."""
    root = parse(html)
    for element in root.xpath(f".//{without}") if without else []:
        element.drop_tree()
    return "".join(word.text for word in words_of(serialise(root)))


def test_the_very_word_is_marked_in_its_own_paragraph():
    assert drawn("<p>Rest helps.</p><p>Walk 150 minutes.</p>", "<p>Rest helps.</p><p>Walk 90 minutes.</p>") == (
        "<p>Rest helps.</p><p>Walk <del>150</del> <ins>90</ins> minutes.</p>"
    )


def test_a_sentence_that_went_stands_where_it_stood():
    html = drawn("<p>Rest helps.</p><p>Ice helps, too.</p><p>Walk.</p>", "<p>Rest helps.</p><p>Walk.</p>")

    assert html == "<p>Rest helps.</p><p><del>Ice helps, too.</del></p><p>Walk.</p>"


def test_a_new_table_stays_a_table():
    html = drawn("<p>Rest helps.</p>", f"<p>Rest helps.</p>{TABLE}")

    assert html.startswith("<p>Rest helps.</p><table>") and "<td><ins>5 mg</ins></td>" in html


def test_key_points_stay_a_list():
    html = drawn_texts(DOCUMENT, changed(key_points=["MS does not damage joints.", "Rest."]))["key_points"]

    assert html.startswith("<ul><li>MS does not damage joints.</li>") and html.endswith("</ul>")
    assert letters(html, without="del") == "MSdoesnotdamagejoints.Rest."


def test_where_sentences_changed_places_nothing_is_drawn():
    old, new = ("<p>One is here to stay.</p><p>Two was there first.</p><p>Three came.</p>",
                "<p>Two was there first.</p><p>Three came.</p><p>One is here to stay.</p>")  # fmt: skip

    assert "treatment" not in drawn_texts(with_text(old), with_text(new))


def test_a_comparison_is_redrawn_where_it_can_be_and_told_for_ears():
    old, new = with_text("<p>Walk 150 minutes.</p>"), with_text(f"<p>Walk 90 minutes.</p>{TABLE}")

    comparison = redraw(compare(old, new), old, new)

    (part,) = comparison.changed
    assert part.html.startswith(f"<p>Walk {spoken('<del>')}150</del> {spoken('<ins>')}90</ins> minutes.</p><table>")


@pytest.mark.parametrize("seed", range(4))
def test_no_word_is_lost_and_none_is_made_up(seed):
    pick = random.Random(seed)
    old = long_article(sections=2)
    new = copy.deepcopy(old)
    for section in new["sections"]:
        for word in pick.sample(["walk", "rest", "joint", "pain", "your", "muscle"], 2):
            section["html"] = section["html"].replace(word, pick.choice(["", "never", "some more"]), pick.randint(1, 9))

    texts = drawn_texts(old, new)

    assert texts
    for was, now in zip(old["sections"], new["sections"], strict=True):
        html = texts.get(now["id"])
        if html:
            assert letters(html, without="del") == letters(now["html"])
            assert Counter(letters(html, without="ins")) == Counter(letters(was["html"]))
