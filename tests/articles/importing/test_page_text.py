"""Whole pages: what a copied page says is found, and every line of it is accounted for."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.content.html import sanitise
from articles.importing.markup import html_of
from articles.importing.page_text import read_page
from articles.importing.refusal import UnreadablePage


def blocks_of(page):
    return [page.lede, *(section.blocks for section in page.sections)]


def test_the_page_is_read_whole(page_text):
    assert read_page(page_text).counts == {
        "lede paragraphs": 5,
        "sections": 4,
        "label and heading pairs": 4,
        "sub-headings": 4,
        "list items": 2,
        "quotes": 7,
        "paraphrases": 9,
        "experts": 4,
        "bylines": 2,
        "related": 4,
        "badge claims": 1,
        "lines in the import note": 0,
        "lines dropped by rule": 1,
    }


def test_the_sections_have_their_labels_in_order(page_text):
    page = read_page(page_text)

    assert [section.nav_label for section in page.sections] == [
        "Overview",
        "Diagnosis",
        "Treatment Options",
        "Bottom Line",
    ]
    assert page.sections[-1].heading == "The Bottom Line"


def test_both_historical_dates_are_found(page_text):
    dates = read_page(page_text).dates

    assert dates.published.year < dates.updated.year
    assert dates.reviewed is None


def test_writer_and_reviewer_have_their_titles(page_text):
    page = read_page(page_text)
    people = {credit.role: page.person(credit.expert) for credit in page.credits}

    assert people["author"].title == "Health Writer"
    reviewer = people["medical_reviewer"]
    assert reviewer.degrees == ("MD", "MS")
    assert reviewer.title == "Associate Professor of Medicine"
    assert reviewer.affiliations[0].unit.startswith("Division of ")
    assert "Department of Neurology" in reviewer.affiliations[0].unit
    assert "named as reviewer without an institution" in page.report.import_note()


def test_the_quoted_experts_have_degree_specialty_roles_and_place(page_text):
    page = read_page(page_text)

    first, second = (page.person(key) for key in page.quoted)
    for expert in (first, second):
        assert expert.degrees == ("MD",)
        assert expert.title == "Neurologist"
        for place in expert.affiliations:
            assert all([place.role, place.unit, place.institution, place.city, place.region])
    assert [place.role for place in first.affiliations] == ["Medical director", "Medical director"]


def test_list_items_have_run_in_labels(page_text):
    html = html_of(read_page(page_text).sections[2].blocks)

    assert html.count("<li><strong>") == 2
    assert html.count(":</strong> ") == 2


def test_related_entries_have_topic_title_and_alt_text_and_one_claims_a_badge(page_text):
    related = read_page(page_text).related

    assert {entry.topic for entry in related} == {"Multiple Sclerosis"}
    assert all(entry.title and entry.alt for entry in related)
    assert [bool(entry.badge_claim) for entry in related] == [False, True, False, False]


def test_no_line_is_lost_and_only_the_copyright_line_is_dropped(page_text):
    report = read_page(page_text).report

    numbers = [number for number, line in enumerate(page_text.splitlines(), start=1) if line.strip()]
    assert [entry.number for entry in report.entries] == numbers
    assert report.leftovers == []
    assert [entry.text[0] for entry in report.dropped] == ["©"]


def test_the_html_is_within_the_allow_list(page_text):
    for blocks in blocks_of(read_page(page_text)):
        html = html_of(blocks)
        assert sanitise(html) == html


def test_each_part_of_a_quotation_and_each_claim_is_marked_with_its_expert(page_text):
    page = read_page(page_text)
    html = "".join(html_of(blocks) for blocks in blocks_of(page))

    assert html.count('<span class="quote" data-expert="') == sum(len(quote.parts) for quote in page.quotes) == 11
    assert html.count('<span class="paraphrase" data-expert="') == len(page.paraphrases)
    # One paragraph, one expert: that is how the passages can be counted on a page.
    assert sum('class="quote"' in paragraph for paragraph in html.split("<p>")) == len(page.quotes)


def test_the_words_of_the_page_are_unchanged(page_text):
    page = read_page(page_text)

    words = " ".join(run.text for blocks in blocks_of(page) for block in blocks for run in getattr(block, "runs", ()))
    for entry in page.report.entries:
        if "paragraph" in entry.went_to:
            assert all(word in words for word in entry.text.split()[:8])


def as_it_may_arrive(text):
    """The same page as other browsers, editors and systems save it."""
    yield "CRLF", text.replace("\n", "\r\n")
    yield "CR", text.replace("\n", "\r")
    yield "BOM", "\ufeff" + text
    yield "NBSP", text.replace(" a ", "\u00a0a\u00a0")
    yield "more blank lines", text.replace("\n\n", "\n\n\n\n \n")
    yield "trailing spaces", text.replace("\n", "  \n")
    yield "straight marks", text.translate(str.maketrans("“”’", '""\''))
    yield "dashes as bullets", text.replace("  • ", "- ")
    yield "stars as bullets", text.replace("  • ", "* ")
    yield "rules as bullets", text.replace("  • ", "– ")
    yield "degrees without stops", text.replace("M.D.", "MD").replace("M.S.", "MS")
    yield "osteopaths", text.replace("M.D.", "D.O.")
    yield (
        "labelled writer",
        text.replace(", Health Writer:", "").replace("Nora", "By Nora"),
    )
    yield "no blank lines", "\n".join(line for line in text.splitlines() if line.strip())


def test_the_page_is_the_same_however_it_was_saved(twin):
    expected = read_page(twin).counts

    for name, text in as_it_may_arrive(twin):
        assert (name, read_page(text).counts) == (name, expected)


@pytest.mark.parametrize(
    ("begins", "missing"),
    [
        ("This article was originally", {}),
        ("©", {"lines dropped by rule": 0}),
        ("Nora Ferrante", {"experts": 3, "bylines": 1}),
        ("Teodor Brandt", {"experts": 3, "bylines": 1}),
        ("Medically Reviewed", {"badge claims": 0}),
        ("  • Pain that comes from nerves", {"list items": 1, "paraphrases": 8}),
        ("Here is what is known", {"lede paragraphs": 4}),
        ("older woman", {}),
    ],
)
def test_a_missing_part_leaves_the_others_as_they_are(twin, begins, missing):
    text = "".join(line for line in twin.splitlines(keepends=True) if not line.startswith(begins))

    assert read_page(text).counts == {**read_page(twin).counts, **missing}


def test_a_page_of_one_paragraph_is_a_page():
    page = read_page("Knees can hurt for many reasons.")

    assert page.counts["lede paragraphs"] == 1
    assert page.dates.published is None


def test_bylines_and_dates_on_top_are_no_part_of_the_lede():
    page = read_page(
        "Sore Knees\n\nBy Nora Ferrante\nMedically reviewed by Bo Lund, DPT on March 26, 2024\n"
        "Updated March 20, 2024\n\n"
        "She was thirty when her knees began to hurt."
    )

    assert page.title == "Sore Knees"
    assert page.counts["lede paragraphs"] == 1
    assert [credit.role for credit in page.credits] == ["author", "medical_reviewer"]
    assert str(page.dates.reviewed) == "2024-03-26"
    assert "A review on 2024-03-26 is claimed; it is not believed." in page.report.import_note()


def test_a_byline_on_two_lines_and_its_bio():
    page = read_page(
        "Knees can hurt for many reasons.\n\nWritten by\nNora Ferrante\nNora Ferrante writes about pain and sleep."
    )

    assert [entry.went_to for entry in page.report.entries][1:] == [
        "byline label",
        "byline of Nora Ferrante",
        "bio of Nora Ferrante",
    ]
    assert page.person("nora-ferrante").bio == "Nora Ferrante writes about pain and sleep."


def test_a_credit_that_is_not_understood_is_no_heading():
    page = read_page(
        "Knees can hurt for many reasons.\n\nMedically reviewed by our team\n\nRest and movement both help."
    )

    assert page.sections == ()
    assert [entry.text for entry in page.report.leftovers] == ["Medically reviewed by our team"]


def test_a_reviewer_who_is_quoted_is_doubted():
    page = read_page(
        "“Knees need rest now and then,” says Dr. Lund.\n\nMedically reviewed by Bo Lund, DPT, Motion Institute"
    )

    assert [quote.expert for quote in page.quotes] == ["bo-lund"]
    assert "Bo Lund is named as reviewer, but is quoted, too." in page.report.import_note()


def test_a_date_that_does_not_exist_is_kept_in_the_note():
    page = read_page("Knees can hurt for many reasons.\n\nUpdated February 30, 2024.")

    assert page.dates.updated is None
    assert "Line 3: Updated February 30, 2024." in page.report.import_note()
    assert "is not a day of the calendar" in page.report.import_note()


def test_dates_that_disagree_are_doubted():
    page = read_page("Knees can hurt for many reasons.\n\nUpdated March 1, 2024\nUpdated March 2, 2024")

    assert str(page.dates.updated) == "2024-03-01"
    assert "Two lines say when the page was updated" in page.report.import_note()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The page is empty."),
        ("\n\n \u00a0\n", "The page is empty."),
        ("asdf qwer", "No paragraph was found"),
        ("x8#kd 99 §§ lkj 0x7f.", "No paragraph was found"),
        ("a;b;c\n1;2;3\n" * 20, "No paragraph was found"),
        ('{"a": [1, 2, 3]}', "No paragraph was found"),
        ("#!/bin/sh\n" + "rm -r $x\n" * 30 + "# This one comment is a sentence.", "Hardly any sentences"),
        ("<!DOCTYPE html><p>Knees can hurt for many reasons.</p>", "The file holds markup"),
        ("{\\rtf1 Knees can hurt for many reasons.}", "The file holds markup"),
        ("\x00\x01 Knees can hurt for many reasons.", "The text is binary"),
    ],
)
def test_what_is_no_page_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(UnreadablePage, match=sentence):
        read_page(text)


def is_accounted_for(text):
    try:
        report = read_page(text).report
    except UnreadablePage as refusal:
        assert str(refusal).endswith(".")
        return
    numbers = [number for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1) if line.strip()]
    assert [entry.number for entry in report.entries] == numbers


@settings(max_examples=300)
@given(st.text())
def test_any_text_is_accounted_for_or_refused(text):
    is_accounted_for("Knees can hurt for many reasons, they say.\n" + text)


LINES = [
    "", "", "", "Overview", "The Bottom Line", "Joint Pain and MS", "woman on a mat", "Medically Reviewed",
    "More Like This", "Multiple Sclerosis", "© 2024 A Site", "Written by", "By Nora Ferrante",
    "Reviewed by: Bo Lund, MD", "Nora Ferrante, Health Writer:", "Updated March 26, 2024",
    "Published February 30, 2024", "• Nerves: they burn.", "- Muscles", "1. Sit", "2) Stand", "Advertisement",
    "“Rest,” says Bo Lund, MD, a doctor at A in B, TX. “Now.”", "Dr. Lund adds that “rest” helps.",
    "“It is so,” she says.", "“Open and never closed, he says", "Lund says",
    "Knees can hurt for many reasons, says Dr. Who.", "So what can you do?", "\u200b", "\ufeff", "”“", "\"", ": :",
    "–",
]  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(LINES) | st.text(alphabet='aB .,“”"():–-1©\t', max_size=30), max_size=30),
    st.sampled_from(["\n", "\r\n", "\n\n"]),
)
def test_any_order_of_the_lines_of_a_page_is_accounted_for(lines, newline):
    is_accounted_for("Knees can hurt for many reasons, they say." + newline + newline.join(lines))


def test_the_page_survives_the_loss_of_any_line(page_text):
    lines = page_text.splitlines()

    for at in range(len(lines)):
        is_accounted_for("\n".join(itertools.chain(lines[:at], lines[at + 1 :])))
