"""A reviewer walks through every change once, what can harm first, and nothing that is told can run."""

import copy
import json

import pytest
from hypothesis import given, seed, settings

from articles.content.passages import passages_in
from articles.content.review_changes import KINDS, review_changes
from tests.articles.content.test_compare import (
    ANN,
    BOB,
    DOCUMENT,
    FIGURE,
    REFERENCE,
    changed,
    leaves,
    pages,
    plain,
    running_code,
    texts,
    with_text,
)
from tests.articles.content.test_passages import CITE, long_article
from tests.at_once import at_once

CITED = "<p>Rest helps.{}</p>".format(CITE.format("foley2013", 1))


def told(old, new):
    """Kind, label and state of the changes between two texts of one section."""
    return [(change.kind, said(change.label), change.state) for change in between(old, new)]


def between(old, new):
    return review_changes(with_text(old), with_text(new))


def said(html):
    """What is told, with signs for what was added and removed."""
    for tag, words in (("ins", "added: "), ("del", "removed: ")):
        html = html.replace(f'<{tag}><span class="visually-hidden">{words}</span>', f"{{{tag[0]}:")
        html = html.replace(f"</{tag}>", "}")
    return plain(html)


def edited(edit):
    """The document as if every list and row in it stood alone, after `edit`."""
    document = json.loads(json.dumps(DOCUMENT))
    edit(document)
    return document


def only(changes):
    (change,) = changes
    return change


# --- The order of the walk


@pytest.mark.parametrize(
    ("old", "new", "kind", "label"),
    [
        ("Walk 150 minutes.", "Walk 15 minutes.", "Number", "Walk {d:150} {i:15} minutes."),
        ("Do stop baclofen.", "Do not stop baclofen.", "Negation", "Do {i:not} stop baclofen."),
        ("Take 5 mg of it.", "Take 5 mcg of it.", "Dose", "Take 5 {d:mg} {i:mcg} of it."),
    ],
)
def test_what_can_harm_stands_on_top_of_twenty_other_changes(old, new, kind, label):
    others = [f"<p>Some words that stay in sentence {chr(97 + index)} and one that is {{}}.</p>" for index in range(20)]
    before = "".join(other.format("bright") for other in others) + f"<p>{old}</p>"
    after = "".join(other.format("clear") for other in others) + f"<p>{new}</p>"

    changes = between(before, after)

    assert len(changes) == 21
    assert (changes[0].kind, said(changes[0].label), changes[0].number) == (kind, label, 1)
    assert {change.kind for change in changes[1:]} == {"Words"}


def test_the_walk_goes_from_kind_to_kind_and_down_the_page():
    before = "<p>See the gait page. Take 10 mg of it now. Walk 150 minutes. A calm day. You can stop. Take it.</p>"
    after = "<p>See the gait pages. Take 5 mg of it now. Walk 15 minutes. A quiet day. You can not stop. Take it.</p>"

    changes = review_changes(with_text(before), {**with_text(after), "summary": "Why 9 joints can hurt.", "slug": "x"})

    assert [change.kind for change in changes] == ["Dose", "Negation", "Number", "Number", "Words", "Words", "Address"]
    assert changes[2].place == "summary"
    assert [change.number for change in changes] == list(range(1, 8))
    assert [change.rank for change in changes] == [KINDS.index(change.kind) for change in changes]
    assert changes[0].target == "change-1"
    assert [change.is_safety for change in changes] == [True] * 4 + [False] * 3


def test_a_recommendation_comes_before_other_words():
    changes = told("<p>A calm walk. You can rest now.</p>", "<p>A quiet walk. You should rest now.</p>")

    assert [kind for kind, _, _ in changes] == ["Recommendation", "Words"]


def test_a_first_review_has_no_changes():
    assert review_changes(None, DOCUMENT) == []


def test_the_same_document_has_no_changes():
    assert review_changes(DOCUMENT, copy.deepcopy(DOCUMENT)) == []


# --- Each once


# A row whose name changed is another row: one came, one went.
TWICE = {"role", "expert", "on", "text", "subject"}


@pytest.mark.parametrize("path", [path for path, _ in leaves(DOCUMENT)], ids=lambda path: ".".join(map(str, path)))
def test_every_field_that_changed_is_told_once(path):
    def edit(document):
        place = document
        for step in path[:-1]:
            place = place[step]
        was = place[path[-1]]
        other = FIGURE if was is None else was + 1 if isinstance(was, int) else f"{was}x" if was else "another"
        place[path[-1]] = other

    changes = review_changes(DOCUMENT, edited(edit))

    names_a_row = path[0] in ("bylines", "corrections") and path[2] in TWICE or path in KEYS_OF_ROWS
    assert len(changes) == (2 if names_a_row else 1)
    assert all(change.label and change.html for change in changes)


KEYS_OF_ROWS = {
    ("topics", 0, "slug"),
    ("waivers", 0, "code"),
    ("waivers", 0, "place"),
    ("waivers", 0, "subject"),
    ("related", 0),
}


def test_a_link_that_leads_elsewhere_is_told_once():
    change = only(between("<p>See <a href='/gait/'>gait</a>.</p>", "<p>See <a href='/evil/'>gait</a>.</p>"))

    assert (change.kind, said(change.label)) == ("Link", "“gait.” led to {d:/gait/}, now to {i:/evil/}")
    assert plain(change.html) == "See gait."


def test_another_citation_is_told_once_with_both_sources():
    other = {**REFERENCE, "key": "roe2020", "html": "Roe A. Rest. 2020.", "locator": ""}
    before = {**with_text(CITED), "references": [REFERENCE]}
    after = {**with_text(CITED.replace("foley2013", "roe2020")), "references": [other]}

    change = only(review_changes(before, after))

    assert change.kind == "Source"
    assert said(change.label) == "Rest helps. {d:[foley2013]} {i:[roe2020]}"
    assert [said(note.html) for note in change.notes] == [
        "{d:[foley2013] Foley PL. Pain in MS. Pain. 2013. p. 3}",
        "{i:[roe2020] Roe A. Rest. 2020.}",
    ]


def test_a_citation_that_was_added_is_told_once():
    before = {**with_text("<p>Rest helps.</p>"), "references": []}
    after = {**with_text(CITED), "references": [REFERENCE]}

    change = only(review_changes(before, after))

    assert (change.kind, said(change.html)) == ("Source", "Rest helps.{i:[foley2013]}")


def test_another_source_under_the_same_key_is_told_at_its_sentence_once():
    before = with_text(CITED)
    after = {**with_text(CITED), "references": [{**REFERENCE, "source": "x", "html": "Foley PL. Other. 2013."}]}

    change = only(review_changes(before, after))

    assert (change.kind, change.passage.text) == ("Source", "Rest helps.")
    assert "[foley2013] Reference: Foley PL. {d:Pain in MS. Pain.} {i:Other.} 2013." in [
        said(note.html) for note in change.notes
    ]


def test_a_fact_about_a_source_that_no_sentence_shows_is_told_once():
    after = {**with_text(CITED), "references": [{**REFERENCE, "doi": "10.1000/2"}]}

    change = only(review_changes(with_text(CITED), after))

    assert (change.kind, change.passage) == ("Source", None)
    assert "DOI: {d:10.1000/1} {i:10.1000/2}" in said(change.html)


def test_a_citation_key_that_was_only_spelled_anew_is_told_once_and_opens_nothing():
    after = {**with_text(CITED.replace("foley2013", "foley")), "references": [{**REFERENCE, "key": "foley"}]}

    change = only(review_changes(with_text(CITED), after))

    assert (change.passage, said(change.label)) == (None, "Key: {d:foley2013} {i:foley}")


def test_numbers_of_sources_that_shifted_are_told_in_one_line_and_open_nothing():
    before = {**with_text(CITED), "references": [REFERENCE]}
    after = {**with_text(CITED.replace("source-1", "source-2")), "references": [{**REFERENCE, "number": 2}]}

    change = only(review_changes(before, after))

    assert (change.kind, change.passage, said(change.label)) == ("Sources", None, "Numbers: foley2013 {d:1} {i:2}")


def test_however_many_sources_shifted_their_numbers_are_one_short_line():
    def numbered(first):
        rows = [{**REFERENCE, "key": f"key{number}", "number": first + number} for number in range(13)]
        return {**with_text("<p>Rest helps.</p>"), "references": rows}

    change = only(review_changes(numbered(1), numbered(2)))

    assert (change.kind, change.label, change.html) == ("Sources", *["13 sources have other numbers."] * 2)


def test_another_alternative_text_is_told_once():
    change = only(review_changes(DOCUMENT, changed(hero={**FIGURE, "alt": "A hip, drawn."})))

    assert (change.kind, said(change.label)) == ("Picture", "Alternative text: A {d:knee,} {i:hip,} drawn.")
    assert (change.passage.place, change.old.place, change.state) == ("hero", "hero", "changed")


def test_another_picture_under_the_same_words_is_told_once_with_both():
    other = {**FIGURE, "digest": "f" * 64, "src": "figures/f.jpg", "renditions": []}

    change = only(review_changes(DOCUMENT, changed(hero=other)))

    assert (change.kind, change.pictures) == ("Picture", (FIGURE, other))
    assert said(change.label).startswith("Another picture: Its bytes are other ones")


def test_a_picture_that_came_or_went_is_told_once():
    came = only(review_changes(changed(hero=None), DOCUMENT))
    went = only(review_changes(DOCUMENT, changed(hero=None)))

    assert (came.state, said(came.label), came.pictures) == ("new", "Picture added: {i:A knee, drawn.}", (None, FIGURE))
    assert (went.state, went.pictures, went.passage) == ("removed", (FIGURE, None), None)


def test_a_dose_in_the_words_of_a_picture_is_a_dose():
    change = only(review_changes(DOCUMENT, changed(hero={**FIGURE, "caption": "A knee after 5 mg."})))

    assert change.kinds == ("Dose", "Picture")


def test_a_credential_that_changed_is_told_once_with_the_name():
    def edit(document):
        document["bylines"][0]["credentials"][0]["number"] = "S-2"

    change = only(review_changes(DOCUMENT, edited(edit)))

    assert change.kind == "People"
    assert said(change.label) == "Ann Arbor, MD (author): Credentials: Licence, Board, {d:S-1,} {i:S-2,} 2026-01-01"


def test_another_address_is_told_once():
    change = only(review_changes(DOCUMENT, changed(slug="sore-knees")))

    assert (change.kind, change.place) == ("Address", "")
    assert said(change.label) == "{d:sore-joints} {i:sore-knees} The old address will forward to it."


def test_a_quote_that_became_somebody_elses_is_told_once_by_name():
    quote = '<p>She says <span class="quote" data-expert="{}">“Rest”</span>.</p>'
    set_off = '<figure class="quote" data-expert="{}"><blockquote><p>Rest.</p></blockquote></figure>'

    for html in (quote, set_off):
        before, after = changed(lede=html.format(ANN)), changed(lede=html.format(BOB))
        change = only(review_changes(before, after))

        assert change.kind == "Quote"
        assert "was of {d:Ann Arbor}, now of {i:Bob Boston}" in said(change.label)


def test_an_exponent_that_fell_down_is_a_number():
    change = only(between("<p>About 10<sup>6</sup> cells.</p>", "<p>About 106 cells.</p>"))

    assert (change.kind, said(change.html)) == ("Number", "About {d:106} {i:106} cells.")
    assert "<sup>6</sup>" in change.label


def test_bold_words_are_told_once():
    change = only(between("<p>Rest when sore.</p>", "<p>Rest <strong>when</strong> sore.</p>"))

    assert (change.kind, change.state) == ("Form", "changed")


# --- What no sentence shows


def test_a_paragraph_that_became_a_list_is_named_once_and_opens_nothing():
    change = only(between("<p>Rest now.</p>", "<ul><li>Rest now.</li></ul>"))

    assert (change.kind, change.passage, change.place) == ("Form", None, "treatment")
    assert said(change.label) == "“Rest now.” was {d:paragraph}, is now {i:bullet list}"


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        ("<p>Rest. Walk.</p>", "<p>Rest.</p><p>Walk.</p>", "A new line begins at “{i:Walk.}”"),
        ("<ul><li>Rest.</li><li>Walk.</li></ul>", "<ul><li>Rest. Walk.</li></ul>",
         "No new line begins any more at “{d:Walk.}”"),
        ("<table><tr><td>Rest</td></tr></table>", "<table><tr><td colspan='2'>Rest</td></tr></table>",
         "“Rest” was {d:table, cell}, is now {i:table, cell (colspan=2)}"),
        ("<table><tr><td>Rest</td></tr></table>", "<table><tr><td>Rest</td><td></td></tr></table>",
         "Empty cells: {d:0} {i:1}"),
        ("<p>5 mg</p>", "<p>5\xa0mg</p>", "The markup changed in a way that shows no difference in the words."),
        ("<p>Rest</p>", "<p>Rest<a href='/x/'></a></p>",
         "The markup changed in a way that shows no difference in the words."),
    ],
)  # fmt: skip
def test_the_form_of_the_text_is_told_once_and_opens_nothing(old, new, label):
    change = only(between(old, new))

    assert (change.kind, change.passage, said(change.label)) == ("Form", None, label)


def test_a_sentence_that_crossed_into_another_paragraph_is_told():
    assert told("<p>Rest. Walk.</p><p>Go.</p>", "<p>Rest.</p><p>Walk. Go.</p>") == [
        ("Form", "A new line begins at “{i:Walk.}”", "changed"),
        ("Form", "No new line begins any more at “{d:Go.}”", "changed"),
    ]


def test_sections_in_another_order_change_no_key_and_are_told_once():
    def edit(document):
        document["sections"].append(document["sections"].pop(0))

    after = edited(edit)
    change = only(review_changes(DOCUMENT, after))

    assert {passage.key for passage in passages_in(after)} == {passage.key for passage in passages_in(DOCUMENT)}
    assert (change.kind, change.state, change.place) == ("Moved", "moved", "overview")
    assert said(change.label) == "Section: How it begins: The section stands at another place."


def test_a_new_section_and_one_taken_out_are_told_with_their_passages():
    def edit(document):
        document["sections"][0] = {
            "id": "sleep", "nav_label": "Sleep", "heading": "Sleep well", "html": "<p>Go to bed.</p>", "figure": None
        }  # fmt: skip

    found = [(said(change.label), change.state) for change in review_changes(DOCUMENT, edited(edit))]

    assert sorted(found) == sorted(
        [
            ("{i:Sleep well}", "new"),
            ("{i:Go to bed.}", "new"),
            ("{d:How it begins}", "removed"),
            ("{d:It begins.}", "removed"),
            ("New section: {i:Sleep}", "new"),
            ("Section taken out: {d:Overview}", "removed"),
        ]
    )


def test_a_section_with_a_new_id_is_one_change():
    def edit(document):
        document["sections"][1]["id"] = "relief"

    change = only(review_changes(DOCUMENT, edited(edit)))

    assert said(change.label) == "Address of the section: {d:treatment} {i:relief}"


# --- Passages


def test_new_removed_and_moved_sentences_are_told_whole():
    before = "<p>Ice is cold. Rest when you are sore. Walk when you can. Sit down.</p>"
    after = "<p>Rest when you are sore. Sit down. Walk when you can. Swimming is gentle for joints.</p>"

    changes = {change.state: change for change in between(before, after)}

    assert said(changes["new"].html) == "{i:Swimming is gentle for joints.}"
    assert said(changes["removed"].html) == "{d:Ice is cold.}"
    assert said(changes["moved"].label).endswith("It stood at another place.")
    assert (changes["removed"].passage, changes["removed"].old.text) == (None, "Ice is cold.")
    assert changes["removed"].after.text == "What helps"
    assert len(changes) == 3


def test_a_sentence_reworded_elsewhere_says_both():
    before = with_text("<p>Walk 150 minutes a week if you can.</p><p>Rest.</p>")
    after = {**with_text("<p>Rest.</p>"), "emergency": "<p>Call 911. Walk 15 minutes a week if you can.</p>"}

    change = only(review_changes(before, after))

    assert (change.kinds, change.state, change.place) == (("Number", "Words", "Moved"), "changed", "emergency")


def test_one_number_in_forty_sentences_is_one_change_with_its_sentence():
    html = "".join(f"<p>Sentence {number} says so. It is number {number} of them.</p>" for number in range(20))

    change = only(between(html, html.replace("number 7 of", "number 70 of")))

    assert change.passage.text == "It is number 70 of them."
    assert change.old.text == "It is number 7 of them."
    assert said(change.html) == "It is number {d:7} {i:70} of them."


def test_doses_that_changed_places_in_a_table_are_two_doses():
    table = "<table><tbody><tr><td>Adults</td><td>{}</td></tr><tr><td>Children</td><td>{}</td></tr></tbody></table>"

    changes = told(table.format("10 mg", "5 mg"), table.format("5 mg", "10 mg"))

    assert changes == [("Dose", "{d:10} {i:5} mg", "changed"), ("Dose", "{d:5} {i:10} mg", "changed")]


def test_a_cell_whose_row_is_about_somebody_else_is_told_with_it():
    table = "<table><tbody><tr><td>{}</td><td>Once</td></tr></tbody></table>"

    changes = told(table.format("Adults"), table.format("Adult men"))

    assert changes == [
        ("Context", "It stands with: {d:Adults} {i:Adult men}", "changed"),
        ("Words", "{d:Adults} {i:Adult men}", "changed"),
    ]


def test_a_label_is_one_short_line():
    filler = "and so on and on " * 40
    change = only(between(f"<p>A {filler} calm {filler} b</p>", f"<p>A {filler} quiet {filler} b</p>"))

    assert said(change.label) == "… on and on and so on and on {d:calm} {i:quiet} and so on and on and so on …"
    assert len(plain(change.html)) > 1000


def test_a_very_long_word_is_clipped_in_the_label():
    change = only(between("<p>Say yes now</p>", f"<p>Say {'y' * 9000} now</p>"))

    assert len(plain(change.label)) < 90
    assert "y" * 9000 in change.html


# --- Whatever is written


@seed(4)
@settings(max_examples=60, deadline=None)
@given(pages, pages, texts)
def test_nothing_that_is_told_can_run(old, new, title):
    """Not even if what was stored had never been cleaned."""
    before = with_text("")
    after = changed(title=title, summary=f"<img src=x onerror=alert(1)>{title}", hero={**FIGURE, "alt": title})
    after["sections"][0]["nav_label"] = "<script>alert(1)</script>"
    before["sections"][1]["html"], after["sections"][1]["html"] = old, new

    for change in review_changes(before, after):
        for piece in [change.label, change.html, *(note.html for note in change.notes)]:
            assert not running_code(piece)


@seed(5)
@settings(max_examples=60, deadline=None)
@given(pages, pages)
def test_a_changed_text_is_told_and_an_unchanged_one_is_not(old, new):
    before, after = with_text(old), with_text(new)

    assert bool(review_changes(before, after)) == (before != after)
    assert review_changes(after, copy.deepcopy(after)) == []


def test_attributes_that_try_to_break_out_are_told_as_words():
    hostile = (
        '<p>See <a href="/x/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" title="&lt;img src=x&gt;">gait</a>.</p>'
    )

    change = only(between("<p>See <a href='/gait/'>gait</a>.</p>", hostile))

    assert "<script" not in change.label + change.html + "".join(note.html for note in change.notes)
    assert "&lt;script&gt;" in change.notes[0].html


def test_a_document_of_another_make_is_told_too():
    bare = {"title": "Sore joints", "sections": [{"id": "overview"}]}

    assert review_changes(bare, {**DOCUMENT, "schema": 2, "novelty": {"of": [1, True, None]}})
    assert review_changes(DOCUMENT, bare)


def test_twenty_changes_of_a_long_article_are_told_in_a_moment():
    before = long_article()
    after = copy.deepcopy(before)
    for index in range(20):
        section = after["sections"][index % 8]
        section["html"] = section["html"].replace(f" {index % 8 * 24 + index + 1}.", " 900.")

    # It takes a third of the 150 ms; a busy machine gets some air.
    changes = at_once(lambda: review_changes(before, after), within=0.45)

    assert len(changes) == 20
