"""A change is material unless it is proved to be none, and the gravest thing that changed is named first."""

import copy

import pytest

from articles.content.materiality import (
    COMPARISON,
    DRUG,
    ELSE,
    OTHER,
    SAID,
    Materiality,
    materiality,
)
from articles.content.review_changes import KINDS
from articles.content.safety import ADVICE, DOSE, NEGATION, NUMBER, SOURCE, WARNING
from articles.linting.rules.drugs import drugs_in
from tests.articles.content.test_compare import ANN, DOCUMENT, FIGURE, PERSON, REFERENCE, changed, with_text
from tests.articles.content.test_passages import CITE


def between(old, new):
    return materiality(with_text(f"<p>{old}</p>"), with_text(f"<p>{new}</p>"), drugs=drugs_in).reasons


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("Walk 150 minutes a week.", "Walk 15 minutes a week.", NUMBER),
        ("About 1.5 in ten people.", "About 1. 5 in ten people.", NUMBER),
        ("Take 5 mg.", "Take 5 g.", DOSE),
        ("Take it once with food.", "Take it twice with food.", DOSE),
        ("You can drive with it.", "You cannot drive with it.", NEGATION),
        ("It is safe in winter.", "It is harmful in winter.", WARNING),
        ("It helped than rest did.", "It helped before rest did.", COMPARISON),
        ("A rate &lt;x is good.", "A rate &gt;x is good.", COMPARISON),
        ("Some people are given baclofen for it.", "Some people are given tizanidine for it.", DRUG),
        ("Some people are given Tylenol for it.", "Some people are given Humira for it.", DRUG),
        ("You could rest.", "You should rest.", ADVICE),
        (f"Rest helps.{CITE.format('foley2013', 1)}", "Rest helps.", SOURCE),
        ("10<sup>6</sup> cells were seen.", "106 cells were seen.", NUMBER),
    ],
)
def test_what_can_alter_what_a_reader_does_is_material_both_ways(old, new, reason):
    assert between(old, new)[0] == reason
    assert between(new, old)[0] == reason


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Rest helps.", "Rest  helps."),
        ("Never stop it.", "never stop it."),
        ("It is “sore” now.", 'It is "sore" now.'),
        ("Ask your doctor.", "Ask your doctor ."),
    ],
)
def test_letter_case_spacing_and_the_shape_of_a_mark_are_no_change_in_substance(old, new):
    assert between(old, new) == ()


def test_a_capital_in_a_short_word_proves_nothing():
    """5 mg and 5 Mg, US and us."""
    assert between("It helps us.", "It helps US.") == ("Words",)


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"slug": "other", "related": [], "topics": [], "waivers": []}, ()),
        ({"hero": {**FIGURE, "width": 800, "renditions": [], "focal": [1, 2]}}, ()),
        ({"hero": {**FIGURE, "digest": "d" * 64}}, ("Picture",)),
        ({"corrections": [*DOCUMENT["corrections"], {"on": "2026-02-01", "text": "A word."}]}, ("Corrections",)),
        ({"disclosures": {"funding": "A maker.", "ai_use": "None."}}, ("Disclosures",)),
        ({"references": [{**REFERENCE, "year": 2014}]}, (SOURCE,)),
        ({"bylines": [{**PERSON, "name": "Ann Other"}, *DOCUMENT["bylines"][1:]]}, ("People",)),
        ({"bylines": [*DOCUMENT["bylines"], {**PERSON, "role": "medical_reviewer"}]}, ()),
        ({"title": "Painful joints"}, ("Words",)),
        ({"language": "es"}, (OTHER,)),
        ({"sections": [DOCUMENT["sections"][i] for i in (2, 1, 0)]}, ("Moved",)),
    ],
)
def test_every_part_of_a_page_is_judged_and_what_is_beside_it_is_not(fields, reasons):
    assert materiality(DOCUMENT, changed(**fields)).reasons == reasons


def test_a_word_of_somebody_elses_is_a_quote():
    quote = '<span class="quote" data-expert="{}">It felt {}.</span>'

    assert between(quote.format(ANN, "odd"), quote.format(ANN, "strange")) == ("Quote",)
    assert between(quote.format(ANN, "odd"), "It felt odd.") == ("Quote",)


def test_an_unchanged_document_has_no_change():
    assert not materiality(DOCUMENT, copy.deepcopy(DOCUMENT)).is_material


def test_it_is_said_in_one_line():
    assert Materiality().words == "No change in substance"
    assert Materiality((NUMBER,)).words == "Material change: a number changed"
    assert Materiality((DOSE, DRUG, SOURCE)).words == (
        "Material change: a dose, the name of a medicine and a source changed"
    )


def test_every_kind_of_change_that_a_reviewer_walks_through_is_told_or_left_out_on_purpose():
    assert set(KINDS) - SAID.keys() - ELSE.keys() == {"Address"}
