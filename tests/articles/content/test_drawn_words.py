"""What changed in one sentence is marked at the very word, and both sentences can be read out of the drawing."""

import pytest
from hypothesis import given, seed, settings

from articles.content.drawn_words import drawn_words
from articles.content.wording import aligned, words_of
from tests.articles.content.test_compare import letters, running_code, runs


def between(old, new):
    was, now = words_of(old), words_of(new)
    return drawn_words(was, now, aligned(was, now))


@pytest.mark.parametrize(
    ("old", "new", "drawn"),
    [
        ("Start with 10 mg.", "Start with 5 mg.", "Start with <del>10</del> <ins>5</ins> mg."),
        ("", "A &lt;b&gt; word", "<ins>A &lt;b&gt; word</ins>"),
        ("A word", "", "<del>A word</del>"),
        ("<em>A calm walk</em>", "<em>A quiet walk</em>",
         "<em>A</em> <del><em>calm</em></del> <ins><em>quiet</em></ins> <em>walk</em>"),
        ("<em>A calm walk</em>", "<em>A calm walk</em>", "<em>A calm walk</em>"),
        ("10<sup>6</sup> cells", "106 cells", "<del>10<sup>6</sup></del> <ins>106</ins> cells"),
        ("Rest<sup data-cite='a'></sup>.", "Rest.",
         "<del>Rest<sup class=\"cite\">[a]</sup>.</del> <ins>Rest.</ins>"),
        ("One<br>two", "One<br>three", "One<br><del>two</del> <ins>three</ins>"),
    ],
)  # fmt: skip
def test_the_very_word_is_marked(old, new, drawn):
    assert between(old, new) == drawn


@seed(6)
@settings(max_examples=60, deadline=None)
@given(runs, runs)
def test_both_sentences_can_be_read_out_of_the_drawing_and_nothing_in_it_runs(old, new):
    drawn = between(old, new)

    assert letters(drawn, without="ins") == "".join(word.text for word in words_of(old))
    assert letters(drawn, without="del") == "".join(word.text for word in words_of(new))
    assert not running_code(drawn)
