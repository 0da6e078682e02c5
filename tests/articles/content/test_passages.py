"""Every letter of a page is in one passage, whose name stays while it says the same; a page can be written again."""

import copy
import random

import pytest
from hypothesis import given, seed, settings

from articles.content.html import plain_text, sanitise
from articles.content.passages import HEADING, KEY_POINTS, LEDE, OUTSIDE, PICTURE, marked, passages_in, text_of
from tests.articles.content.test_compare import ANN, BOB, DOCUMENT, FIGURE, REFERENCE, pages
from tests.at_once import at_once

CITE = (
    '<sup class="cite" data-cite="{0}"><button type="button" id="cite-{1}-1" popovertarget="source-{1}" '
    'aria-label="Source {1}"><span>{1}</span></button></sup>'
)


def in_lede(html, **fields):
    return passages_in({"lede": html, "references": [REFERENCE], **fields})


def texts(html):
    return [passage.text for passage in in_lede(html)]


def keys(html, **fields):
    return [passage.key for passage in in_lede(html, **fields)]


# --- Where they begin and end


def test_a_page_is_read_in_its_order():
    document = {**copy.deepcopy(DOCUMENT), "lede": "<p>One. Two.</p>"}

    found = [(passage.place, passage.kind, passage.text) for passage in passages_in(document)]

    assert found == [
        ("title", "heading", "Sore joints"),
        ("summary", "sentence", "Why joints can hurt."),
        ("hero", "picture", "A knee, drawn. A knee."),
        ("key_points", "sentence", "MS does not damage joints."),
        ("key_points", "sentence", "Most causes can be treated."),
        ("lede", "sentence", "One."),
        ("lede", "sentence", "Two."),
        ("overview", "heading", "How it begins"),
        ("overview", "sentence", "It begins."),
        ("treatment", "heading", "What helps"),
        ("treatment", "sentence", "Walk 150 minutes a week, see gait."),
        ("treatment", "picture", "A knee, drawn. A knee."),
        ("end", "heading", "The end"),
        ("end", "sentence", "Ask your doctor."),
        ("emergency", "sentence", "Call 911."),
    ]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Ask Dr. Roe. She knows.</p>", ["Ask Dr. Roe.", "She knows."]),
        ("<h3>Gout. What is it?</h3><p>Pain.</p>", ["Gout. What is it?", "Pain."]),
        ("<p><strong>Label.</strong> Rest. <em>Walk.</em> Go</p>", ["Label.", "Rest.", "Walk.", "Go"]),
        ("<p><strong>Rest. Walk.</strong> Go.</p>", ["Rest. Walk.", "Go."]),
        ("<p>Rest.<em> Walk. Go.</em> End.</p>", ["Rest.", "Walk. Go.", "End."]),
        (f'<p>He says: <span class="quote" data-expert="{ANN}">“Rest. Walk.”</span> Go.</p>',
         ["He says: “Rest. Walk.”", "Go."]),
        ("<ul><li>One. Two.</li><li>Three<ul><li>Four</li></ul></li></ul>", ["One.", "Two.", "Three", "Four"]),
        ("<table><caption>A</caption><tbody><tr><th>B</th><td>Yes. No.</td><td></td></tr></tbody></table>",
         ["A", "B", "Yes.", "No."]),
        ("<p>One<br>Two<br><br></p>", ["One", "Two"]),
        ("<p><strong>One<br>two</strong></p>", ["One two"]),
        ("<strong><p>One. Two.</p></strong>", ["One.", "Two."]),
        ("Loose. Text <p>One.</p> more", ["Loose.", "Text", "One.", "more"]),
        ("<p> \xa0 </p><p><strong></strong></p>", []),
    ],
)  # fmt: skip
def test_a_passage_is_a_sentence_and_ends_with_its_line(html, found):
    assert texts(html) == found


@pytest.mark.parametrize(
    "html",
    ["One.{} Two.", "One. {}Two.", "One.{}{} Two.", "One{}. Two.", "<em>One.{}</em> Two.", "<em>One.</em>{} Two."],
)
def test_markers_belong_to_the_sentence_before_them(html):
    marker = CITE.format("foley2013", 1)

    first, second = in_lede(f"<p>{html.replace('{}', marker)}</p>")

    assert set(first.cites) == {"foley2013"}
    assert (first.text, second.text, second.cites) == ("One.", "Two.", ())


def test_a_cell_with_nothing_but_a_citation_is_a_passage():
    (passage,) = in_lede("<table><tr><td>" + CITE.format("foley2013", 1) + "</td></tr></table>")

    assert (passage.text, passage.words, passage.cites) == ("", 0, ("foley2013",))


def test_a_passage_says_where_it_stands_and_whose_words_it_is():
    quote = f'<figure class="quote" data-expert="{ANN}"><blockquote><p>Rest.</p></blockquote></figure>'

    found = in_lede(f"<p>One two. Three.</p><ul><li>Four</li><li>Five</li></ul>{quote}<h3>Six</h3>")

    assert [passage.block for passage in found] == [0, 0, 1, 1, 2, 3]
    assert found[0].line == found[1].line and found[2].line != found[3].line
    assert found[2].form == ("ul", "li")
    assert [passage.voice for passage in found if passage.voice] == [("quote", ANN)]
    assert (found[5].kind, found[0].words) == (HEADING, 2)


def test_a_section_may_have_the_id_of_another_place():
    sections = [{"id": LEDE, "heading": "Lede", "html": "<p>Two.</p>"}]

    found = in_lede("<p>One.</p>", sections=sections)

    assert [passage.place for passage in found] == ["lede", "section-lede", "section-lede"]


def test_a_document_of_another_make_is_read_too():
    assert passages_in({}) == []
    assert len(passages_in({"title": "T", "hero": {}, "sections": [{"figure": {"alt": "A"}}, {}], "lede": None})) == 2


@seed(1)
@settings(max_examples=80, deadline=None)
@given(pages)
def test_no_letter_is_in_two_passages_or_in_none(html):
    for text in (html, sanitise(html)):
        read = "".join(passage.text for passage in in_lede(text))

        assert "".join(read.split()) == "".join(plain_text(text).split())


# --- What they are called


def test_a_passage_keeps_its_name_wherever_it_goes():
    before = in_lede("<p>Rest. Walk.</p><p>Go.</p>")
    after = in_lede("<h4>New</h4><ul><li>Go.</li><li>Walk.\n</li></ul>", emergency="<p> Rest.</p>")

    assert {passage.id for passage in before} < {passage.id for passage in after}


def test_what_is_said_twice_has_two_names():
    first, second, third = in_lede("<p>Rest. Rest.</p><p>Rest.</p>")

    assert first.id == f"s-{first.key[:12]}"
    assert (second.id, third.id) == (f"{first.id}-2", f"{first.id}-3")
    assert first.key == second.key and len(first.key) == 64


@pytest.mark.parametrize(
    "html",
    [
        "<p>Walk 15 minutes a <a href='/gait/'>week</a>.</p>",
        "<p>Walk 150 minutes a <a href='/week/'>week</a>.</p>",
        "<p>Walk 150 minutes a <a href='/gait/' title='x'>week</a>.</p>",
        "<p>Walk 150 minutes a week.</p>",
        "<p>Walk <strong>150</strong> minutes a <a href='/gait/'>week</a>.</p>",
        "<p>Walk 1<sup>50</sup> minutes a <a href='/gait/'>week</a>.</p>",
        "<p>Walk 150 minutes <span class='quote' data-expert='x'>a</span> <a href='/gait/'>week</a>.</p>",
        "<p>Walk 150 minutes a <a href='/gait/'>week</a>.<sup data-cite='foley2013'></sup></p>",
        "<p>Walk 150 minutes a<a href='/gait/'>week</a>.</p>",
        "<figure class='quote' data-expert='x'><p>Walk 150 minutes a <a href='/gait/'>week</a>.</p></figure>",
    ],
)
def test_another_word_form_link_voice_or_source_is_another_passage(html):
    assert keys(html) != keys("<p>Walk 150 minutes a <a href='/gait/'>week</a>.</p>")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>Walk <strong>a mile</strong>.</p>", "<ul><li> Walk <strong>a</strong>\n<strong>mile</strong>. </li></ul>"),
        ("<p><strong><em>Walk</em></strong></p>", "<p><em><strong>Walk</strong></em></p>"),
        ("<p>5\xa0mg</p>", "<p>5 mg</p>"),
    ],
)
def test_the_same_words_in_other_markup_are_the_same_passage(old, new):
    assert keys(old) == keys(new)


def test_a_voice_counts_whether_it_is_a_quote_or_a_paraphrase_and_whose():
    said = "<p><span class='{}' data-expert='{}'>Rest</span></p>"

    found = {tuple(keys(said.format(*voice))) for voice in [("quote", ANN), ("quote", BOB), ("paraphrase", ANN)]}

    assert len(found) == 3


def test_another_number_of_a_source_is_no_change_and_another_source_is_one():
    html = "<p>Rest.{}</p>"
    first = keys(html.format(CITE.format("foley2013", 1)))

    assert keys(html.format(CITE.format("foley2013", 7)), references=[{**REFERENCE, "number": 7}]) == first
    assert keys(html.format(CITE.format("foley2013", 1)), references=[{**REFERENCE, "year": 1999}]) == first
    for name in ("source", "html", "locator"):
        assert keys(html.format(CITE.format("foley2013", 1)), references=[{**REFERENCE, name: "x"}]) != first


def test_of_a_picture_its_bytes_and_words_count():
    (picture,) = passages_in({"hero": FIGURE})

    for name in ("digest", "alt", "caption", "credit", "license"):
        (other,) = passages_in({"hero": {**FIGURE, name: "x"}})
        assert other.key != picture.key
    (cropped,) = passages_in({"hero": {**FIGURE, "focal": [1, 1], "src": "x", "renditions": []}})
    assert (cropped.key, cropped.kind, cropped.block) == (picture.key, PICTURE, OUTSIDE)


def test_a_cell_under_another_label_or_head_is_another_passage():
    table = (
        "<table><thead><tr><th>Who</th><th>{2}</th></tr></thead>"
        "<tbody><tr><td>Adults</td><td>{0}</td></tr><tr><td>Children</td><td>{1}</td></tr></tbody></table>"
    )
    before = in_lede(table.format("10 mg", "5 mg", "Daily"))

    assert [passage.context for passage in before[2:]] == [
        ("Who",),
        ("Adults", "Daily"),
        ("Who",),
        ("Children", "Daily"),
    ]
    assert not {before[3].key, before[5].key} & set(keys(table.format("5 mg", "10 mg", "Daily")))
    assert not {before[3].key, before[5].key} & set(keys(table.format("10 mg", "5 mg", "Weekly")))


def test_a_row_that_moved_keeps_its_passages():
    table = "<table><tbody>{}{}</tbody></table>"
    rows = ["<tr><td>Adults</td><td>10 mg</td></tr>", "<tr><td>Children</td><td>5 mg</td></tr>"]

    assert set(keys(table.format(*rows))) == set(keys(table.format(*rows[::-1])))


def test_only_the_sentence_with_another_number_has_another_key():
    html = "".join(f"<p>Sentence {number} says so. It is number {number} of them.</p>" for number in range(20))

    before, after = set(keys(html)), set(keys(html.replace("number 7 of", "number 70 of")))

    assert len(before) == 40
    assert len(after - before) == 1


# --- Writing them again


def again(html, write=lambda passage: passage.html, **hooks):
    return marked(html, text_of(LEDE, in_lede(html)), write, **hooks)


@seed(2)
@settings(max_examples=80, deadline=None)
@given(pages)
def test_a_browser_reads_what_it_read_before(html):
    html = sanitise(html)

    assert sanitise(again(html)) == html


@pytest.mark.parametrize(
    "html",
    [
        f'<p>One.{CITE.format("a", 1)} Two &amp; &lt;b&gt; “é”\xa0<a href="/é/?a=1&amp;b=2" rel="noopener">x</a>.</p>',
        f'<figure class="quote" data-expert="{ANN}"><blockquote><p>One. Two.</p></blockquote><figcaption>'
        '<a href="/experts/ann/">Ann, MD</a><br>Neurologist</figcaption></figure>',
        '<table><caption>A</caption><thead><tr><th scope="col" colspan="2">B</th></tr></thead><tbody><tr><td></td>'
        "<td>C<br>D</td></tr></tbody></table>",
        '<ol start="3"><li><strong>One.</strong> Two <em>x</em></li>\n<li>10<sup>6</sup> H<sub>2</sub>O</li></ol>',
        'Loose <a href="/x/">text</a>. More<p></p>after',
        '<p>One.<a href="/x/"></a></p>',
    ],
)  # fmt: skip
def test_final_html_is_written_as_it_was(html):
    assert again(html) == html


def test_a_page_can_wrap_passages_and_put_something_after_each_block():
    html = "<p>One. Two</p> loose <ul><li>Three</li></ul>"

    written = again(html, lambda passage: f"[{passage.text}]", after=lambda block: f"({block})")

    assert written == "<p>[One.] [Two]</p>(0) [loose] (1)<ul><li>[Three]</li></ul>(2)"


def test_the_passages_of_another_text_are_refused():
    for html in ("<p>One.</p>", "<p>One. Two. Three.</p>", "<p>One. Too.</p>", ""):
        with pytest.raises(ValueError, match="not the passages of this text"):
            marked(html, text_of(LEDE, in_lede("<p>One. Two.</p>")), lambda passage: passage.html)


def test_key_points_are_known_by_their_rank():
    found = text_of(KEY_POINTS, passages_in({"key_points": ["One. Two.", "<b>"]}))

    assert [(passage.block, passage.html) for passage in found] == [(0, "One. Two."), (1, "&lt;b&gt;")]


def long_article(*, sections=8):
    """About 3,000 words in sentences that are all different."""
    pick = random.Random(1)
    words = "walk rest joint pain your doctor muscle minutes weekly of the a in when it may help sore with knee".split()
    number, found = 0, []
    for index in range(sections):
        html = ""
        for _ in range(6):
            html += "<p>"
            for _ in range(4):
                number += 1
                said = " ".join(pick.choice(words) for _ in range(14)).capitalize()
                html += f"{said} {number}.{CITE.format('foley2013', 1) if number % 3 == 0 else ''} "
            html += "</p>"
        found.append({"id": f"s{index}", "nav_label": "", "heading": f"Part {index}", "html": html, "figure": None})
    return {**copy.deepcopy(DOCUMENT), "sections": found, "references": [REFERENCE]}


def test_a_long_article_is_cut_in_a_moment():
    document = long_article()

    # It takes a third of the 50 ms; a busy machine gets some air.
    found = at_once(lambda: passages_in(document), within=0.15)

    assert sum(passage.words for passage in found) > 2900


def test_a_few_words_belong_to_the_sentence_before_them():
    """“Yes.” under another question is another answer; a long sentence says the same wherever it stands."""
    asked = "<p>Is it safe while you are pregnant?</p><p>Yes.</p><p>Is it safe with alcohol?</p><p>No.</p>"
    swapped = asked.replace("Yes", "Maybe").replace("No", "Yes").replace("Maybe", "No")

    before, after = (passages_in({"lede": html}) for html in (asked, swapped))

    assert [passage.text for passage in before] == [passage.text for passage in passages_in({"lede": asked})]
    assert {passage.key for passage in before} & {passage.key for passage in after} == {
        before[0].key,
        before[2].key,
    }


def test_an_item_of_few_words_belongs_to_what_its_list_is_about():
    take, avoid = (
        f"<p>You should {verb} these:</p><ul><li>Aspirin</li><li>Ibuprofen</li></ul>" for verb in ("take", "avoid")
    )

    before, after = (passages_in({"lede": html}) for html in (take, avoid))

    assert not {passage.key for passage in before} & {passage.key for passage in after}
    assert (
        passages_in({"lede": take.replace("<li>Aspirin</li><li>Ibuprofen</li>", "<li>Ibuprofen</li><li>Aspirin</li>")})[
            1
        ].key
        == before[2].key
    )
