"""The first mention of a condition, drug or symptom leads to its hub, and nothing else in a text changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.content.html import plain_text, sanitise
from articles.content.hub_links import hubs_in, hubs_of, linked, unlinked, unlinked_content

HUBS = hubs_of(
    [
        ("multiple-sclerosis", "Multiple sclerosis", ["MS", "disseminated sclerosis"]),
        ("diabetes", "Diabetes", []),
        ("type-2-diabetes", "Type 2 diabetes", []),
        ("crohns-disease", "Crohn's disease", ["Crohn’s"]),
        ("vitamin-b", "Vitamin B", []),
        ("covid-19", "COVID-19", []),
        ("interferon-beta-1a", "Interferon beta-1a", []),
        ("q-and-a", "R&D fever", []),
    ]
)


def link(slug, words):
    return f'<a class="hub" href="/topics/{slug}/">{words}</a>'


MS = link("multiple-sclerosis", "MS")


def one(html):
    return linked([html], HUBS)[0]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>With MS, and MS again.</p>", f"<p>With {MS}, and MS again.</p>"),
        ("<p>MULTIPLE  Sclerosis</p>", f"<p>{link('multiple-sclerosis', 'MULTIPLE  Sclerosis')}</p>"),
        ("<p>Multiple&nbsp;sclerosis</p>", f"<p>{link('multiple-sclerosis', 'Multiple&nbsp;sclerosis')}</p>"),
        ("<p>Wait 5 ms, Ms Lee.</p>", "<p>Wait 5 ms, Ms Lee.</p>"),
        ("<p>Covid-19</p>", "<p>Covid-19</p>"),
        ("<p>COVID‑19</p>", f"<p>{link('covid-19', 'COVID‑19')}</p>"),
        ("<p>MS’s course (MS)</p>", f"<p>{MS}’s course (MS)</p>"),
        ("<p>Crohn’s disease.</p>", f"<p>{link('crohns-disease', 'Crohn’s disease')}.</p>"),
        ("<p>Type 2 diabetes</p>", f"<p>{link('type-2-diabetes', 'Type 2 diabetes')}</p>"),
        ("<p>interferon beta-1a.</p>", f"<p>{link('interferon-beta-1a', 'interferon beta-1a')}.</p>"),
        ("<p>R&amp;D fever</p>", f"<p>{link('q-and-a', 'R&amp;D fever')}</p>"),
        ("<ul><li><strong>MS</strong>: it</li></ul>", f"<ul><li><strong>{MS}</strong>: it</li></ul>"),
    ],
)
def test_the_first_mention_leads_to_the_hub(html, expected):
    assert one(html) == expected


def test_a_longer_name_is_no_mention_of_a_shorter_one():
    html = "<p>Type 2 diabetes. Type 2 diabetes and diabetes.</p>"

    assert one(html) == (
        f"<p>{link('type-2-diabetes', 'Type 2 diabetes')}. Type 2 diabetes and {link('diabetes', 'diabetes')}.</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h3>MS</h3>",
        '<p><a href="https://example.org/">life with MS</a></p>',
        '<p><span class="quote" data-expert="x">I have MS</span></p>',
        '<figure class="quote" data-expert="x"><blockquote><p>MS</p></blockquote><figcaption>MS</figcaption></figure>',
        "<blockquote><p>MS</p></blockquote>",
        '<sup class="cite" data-cite="MS"><button aria-label="MS"><span>MS</span></button></sup>',
        "<table><thead><tr><th>MS</th></tr></thead></table>",
        "<p>anti-MS, MS-like, MS/ALS, ms.org, MS.org, xMS, MSx, @MS, MS_1</p>",
        "<p>vitamin B<sub>12</sub>, <strong>M</strong>S, <em>x</em>MS</p>",
        "<p>M&amp;S; &MS;</p>",
        '<p title="MS > MS">x</p>',
    ],
)
def test_no_link_stands_where_it_would_not_belong(html):
    assert one(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<h3>MS</h3><p>It is MS.</p>",
        '<p>Of 3<sup class="cite" data-cite="a"><button><span>1</span></button></sup>MS.</p>',
        '<p>With MS<sup class="cite" data-cite="a"><button><span>1</span></button></sup></p>',
        "<table><tr><th>MS</th><td>MS</td></tr></table>",
        "<p>Line<br>MS</p>",
        "<p>Line<br/>MS</p>",
        '<p><span class="paraphrase" data-expert="x">She has MS.</span></p>',
        '<p>«<span class="quote">MS</span>» is MS.</p>',
    ],
)
def test_the_next_mention_that_may_be_linked_is(html):
    assert one(html).count('class="hub"') == 1
    assert unlinked(one(html)) == html


def test_each_hub_is_linked_once_in_the_whole_article_in_reading_order():
    assert linked(["<p>MS</p>", "<p>MS and diabetes</p>", "<p>diabetes</p>"], HUBS) == [
        f"<p>{MS}</p>",
        f"<p>MS and {link('diabetes', 'diabetes')}</p>",
        "<p>diabetes</p>",
    ]


def test_a_hub_to_which_the_writer_leads_is_not_linked_once_more():
    html = '<p>MS. Read about <a href="/topics/multiple-sclerosis/" rel="noopener">the disease</a>.</p>'

    assert one(html) == html


def test_readers_of_another_language_are_led_to_the_hub_in_theirs():
    (html,) = linked(["<p>MS</p>"], HUBS, base="/es/topics/")

    assert html == '<p><a class="hub" href="/es/topics/multiple-sclerosis/">MS</a></p>'
    assert unlinked(html) == "<p>MS</p>"


def test_what_names_two_hubs_names_none_and_a_name_stands_before_other_names():
    hubs = hubs_of([("a", "Mitral stenosis", ["MS", "cold"]), ("b", "Multiple sclerosis", ["MS"]), ("c", "Cold", [])])

    assert linked(["<p>MS, cold, mitral stenosis</p>"], hubs) == [
        f"<p>MS, {link('c', 'cold')}, {link('a', 'mitral stenosis')}</p>"
    ]


def test_a_name_that_is_no_words_names_nothing():
    hubs = hubs_of([("a", "(MS)", ["", " ", "!", 7, "x) y ("]), ("no slug/", "Cold", [])])

    assert linked(["<p>(MS) cold 7</p>"], hubs) == ["<p>(MS) cold 7</p>"]


def test_the_links_tell_where_they_lead():
    assert hubs_in(one("<p>MS and diabetes</p>")) == {
        "/topics/multiple-sclerosis/": "MS",
        "/topics/diabetes/": "diabetes",
    }


@pytest.mark.parametrize(
    "pasted",
    [
        MS,
        '<a href="https://www.example.org/topics/multiple-sclerosis/" class="hub">MS</a>',
        "<a class='hub' href='/topics/multiple-sclerosis/' rel='x'>MS</a>",
        "<A CLASS=hub HREF=/topics/x/>MS</A>",
    ],
)
def test_a_draft_holds_no_link_to_a_hub_that_came_with_copied_words(pasted):
    assert sanitise(f"<p>With {pasted}.</p>") == "<p>With MS.</p>"


def test_nobody_but_the_freeze_writes_that_class():
    assert 'class="hub"' not in sanitise('<p class="hub"><a class="hub x" href="/x/"><em>a</em></a></p>')
    assert unlinked('<a class="hub" href="https://evil.example/topics/x/">x</a>').startswith("<a")


def test_a_document_without_its_links_is_the_one_that_was_written():
    content = {"lede": one("<p>MS</p>"), "sections": [{"id": "a", "html": one("<p>diabetes</p>")}], "title": "MS"}

    assert unlinked_content(content) == {
        "lede": "<p>MS</p>",
        "sections": [{"id": "a", "html": "<p>diabetes</p>"}],
        "title": "MS",
    }


WORDS = st.sampled_from("MS multiple sclerosis type 2 diabetes Crohn's disease &amp; &lt; vitamin B 12".split())
MARKUP = st.sampled_from(
    [
        "<p>", "</p>", "<strong>", "</strong>", "<em>", "</em>", "<sub>", "</sub>", "<h3>", "</h3>", "<br>",
        '<span class="quote" data-expert="x">', "</span>", '<sup class="cite" data-cite="k">', "</sup>",
        '<a href="/x/" title="a > MS">', "</a>", "<table><tr><th>", "</th><td>", "</td></tr></table>",
        "<blockquote>", "</blockquote>", "-", ".", "’", " ", "\n", "\xa0", "<", ">", '"',
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS | MARKUP | st.text(max_size=5), max_size=40).map("".join)


@given(st.lists(TEXTS, max_size=4))
def test_taking_the_links_out_gives_back_what_was_there(texts):
    clean = [sanitise(text) for text in texts]

    assert [unlinked(html) for html in linked(clean, HUBS)] == clean


@given(st.lists(TEXTS, max_size=4))
def test_no_word_changes_and_no_hub_is_linked_twice(texts):
    clean = [sanitise(text) for text in texts]

    found = linked(clean, HUBS)

    assert [plain_text(html) for html in found] == [plain_text(html) for html in clean]
    addresses = [address for html in found for address in hubs_in(html)]
    assert len(addresses) == len(set(addresses)) == "".join(found).count('class="hub"')


@given(TEXTS)
def test_whatever_is_given_no_letter_is_lost(text):
    if 'class="hub"' not in text:
        assert unlinked(linked([text], HUBS)[0]) == text


@given(TEXTS)
def test_what_was_linked_is_cleaned_of_it_in_a_draft(text):
    clean = sanitise(text)

    assert sanitise(linked([clean], HUBS)[0]) == clean
