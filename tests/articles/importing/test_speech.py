"""Quotations and paraphrases find their expert, or are left alone and doubted."""

import pytest

from articles.importing.markup import html_of
from articles.importing.page_text import read_page

INTRODUCTION = "“Rest your knees now and then,” says Ana B. Roe, MD, a neurologist at Alpha Hospital in Boston, MA.\n\n"


def read(text):
    return read_page(INTRODUCTION + text)


def said(passages):
    return [passage.parts for passage in passages]


@pytest.mark.parametrize(
    "attribution",
    [
        "says Dr. Roe",
        "says Roe",
        "adds Dr. Ana B. Roe",
        "Dr. Roe explains",
        "Roe notes",
        "she says",
        "according to Dr. Roe",
        "Dr Roe also points out",
        "said Roe",
    ],
)
def test_a_later_attribution_finds_the_expert_introduced_before(attribution):
    page = read(f"“Walking helps more than lying down,” {attribution}.")

    assert [quote.expert for quote in page.quotes] == ["ana-b-roe", "ana-b-roe"]


@pytest.mark.parametrize("quoted", ["“Walking helps.”", '"Walking helps."'])
def test_curly_and_straight_marks_are_both_quotations_and_stay_as_they_are(quoted):
    page = read(f"Dr. Roe says: {quoted}")

    assert page.quotes[-1].parts == (quoted,)


def test_a_quotation_broken_by_its_attribution_is_one_passage_of_two_parts():
    page = read("“Walking helps,” says Dr. Roe. “So does swimming.”")

    assert said(page.quotes)[1:] == [("“Walking helps,”", "“So does swimming.”")]
    assert html_of(page.lede[1:]) == (
        '<p><span class="quote" data-expert="ana-b-roe">“Walking helps,”</span> says Dr. Roe. '
        '<span class="quote" data-expert="ana-b-roe">“So does swimming.”</span></p>'
    )


def test_a_sentence_of_the_article_between_two_quotations_makes_two_passages():
    page = read("“Walking helps,” says Dr. Roe. Many people agree with that. “So does swimming,” she adds.")

    assert len(page.quotes) == 3


def test_two_experts_in_one_paragraph_have_a_passage_each():
    page = read("“Walking helps,” says Dr. Roe. “Or cycling,” adds Bo Lund, DPT, a physical therapist in Leeds, UK.")

    assert [quote.expert for quote in page.quotes] == ["ana-b-roe", "ana-b-roe", "bo-lund"]


def test_a_term_in_quotation_marks_is_nobody_s_words():
    page = read("The “MS hug” is a tight feeling around the chest.")

    assert len(page.quotes) == 1
    assert not page.report.doubts or "speaker" not in page.report.import_note()


def test_a_quotation_without_a_speaker_is_left_alone_and_doubted():
    page = read("“Nobody knows who said this sentence.” It stands there by itself.")

    assert len(page.quotes) == 1
    assert "Line 3: A quotation has no speaker that was recognised" in page.report.import_note()


def test_somebody_never_named_in_full_is_doubted():
    page = read("“Walking helps,” says Dr. Patel.")

    assert "Line 3: Dr. Patel is never named in full" in page.report.import_note()
    assert [person.name for person in page.people] == ["Ana B. Roe"]


def test_a_quotation_that_goes_on_in_the_next_paragraph_keeps_its_speaker():
    page = read("“Walking helps,” says Dr. Roe. “It is cheap.\n\n“And it is free of side effects for most.”")

    assert [quote.expert for quote in page.quotes] == ["ana-b-roe"] * 3
    assert "A quotation is opened here and not closed." in page.report.import_note()


@pytest.mark.parametrize(
    ("sentence", "claim"),
    [
        ("Walking helps the knee, adds Dr. Roe.", ("Walking helps the knee",)),
        ("Walking helps the knee, Dr. Roe explains.", ("Walking helps the knee",)),
        ("Roe says walking helps the knee.", ("walking helps the knee.",)),
        ("Dr. Roe says that walking helps the knee.", ("walking helps the knee.",)),
        ("Roe recommends walking every day.", ("walking every day.",)),
        ("According to Dr. Roe, walking helps the knee.", ("walking helps the knee.",)),
        ("Walking, says Dr. Roe, helps the knee.", ("Walking", "helps the knee.")),
        ("When it hurts, Dr. Roe recommends a walk.", ("a walk.",)),
    ],
)
def test_a_paraphrase_is_the_claim_without_its_attribution(sentence, claim):
    page = read(sentence)

    assert said(page.paraphrases) == [claim]
    assert page.paraphrases[0].expert == "ana-b-roe"


@pytest.mark.parametrize(
    "sentence",
    [
        "Walking helps, according to the National Institutes of Health.",
        "The CDC recommends 150 minutes of walking a week.",
        "Walking helps, says the Mayo Clinic.",
        "Dr. Roe sees many people with sore knees.",
        "Roe’s advice is to walk.",
        "Studies report that walking helps.",
        "Dr. Roe agrees.",
    ],
)
def test_what_an_institution_says_or_the_article_tells_is_no_paraphrase(sentence):
    assert read(sentence).paraphrases == ()


def test_a_pronoun_means_whoever_spoke_last_and_is_doubted():
    page = read("Walking helps, she says.")

    assert page.paraphrases[0].expert == "ana-b-roe"
    assert "Line 3: “she” was read as Ana B. Roe, who spoke last." in page.report.import_note()


def test_a_surname_shared_by_two_is_doubted():
    page = read("“Or cycling,” says Bo Roe, DPT, a physical therapist in Leeds, UK. Roe adds that swimming helps.")

    assert "Roe could be several people" in page.report.import_note()


def test_another_first_name_with_the_same_surname_is_somebody_else():
    page = read("“Walking helps my knees a lot,” says Mary Roe.")

    assert len(page.quotes) == 1


def test_a_person_introduced_but_not_quoted_is_told():
    page = read("Bo Lund, DPT, and his colleagues counted the steps of forty people.")

    assert "Bo Lund is introduced, but nothing they say was recognised." in page.report.import_note()
    assert "bo-lund" not in page.quoted


def test_a_text_without_paragraphs_is_not_searched_for_minutes():
    page = read("“It is so,” says Dr. Roe. " * 2000)

    assert len(page.quotes) == 1
    assert "too long to look for speakers" in page.report.import_note()
