"""What the sanitiser keeps and what it never lets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.html import ALLOWED, clean_text, editor_rules, plain_text, sanitise

ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<p onclick="alert(1)">x</p>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href=" JaVaScRiPt:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
    '<style><img src="</style><img src=x onerror=alert(1)>"></style>',
    '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    '<iframe src="https://other.example"></iframe>',
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
]


class TestSanitise:
    @pytest.mark.parametrize("attack", ATTACKS)
    def test_nothing_that_runs_gets_through(self, attack):
        cleaned = sanitise(attack).lower()

        for sign in (
            "<script",
            "onerror=",
            "onclick=",
            "javascript:",
            "<iframe",
            "<svg",
            "<style",
            "style=",
            "data:text",
        ):
            assert sign not in cleaned

    def test_an_address_on_another_scheme_relative_host_is_dropped(self):
        assert "href" not in sanitise('<a href="//evil.example/x">x</a>')
        assert "href" not in sanitise('<a href="/\\evil.example/x">x</a>')

    def test_links_within_the_site_and_to_the_web_stay(self):
        assert 'href="/topics/gout/"' in sanitise('<a href="/topics/gout/">gout</a>')
        assert 'href="https://www.cdc.gov/"' in sanitise('<a href="https://www.cdc.gov/">CDC</a>')

    def test_what_a_medical_article_needs_stays(self):
        html = (
            '<p>5<sup>2</sup> H<sub>2</sub>O <span class="quote" data-expert="x">“a”</span></p>'
            '<table><thead><tr><th scope="col">a</th></tr></thead>'
            '<tbody><tr><td colspan="2">b</td></tr></tbody></table>'
            '<sup class="cite" data-cite="foley2013"></sup><ol start="3"><li><strong>Label:</strong> x</li></ol>'
        )

        assert sanitise(html) == html

    def test_less_than_signs_in_text_stay_text(self):
        assert plain_text(sanitise("<p>p &lt; 0.05 and x<5</p>")) == "p < 0.05 and x<5"

    def test_an_emptied_editor_is_empty(self):
        assert sanitise("<p>&nbsp;</p>") == ""
        assert sanitise("<p><br></p>") == ""

    def test_foreign_classes_go_and_ours_stay(self):
        assert sanitise('<p class="MsoNormal">x</p>') == "<p>x</p>"
        assert 'class="cite"' in sanitise('<sup class="cite big" data-cite="a"></sup>')
        assert "big" not in sanitise('<sup class="cite big" data-cite="a"></sup>')

    @given(st.text())
    def test_it_is_idempotent_on_any_text(self, text):
        once = sanitise(text)

        assert sanitise(once) == once

    @given(st.lists(st.sampled_from([*ATTACKS, *(f"<{tag}>" for tag in ALLOWED), "</p>", "&lt;b&gt;", "x", "&#0;"])))
    def test_it_is_idempotent_on_any_pile_of_tags(self, pieces):
        once = sanitise("".join(pieces))

        assert sanitise(once) == once


class TestCleanText:
    def test_letters_and_accents_have_one_form(self):
        assert clean_text("e\u0301") == "\u00e9"

    def test_control_characters_and_reading_direction_overrides_go(self):
        assert clean_text("5\u202e mg\x00\ud800\x07") == "5 mg"

    @given(st.text(alphabet=st.characters()))
    def test_it_is_idempotent_and_encodable(self, text):
        cleaned = clean_text(text)

        cleaned.encode("utf-8")
        assert clean_text(cleaned) == cleaned


class TestPlainText:
    def test_blocks_become_lines_and_markers_vanish(self):
        html = '<p>One.<sup class="cite" data-cite="a">[a]</sup> Two.</p><ul><li>Three</li></ul>'

        assert plain_text(html) == "One. Two.\nThree"

    @given(st.text())
    def test_it_never_falls_over(self, text):
        assert isinstance(plain_text(sanitise(text)), str)


def test_the_editor_is_told_the_same_allow_list():
    rules = dict(rule.partition("[")[::2] for rule in editor_rules().split(";"))

    assert {rule.partition("(")[0] for rule in rules} == set(ALLOWED)
    assert rules["sup"] == "data-cite](cite)"
