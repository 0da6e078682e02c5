"""Every change between two versions is told, what could harm comes first, and nothing told can run."""

import copy
import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from articles.content.compare import MOVED, NEW, REMOVED, compare, word_counts
from articles.content.html import sanitise
from articles.content.wording import aligned, words_in
from tests.at_once import at_once

ANN, BOB = "11111111-aaaa-4000-8000-000000000001", "22222222-bbbb-4000-8000-000000000002"
FIGURE = {
    "digest": "a" * 64,
    "src": f"figures/{'a' * 64}.jpg",
    "width": 1600,
    "height": 1000,
    "alt": "A knee, drawn.",
    "caption": "A knee.",
    "credit": "Illustration: healthcms",
    "license": "CC BY 4.0",
    "focal": [50, 40],
    "renditions": [{"src": "figures/b.webp", "type": "image/webp", "width": 960, "height": 600, "digest": "b" * 64}],
}
PERSON = {
    "role": "author",
    "expert": ANN,
    "slug": "ann",
    "name": "Ann Arbor",
    "degrees": ["MD"],
    "title": "Neurologist",
    "bio": "She writes.",
    "portrait": None,
    "affiliations": [{"role": "", "unit": "Neurology", "institution": "Lakeshore", "city": "Wendover", "region": "OR"}],
    "credentials": [{"kind": "Licence", "issuer": "Board", "number": "S-1", "verified_on": "2026-01-01"}],
    "disclosure": {"statement": "None.", "declared_on": "2026-01-01"},
}
REFERENCE = {
    "number": 1,
    "key": "foley2013",
    "source": "33333333-cccc-4000-8000-000000000003",
    "kind": "review",
    "kind_label": "Review",
    "html": "Foley PL. Pain in MS. <em>Pain</em>. 2013.",
    "locator": "p. 3",
    "doi": "10.1000/1",
    "pmid": "1",
    "isbn": "",
    "url": "",
    "year": 2013,
    "mentions": 1,
}
DOCUMENT = {
    "schema": 1,
    "article": "44444444-dddd-4000-8000-000000000004",
    "language": "en",
    "slug": "sore-joints",
    "title": "Sore joints",
    "summary": "Why joints can hurt.",
    "lede": "<p>Many people ask about this.</p>",
    "key_points": ["MS does not damage joints.", "Most causes can be treated."],
    "hero": FIGURE,
    "sections": [
        {
            "id": "overview",
            "nav_label": "Overview",
            "heading": "How it begins",
            "html": "<p>It begins.</p>",
            "figure": None,
        },
        {
            "id": "treatment",
            "nav_label": "Treatment",
            "heading": "What helps",
            "html": "<p>Walk 150 minutes a week, see <a href='/gait/'>gait</a>.</p>",
            "figure": {**FIGURE, "digest": "c" * 64},
        },
        {"id": "end", "nav_label": "End", "heading": "The end", "html": "<p>Ask your doctor.</p>", "figure": None},
    ],
    "emergency": "<p>Call 911.</p>",
    "bylines": [PERSON, {**PERSON, "role": "quoted", "expert": BOB, "name": "Bob Boston"}],
    "references": [REFERENCE],
    "topics": [{"slug": "ms", "name": "Multiple sclerosis", "kind": "condition", "code": "G35", "path": []}],
    "disclosures": {"funding": "Nobody.", "ai_use": "None."},
    "waivers": [{"code": "old-source", "place": "end", "subject": "Foley", "reason": "A classic.", "by": "Ann"}],
    "corrections": [{"on": "2026-01-02", "text": "It said mg and means g."}],
    "related": ["55555555-eeee-4000-8000-000000000005"],
}


def changed(**fields):
    return {**copy.deepcopy(DOCUMENT), **fields}


def with_text(html):
    document = copy.deepcopy(DOCUMENT)
    document["sections"][1]["html"] = sanitise(html)
    return document


def between(old, new):
    """The comparison of two texts of one section."""
    return compare(with_text(old), with_text(new))


def notes_of(comparison):
    return [f"{note.kind}: {plain(note.html)}" for part in comparison.changed for note in part.notes]


def alarms_of(comparison):
    return [(alarm.kind, plain(alarm.html)) for alarm, _ in comparison.alarms]


def plain(html):
    root = lxml_html.fragment_fromstring(html.replace('<span class="visually-hidden">', "<span>"), create_parent="div")
    return " ".join(root.text_content().split())


def leaves(value, path=()):
    """Every place in a document that holds a value of its own."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


def with_another(path):
    document = copy.deepcopy(DOCUMENT)
    place = document
    for step in path[:-1]:
        place = place[step]
    was = place[path[-1]]
    if was is None:
        place[path[-1]] = FIGURE
    elif isinstance(was, int):
        place[path[-1]] = was + 1
    else:
        place[path[-1]] = f"{was}x" if was else "another"
    return document


@pytest.mark.parametrize("path", [path for path, _ in leaves(DOCUMENT)], ids=lambda path: ".".join(map(str, path)))
def test_every_field_that_changed_is_told(path):
    comparison = compare(DOCUMENT, with_another(path))

    assert comparison.changed
    assert all(part.notes or part.html or part.state != "changed" for part in comparison.changed)
    assert comparison.count >= 1


def test_a_document_compared_with_itself_has_no_change():
    comparison = compare(DOCUMENT, copy.deepcopy(DOCUMENT))

    assert not comparison.changed and not comparison.alarms
    assert (comparison.count, comparison.added, comparison.removed) == (0, 0, 0)
    assert "Sources" in comparison.same


def test_words_that_came_and_went_are_drawn_and_named_for_ears():
    comparison = between("<p>Walk on every day with a friend.</p>", "<p>Swim on every day with a friend.</p>")

    (part,) = comparison.changed
    assert "<ins>" in part.html and "<del>" in part.html
    assert '<span class="visually-hidden">added: </span>' in part.html
    assert '<span class="visually-hidden">removed: </span>' in part.html
    assert (comparison.added, comparison.removed) == (1, 1)


# --- What a drawing of letters is blind to


def test_another_citation_key_is_told():
    old, new = (f'<p>Rest.<sup class="cite" data-cite="{key}"></sup></p>' for key in ("foley2013", "nice2022"))

    comparison = between(old, new)

    assert "[nice2022]" in plain(comparison.changed[0].html) and "[foley2013]" in plain(comparison.changed[0].html)
    assert alarms_of(comparison) == [("Source", "Rest. removed: [foley2013] added: [nice2022]")]
    assert (comparison.added, comparison.removed) == (0, 0)


def test_another_alternative_text_is_told():
    comparison = compare(DOCUMENT, changed(hero={**FIGURE, "alt": "A cane, drawn."}))

    assert notes_of(comparison) == ["Alternative text: A removed: knee, added: cane, drawn."]


def test_another_picture_under_the_same_words_is_told():
    comparison = compare(DOCUMENT, changed(hero={**FIGURE, "digest": "d" * 64}))

    assert notes_of(comparison) == [
        "Another picture: Its bytes are other ones: removed: aaaaaaaaaaaa added: dddddddddddd"
    ]
    assert comparison.changed[0].pictures[1]["digest"] == "d" * 64


def test_a_link_that_leads_elsewhere_is_told():
    comparison = between('<p>See <a href="/a/">gait</a>.</p>', '<p>See <a href="/b/" title="B">gait</a>.</p>')

    assert notes_of(comparison) == ["Link: “gait.” led to removed: /a/, now to added: /b/ (B)"]


def test_the_target_of_a_link_in_new_words_is_told():
    comparison = between("<p>Rest.</p>", '<p>Rest.</p><p>More <a href="https://example.org/">here</a>.</p>')

    assert "Link: New: added: https://example.org/" in notes_of(comparison)


def test_paragraphs_that_became_a_list_are_told():
    comparison = between("<p>Rest now.</p><p>Walk later.</p>", "<ul><li>Rest now.</li><li>Walk later.</li></ul>")

    assert notes_of(comparison) == [
        "Form: “Rest now. Walk later.” was removed: paragraph, is now added: bullet list",
    ]


def test_a_paragraph_that_was_split_is_told():
    comparison = between("<p>Rest now. Walk later.</p>", "<p>Rest now.</p><p>Walk later.</p>")

    assert notes_of(comparison) == ["Form: A new line begins at “added: Walk”"]


def test_an_exponent_that_fell_down_is_told_first():
    comparison = between("<p>10<sup>6</sup> cells</p>", "<p>106 cells</p>")

    assert notes_of(comparison) == ["Raised or lowered: removed: 106 added: 106"]
    assert "<sup>6</sup>" in comparison.changed[0].notes[0].html
    assert [kind for kind, _ in alarms_of(comparison)] == ["Number"]


def test_a_quote_that_became_somebody_elses_is_told_by_name():
    old, new = (f'<p>“<span class="quote" data-expert="{uid}">Rest helps</span>”</p>' for uid in (ANN, BOB))

    (note,) = notes_of(between(old, new))

    assert note == "Quote: ““Rest helps”” was of removed: Ann Arbor, now of added: Bob Boston"


def test_a_quote_that_became_a_paraphrase_is_told():
    old, new = (f'<p><span class="{way}" data-expert="{ANN}">Rest helps</span></p>' for way in ("quote", "paraphrase"))

    assert "Ann Arbor (a paraphrase)" in notes_of(between(old, new))[0]


def test_a_cell_that_spans_two_columns_is_told():
    table = "<table><tbody><tr><td{}>Dose</td></tr></tbody></table>"

    assert "colspan=2" in notes_of(between(table.format(""), table.format(' colspan="2"')))[0]


# --- Sections


def test_a_moved_section_is_told_once_and_its_words_do_not_count():
    sections = DOCUMENT["sections"]
    comparison = compare(DOCUMENT, changed(sections=[sections[1], sections[2], sections[0]]))

    assert [(part.name, part.state) for part in comparison.changed] == [("Section: How it begins", MOVED)]
    assert (comparison.added, comparison.removed) == (0, 0)


def test_a_new_section_and_one_taken_out_are_told_whole():
    new = {"id": "new", "nav_label": "New", "heading": "New", "html": "<p>Take 5 mg.</p>", "figure": None}
    comparison = compare(DOCUMENT, changed(sections=[*DOCUMENT["sections"][:2], new]))

    assert [(part.name, part.state) for part in comparison.changed] == [
        ("Section: New", NEW),
        ("Section: The end", REMOVED),
    ]
    assert plain(comparison.changed[0].html) == "added: Take 5 mg."
    assert plain(comparison.changed[1].html) == "removed: Ask your doctor."


def test_a_renamed_section_stays_the_same_section():
    document = copy.deepcopy(DOCUMENT)
    document["sections"][0]["heading"] = "How all begins"

    assert notes_of(compare(DOCUMENT, document)) == ["Heading: How removed: it added: all begins"]


# --- Other fields


def test_a_source_before_the_others_shifts_numbers_in_one_line():
    first = {**REFERENCE, "key": "nice2022", "html": "NICE. <em>MS</em>. 2022."}
    comparison = compare(DOCUMENT, changed(references=[first, {**REFERENCE, "number": 2}]))

    assert notes_of(comparison) == [
        "Added: added: [nice2022] NICE. MS. 2022.",
        "Numbers: foley2013 removed: 1 added: 2",
    ]


def test_a_credential_that_changed_is_told_with_the_name():
    credential = {**PERSON["credentials"][0], "number": "S-2"}
    people = [{**PERSON, "credentials": [credential]}, DOCUMENT["bylines"][1]]

    assert notes_of(compare(DOCUMENT, changed(bylines=people))) == [
        "Ann Arbor, MD (author): Credentials: Licence, Board, removed: S-1, added: S-2, 2026-01-01"
    ]


def test_a_related_article_is_named_by_its_title():
    comparison = compare(DOCUMENT, changed(related=["uid-2"]), titles={"uid-2": "Gait"})

    assert "Added: added: Gait" in notes_of(comparison)


# --- What could harm


@pytest.mark.parametrize(
    ("old", "new", "kind", "said"),
    [
        ("start with 10 mg a day", "start with 5 mg a day", "Dose", "start with removed: 10 added: 5 mg a day"),
        ("start with 10 mg a day", "start with 10 mcg a day", "Dose", "start with 10 removed: mg added: mcg a day"),
        ("start with 10mg a day", "start with 15mg a day", "Dose", "start with removed: 10mg added: 15mg a day"),
        ("take it once a day", "take it twice a day", "Dose", "take it removed: once added: twice a day"),
        ("Do stop it", "Do not stop it", "Negation", "Do added: not stop it"),
        ("You can drink", "You can't drink", "Negation", "You removed: can added: can't drink"),
        ("Always ask", "Never ask", "Negation", "removed: Always added: Never ask"),
        ("Try ibuprofen", "Avoid ibuprofen", "Warning", "removed: Try added: Avoid ibuprofen"),
        ("It is useful", "It is contraindicated", "Warning", "It is removed: useful added: contraindicated"),
        ("walk 15 minutes", "walk 150 minutes", "Number", "walk removed: 15 added: 150 minutes"),
        ("You can rest", "You should rest", "Recommendation", "You removed: can added: should rest"),
    ],
)
def test_a_change_that_can_harm_is_pulled_to_the_top(old, new, kind, said):
    assert (kind, said) in alarms_of(between(f"<p>{old}</p>", f"<p>{new}</p>"))


def test_a_harmless_change_raises_no_alarm():
    assert not alarms_of(between("<p>A calm walk helps.</p>", "<p>A quiet walk helps.</p>"))


def test_doses_come_before_numbers():
    document = with_text("<p>Walk 30 minutes. See more.</p>")
    document["summary"] = "Take 5 mg."

    kinds = [kind for kind, _ in alarms_of(compare(with_text("<p>Walk 20 minutes. See more.</p>"), document))]

    assert kinds == ["Dose", "Number"]


def test_the_second_dose_of_a_new_paragraph_is_not_hidden_by_the_first():
    long = "<p>Rest. " + "Take 5 mg in the morning with a meal. Sit and read for a while and sleep. " * 3 + "</p>"

    assert len(alarms_of(between("<p>Rest.</p>", long))) >= 3


# --- Counts for the timeline


def test_the_first_version_added_all_of_its_words():
    added, removed = word_counts(None, DOCUMENT)

    assert added > 30 and removed == 0
    assert word_counts(DOCUMENT, DOCUMENT) == (0, 0)


def test_counts_are_those_of_the_comparison():
    new = with_text("<p>Walk at least 30 minutes on most days, see gait.</p>")
    comparison = compare(DOCUMENT, new)

    assert word_counts(DOCUMENT, new) == (comparison.added, comparison.removed)


# --- Whatever is written

words = st.sampled_from(
    "Do not take 5 10 mg of it once twice a day & < <script> onerror= “rest” — 10⁶ 中 e\u0301".split(" ")
)
texts = st.lists(words, max_size=7).map(" ".join)
inline = st.one_of(
    texts.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")),
    st.sampled_from(
        [
            '<a href="/a/">gait</a>',
            '<a href="javascript:alert(1)">gait</a>',
            "<strong>bo</strong>ld",
            "10<sup>6</sup>",
            '<sup class="cite" data-cite="a"></sup>',
            '<sup class="cite" data-cite="b"><button popovertarget="source-1"><span>1</span></button></sup>',
            f'<span class="quote" data-expert="{ANN}">said so</span>',
            "<br>",
            '<img src=x onerror="alert(1)">',
            "<script>alert(1)</script>",
            '<b onclick="alert(1)">x</b>',
        ]
    ),
)
runs = st.lists(inline, max_size=4).map(" ".join)
blocks = st.one_of(
    runs.map("<p>{}</p>".format),
    runs.map("<ul><li>{}</li><li>more</li></ul>".format),
    runs.map("<h3>{}</h3>".format),
    runs.map("<table><tbody><tr><td>{}</td><td></td></tr></tbody></table>".format),
    runs.map('<figure class="quote"><blockquote><p>{}</p></blockquote><figcaption>N</figcaption></figure>'.format),
    runs,
)
pages = st.lists(blocks, max_size=4).map("".join)


def running_code(html):
    root = lxml_html.fragment_fromstring(html or "<p></p>", create_parent="div")
    return root.xpath(
        ".//script | .//img | .//iframe | .//style | .//svg | .//*[@*[starts-with(name(), 'on')]]"
        " | .//*[@style] | .//*[@href] | .//*[@src]"
    )


@settings(max_examples=150, deadline=None)
@given(pages, pages, texts)
def test_nothing_that_is_told_can_run(old, new, title):
    """Not even if what was stored had never been cleaned."""
    before, after = with_text(""), changed(title=title, summary=f"<img src=x onerror=alert(1)>{title}")
    before["sections"][1]["html"], after["sections"][1]["html"] = old, new

    comparison = compare(before, after)

    for part in comparison.parts:
        told = [part.html, *(note.html for note in part.notes), *(alarm.html for alarm in part.alarms)]
        assert not [piece for piece in told if running_code(piece)]


@settings(max_examples=150, deadline=None)
@given(pages, pages)
def test_a_changed_text_is_told_and_an_unchanged_one_is_not(old, new):
    before, after = with_text(old), with_text(new)
    comparison = compare(before, after)

    assert bool(comparison.changed) == (before != after)
    if before != after:
        (part,) = comparison.changed
        assert part.notes or "<ins>" in part.html or "<del>" in part.html
    assert not compare(after, copy.deepcopy(after)).changed


@settings(max_examples=150, deadline=None)
@given(pages, pages)
def test_both_texts_can_be_read_out_of_what_is_drawn(old, new):
    before, after = with_text(old), with_text(new)
    comparison = compare(before, after)

    for part in comparison.changed:
        if part.html:
            assert letters(part.html, without="ins") == letters(marked(before))
            assert letters(part.html, without="del") == letters(marked(after))


def marked(document):
    """The text of the section with the keys of its citations."""
    root = lxml_html.fragment_fromstring(document["sections"][1]["html"] or "<p></p>", create_parent="div")
    for marker in root.xpath(".//sup[@data-cite]"):
        marker.text = f"[{marker.get('data-cite')}]"
        for child in list(marker):
            marker.remove(child)
    return lxml_html.tostring(root, encoding="unicode")


def letters(html, *, without=""):
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root.xpath(f".//span[@class='visually-hidden']{f' | .//{without}' if without else ''}"):
        element.drop_tree()
    return "".join(root.text_content().split())


def test_a_document_of_a_later_or_an_earlier_make_is_compared_too():
    bare = {"title": "Sore joints", "sections": [{"id": "overview"}]}

    assert compare(bare, {**DOCUMENT, "schema": 2, "novelty": {"of": ["a later", 1, True, None]}}).changed
    assert compare(json.loads(json.dumps(DOCUMENT)), bare).changed


def test_a_long_article_is_compared_in_a_moment():
    sentence = "<p>Walk {} minutes a week and rest when a joint is sore, as your doctor said, in the evening.</p>"
    old = "".join(sentence.format(number) for number in range(600))
    new = "".join(sentence.format(number * (3 if number % 7 == 0 else 1)) for number in range(600))

    comparison = at_once(lambda: between(old, new), within=5)

    assert comparison.alarms


def test_a_section_whose_sources_were_renumbered_is_the_same_section_and_says_so():
    marker = '<sup class="cite" data-cite="a"><button popovertarget="source-{0}"><span>{0}</span></button></sup>'
    old, new = copy.deepcopy(DOCUMENT), copy.deepcopy(DOCUMENT)
    old["sections"][0]["html"] = f"<p>It begins.{marker.format(1)}</p>"
    new["sections"][0]["html"] = f"<p>It begins.{marker.format(2)}</p>"

    comparison = compare(old, new)

    assert not comparison.changed
    assert "Section: How it begins (its sources have other numbers)" in comparison.same


def test_words_put_before_a_paragraph_do_not_look_like_a_lost_line():
    comparison = between(
        "<p>Ask first.</p><p>Walk on every day.</p>", "<p>Ask first.</p><p>Rest, then walk. Walk on every day.</p>"
    )

    assert notes_of(comparison) == []


@given(st.lists(words, max_size=30), st.lists(words, max_size=30))
def test_an_alignment_has_no_gap_and_calls_only_equal_words_the_same(old, new):
    before, after = words_in(" ".join(old)), words_in(" ".join(new))
    hunks = aligned(before, after)

    assert [index for hunk in hunks for index in hunk.old] == list(range(len(before)))
    assert [index for hunk in hunks for index in hunk.new] == list(range(len(after)))
    for hunk in hunks:
        if hunk.is_same:
            assert [before[index] for index in hunk.old] == [after[index] for index in hunk.new]
    assert all(first.is_same != second.is_same for first, second in pairwise(hunks))
