"""The words that were asked for are marked, and the sentence that has them is shown."""

import pytest

from articles.content.digest import canonical
from articles.content.html import plain_text, quick_text
from articles.models import Version
from articles.search.marking import LONGEST_SNIPPET, Marks
from articles.search.question import asked

MARKED = {
    ("joint", "Sore joints & <knees>"): "Sore <mark>joints</mark> &amp; &lt;knees&gt;",
    ("naive", "Naïve “cells”: naive."): "<mark>Naïve</mark> “cells”: <mark>naive</mark>.",
    ("child", "Childhood, children’s"): "Childhood, <mark>children</mark>’s",
    ("epinephrine", "Adrenaline helps"): "<mark>Adrenaline</mark> helps",
    ('"loss balance"', "A loss of balance"): "A <mark>loss of balance</mark>",
    ("art", "An artery, arthritis"): "An artery, arthritis",
    ("arteries", "An ARTERY"): "An <mark>ARTERY</mark>",
    ("niño", "El niño y los niños"): "El <mark>niño</mark> y los <mark>niños</mark>",
    ("joint", "Nothing here"): "Nothing here",
    ('"loss balance"', "Loss, of the balances; balance loss"): "<mark>Loss, of the balances</mark>; balance loss",
    ('"loss balance" balance', "A loss of balance, a BALANCE"): (
        "A <mark>loss of balance</mark>, a <mark>BALANCE</mark>"
    ),
    ('"loss niño"', "La loss, the niño: loss"): "La <mark>loss, the niño</mark>: loss",
    ("ache", "Headache, aches, ache"): "Headache, <mark>aches</mark>, <mark>ache</mark>",
}


@pytest.mark.parametrize(("question", "text"), MARKED)
def test_words_are_marked_however_they_are_written(question, text):
    assert Marks(asked(question)).marked(text) == MARKED[question, text]


def version_of(*texts):
    sections = [{"html": html} for html in texts[1:]]
    return Version(document=canonical({"lede": texts[0], "sections": sections, "emergency": ""}))


def test_the_first_sentence_that_answers_is_shown_where_the_summary_does_not():
    version = version_of("<p>Read on.</p>", "<p>Rest. <strong>Walk</strong> a little&nbsp;more. Sleep.</p>")

    assert Marks(asked("walk")).snippet_of("A summary.", version) == "Walk a little more."
    assert Marks(asked("summary walk")).snippet_of("A summary.", version) == "A summary."
    assert Marks(asked("nowhere")).snippet_of("A summary.", version) == "A summary."


def test_the_sentence_that_answers_may_be_the_last():
    version = version_of(
        "<p>Balance is lost. Rest.</p>", '<p>No. A <em>loss</em> of it. A loss of "balance". Rest.</p>'
    )

    assert Marks(asked('"loss balance"')).snippet_of("A summary.", version) == 'A loss of "balance".'


def test_where_the_words_stand_in_two_sentences_the_paragraph_is_shown():
    version = version_of("<p>Sleep.</p><p>A loss. Balance comes back.</p>")

    assert Marks(asked('"loss balance"')).snippet_of("A summary.", version) == "A loss. Balance comes back."


def test_letters_within_another_word_are_no_answer():
    version = version_of("<p>Read the article.</p>", "<p>An artery. Fine art.</p>", "<p>Art.</p>")

    assert Marks(asked("art")).snippet_of("A summary.", version) == "Fine art."


def test_the_last_text_is_about_emergencies():
    document = {"lede": "<p>Rest.</p>", "sections": [], "emergency": "<p>Call. Walk away.</p>"}

    assert Marks(asked("walk")).snippet_of("", Version(document=canonical(document))) == "Walk away."


def test_a_word_with_a_tag_in_its_middle_is_shown_too():
    version = version_of("<p>Read on.</p>", "<p>Eat well. Vitamin B<sub>12</sub> helps.</p>")

    assert Marks(asked("b12")).snippet_of("A summary.", version) == "Vitamin B12 helps."


def test_a_word_ends_where_its_block_does():
    list_of_two = version_of("<p>Read on.</p>", "<ul><li>Vitamin B</li><li>12 a day</li></ul><p>Plan B<br>12 more</p>")

    assert Marks(asked("b12")).snippet_of("A summary.", list_of_two) == "A summary."


def test_a_source_in_the_middle_of_a_word_does_not_hide_it():
    cited = '<p>Eat well. Vita<em>mi</em><sup class="cite" data-cite="a"><span>1</span></sup>ns help.</p>'

    assert Marks(asked("vitamin")).snippet_of("A summary.", version_of("", cited)) == "Vitamins help."


def test_a_long_sentence_is_cut_between_words():
    snippet = Marks(asked("walk")).snippet_of("", version_of(f"<p>{'walk slowly ' * 40}</p>"))

    assert (
        len(snippet) <= LONGEST_SNIPPET + 1 and snippet.endswith("…") and snippet[:-1].split()[-1] in ("walk", "slowly")
    )


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>One.</p><p>Two &amp; <em>three</em>.<br>Four</p>",
        '<ul><li>One<sup class="cite" data-cite="a"></sup></li><li>Two</li></ul><blockquote><p>Said</p></blockquote>',
        "<table><caption>C</caption><tbody><tr><th>H</th><td>D  d</td></tr></tbody></table><h3>Then</h3>",
        "<p>A  b\t\tc \t d\te</p>",
        '<p>A&nbsp;b <a href="https://e.org/?a=1&amp;b=2" title="x">link</a> 5 &lt; 6</p>',
    ],
)
def test_the_quick_way_reads_the_same_text(html):
    assert quick_text(html) == plain_text(html)
