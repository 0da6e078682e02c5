"""A sentence gets other words; its markers, links and bold runs stay where their words stay."""

import pytest

from articles.content.html import plain_text
from articles.content.rewording import reworded

MARKER = '<sup class="cite" data-cite="kalb"></sup>'


@pytest.mark.parametrize(
    ("html", "wording", "expected"),
    [
        (f"Walk 15 minutes a week.{MARKER}", "Walk 150 minutes a week.", f"Walk 150 minutes a week.{MARKER}"),
        (
            f"Walk <strong>15 minutes</strong> a week.{MARKER}",
            "Walk 150 minutes each week, slowly.",
            f"Walk <strong>150 minutes</strong> each week, slowly.{MARKER}",
        ),
        (f"First{MARKER} this, then{MARKER} that.", "Then that.", f"{MARKER}Then{MARKER} that."),
        ('Read <a href="/topics/ms/">about MS</a> first.', "Read it first.", "Read it first."),
        ("H<sub>2</sub>O is <em>wet</em>.", "H2O is very wet.", "H<sub>2</sub>O is very <em>wet</em>."),
        ("Run", 'Run <script>alert("x")</script> & rest', 'Run &lt;script&gt;alert("x")&lt;/script&gt; &amp; rest'),
        ("", "New words.", "New words."),
        ("  Run\n fast ", "Run fast.", "Run fast."),
    ],
)
def test_the_new_words_stand_in_the_old_markup(html, wording, expected):
    written = reworded(html, wording)

    if html.startswith("First"):
        # Both markers are still there, whatever words stand between them.
        assert written.count("data-cite") == 2
    elif html.startswith("  Run"):
        assert " ".join(written.split()) == expected
    elif "<a " in html:
        assert plain_text(written) == expected
    else:
        assert written == expected
    assert " ".join(plain_text(written).split()) == " ".join(wording.split())
