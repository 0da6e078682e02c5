"""A line in a list is short, keeps what changed, and stays safe however it was cut."""

import pytest

from articles.content.one_line import one_line, unspoken

LONG = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("Rest <del>now</del>, <ins>soon</ins>.", "Rest <del>now</del>, <ins>soon</ins>."),
        (f"{LONG} <ins>new</ins> {LONG}",
         "… five six seven eight nine ten eleven twelve <ins>new</ins> one two three four five six seven eight …"),
        (f"<ins>{LONG} {LONG}</ins>", "<ins>one two three four five six seven eight … ten eleven twelve</ins>"),
        (f"{LONG} {LONG}", f"{LONG} one two three four …"),
        ("<ins>a</ins> x <ins>b</ins> x <ins>c</ins> x <ins>d</ins>",
         "<ins>a</ins> x <ins>b</ins> x <ins>c</ins> x …"),
        ("<strong>10<sup>6</sup></strong> &lt;b&gt; &amp;amp;<br>x", "10<sup>6</sup> &lt;b&gt; &amp;amp; x"),
        ('a<sup class="cite">[k]</sup>', "a<sup>[k]</sup>"),
        (f"<sup>{'y' * 30}</sup>{'z' * 30}", "yyyyyyyyyyyyyyyyyyy…zzzzzzzzzzzzzzz"),
        ("a \ue000b", "a b"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_line_is_short_and_keeps_the_changes(html, line):
    assert unspoken(one_line(html)) == line


def test_changes_are_said_for_ears_once():
    said = one_line("<ins>new</ins>")

    assert said == '<ins><span class="visually-hidden">added: </span>new</ins>'
    assert one_line(said) == said
