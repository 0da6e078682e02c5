"""Each rule has a document on which it fires and a near one on which it does not."""

import pytest

from articles.linting.finding import Severity
from articles.linting.registry import RULES
from articles.linting.surroundings import Suggestion
from tests.articles.linting.documents import cite, document, found, picture, reference, said, section

LONG = (
    "Musculoskeletal complications accompanying progressive demyelination frequently necessitate multidisciplinary "
    "rehabilitation interventions, individualized pharmacological modification and continuous neurological observation "
    "in specialized institutions."
)
KNEE_BELOW = section("<p>x</p>", id="below", figure=picture("A knee.", digest="b"))

# code: (what fires, the words it names), (what is silent)
CASES = {
    "heading-order": [
        (document("<h4>Deep</h4><p>x</p>"), "Deep"),
        document("<h3>High</h3><p>x</p><h4>Deep</h4><p>x</p>"),
    ],
    "table-header": [
        (document("<table><tbody><tr><td>Walk</td></tr></tbody></table>"), "Walk"),
        document("<table><thead><tr><th>What</th></tr></thead><tbody><tr><td>Walk</td></tr></tbody></table>"),
    ],
    "broken-link": [
        (document('<p><a href="/articles/gone/">Knees</a></p>'), "/articles/gone/"),
        document('<p><a href="/articles/here/#pain">Knees</a> <a href="#section-1">up</a></p>'),
    ],
    "bare-url": [
        (document("<p>See https://example.org/knee, and ask.</p>"), "https://example.org/knee"),
        document('<p>See <a href="https://example.org/knee">a page on knees</a>.</p>'),
    ],
    "uncited-dose": [
        (document("<p>Take it at night. Many begin with 300 mg a day.</p>"), "Many begin with 300 mg a day."),
        document(f"<p>Many begin with 300 mg a day.{cite()}</p><p>Blood sugar is given in mg/dL.</p>"),
    ],
    "uncited-institution": [
        (document("<p>The CDC recommends sleep.</p>"), "The CDC recommends sleep."),
        document(f"<p>The CDC recommends sleep.{cite()} She works at the American College of Tests.</p>"),
    ],
    "uncited-recommendation": [
        (document("<p>Studies of knees show that walking helps.</p>"), "Studies of knees show that walking helps."),
        document(f"<p>Studies of knees show that walking helps.{cite()} Your doctor will ask you.</p>"),
    ],
    "uncited-number": [
        (document(f"<p>It is common.{cite()} About 63% hurt.</p>"), "About 63% hurt."),
        document(
            f"<p>About 63% hurt, says a survey. One in seven does not.{cite()}</p>"
            "<p>This page has four sections. In 2019, a 42-year-old woman called 911 on May 2. It has two halves.</p>"
        ),
    ],
    "drug-without-source": [
        (document("<p>Neurontin may help.</p>", f"<p>Walk.{cite()}</p>"), "Neurontin"),
        document(f"<p>Gabapentin may help.{cite()}</p><p>Neurontin is its name.</p>", "<p>Ask about gabapentin.</p>"),
    ],
    "untied-attribution": [
        (document("<p>Walk more, says Dr. Roe.</p>"), "Walk more, says Dr. Roe."),
        document(f"<p>{said('Walk more, says Dr. Roe.', 'paraphrase')} People say “MS” for short.</p>"),
    ],
    "wavering-attribution": [
        (document(f"<p>{said('“Walk,”')} says Dr. Roe.</p><p>Dr. Roe knows. {said('Rest, Roe adds.')}</p>"), "Roe"),
        document(f"<p>{said('“Walk,”')} says Ana Roe, MD.</p><p>{said('“Go,”')} says Dr. Roe.</p>"),
    ],
    "old-source": [
        (document(references=[reference(kind="guideline", year=2020)]), "first"),
        document(references=[reference(kind="guideline", year=2021), reference(year=1990)]),
    ],
    "alt-file-name": [
        (document(hero=picture("IMG_2041.jpg")), "IMG_2041.jpg"),
        document(hero=picture("Drawing of a knee.")),
    ],
    "alt-image-of": [
        (document(hero=picture("Image of a knee.")), "Image of a knee."),
        document(hero=picture("Drawing of a knee.")),
    ],
    "alt-duplicate": [
        (document(sections=[section("<p>x</p>", figure=picture("A knee")), KNEE_BELOW]), "A knee."),
        document(sections=[section("<p>x</p>", figure=picture("A hip")), KNEE_BELOW]),
    ],
    "alt-misfit": [
        (document(hero=picture("Woman showing her problem tooth.", caption="")), "Woman showing her problem tooth."),
        document(hero=picture("Woman holding her knees.", caption="")),
    ],
    "slug-contradiction": [
        (document(slug="majority-of-patients-report-sore-knees"), "majority-of-patients-report-sore-knees"),
        document("<p>The majority have sore knees.</p>", slug="majority-of-patients-report-sore-knees"),
    ],
    "slug-stale": [
        (document(slug="painful-hips"), "painful-hips"),
        document(slug="a-sore-knee"),
    ],
    "typo": [
        (document("<p>It puts pressue on a joint. More pressure hurts.</p>"), "pressue"),
        document("<p>It puts pressure on a joint. More pressures hurt; walking, waking and gabapentin do not.</p>"),
    ],
    "reading-grade": [(document(f"<p>{LONG}</p>"), "grade 33"), document("<p>Walk a bit each day. It helps.</p>")],
    "long-sentence": [(document(f"<p>{LONG}</p>"), LONG), document("<p>Walk a bit each day. It helps.</p>")],
    "plain-word": [(document(f"<p>{LONG}</p>"), "frequently"), document("<p>Walk frequently. It helps.</p>")],
}  # fmt: skip


def test_every_rule_is_tried():
    assert set(CASES) == {rule.code for rule in RULES}


@pytest.mark.parametrize("code", CASES)
def test_it_fires_where_the_defect_is(code):
    content, words = CASES[code][0]

    findings = found(content, code)

    assert words in [finding.subject for finding in findings]
    assert all(finding.message.strip() and finding.hint.strip() for finding in findings)


@pytest.mark.parametrize("code", CASES)
def test_it_is_silent_on_the_mended_text(code):
    assert found(CASES[code][1], code, addresses=frozenset({"/articles/here/"})) == []


def test_a_quiet_document_has_no_finding_at_all():
    assert found(document()) == []


def test_findings_are_the_same_each_time_and_the_gravest_come_first():
    content = document("<h4>Deep</h4><p>Many take 300 mg a day; the CDC recommends pressue. See www.example.org.</p>")

    findings = found(content)

    assert findings == found(content)
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities, key=list(Severity).index)


@pytest.mark.parametrize(
    "text",
    [
        "At least seven hours a night are enough.",
        "Three in ten people do well.",
        "The majority of people with sore knees recover.",
        "It affects 2,300,000 people.",
        "Walk for 150 minutes.",
    ],
)
def test_a_number_that_a_reader_may_act_on_is_seen(text):
    assert found(document(f"<p>{text}</p>"), "uncited-number")


@pytest.mark.parametrize(
    "text",
    [
        "Three questions sort it out.",
        "Take two of the six and do them daily.",
        "She is 42 years old.",
        "The criteria were revised in 2024.",
        "Ten minutes later the lines are straight.",
        "Call 911 or 988.",
        "Version 5.2 has 12 chapters.",
    ],
)
def test_a_number_that_measures_nothing_is_not(text):
    assert not found(document(f"<p>{text}</p>"), "uncited-number")


def test_a_number_that_an_expert_says_is_the_experts():
    assert not found(
        document(f"<p>{said('“Four thousand times, or 90% of the day,”')} says Dr. Roe.</p>"), "uncited-number"
    )


def test_a_marker_anywhere_in_a_table_covers_the_table():
    rows = f"<tr><th>Minutes</th><td>150 minutes</td></tr><tr><th>Source</th><td>Yes{cite()}</td></tr>"

    assert not found(document(f"<table><tbody>{rows}</tbody></table>"), "uncited-number")


def test_one_sentence_is_one_claim_and_the_gravest_is_named():
    codes = [finding.code for finding in found(document("<p>The CDC recommends 300 mg, or 20%, a day.</p>"))]

    assert [code for code in codes if code.startswith("uncited")] == ["uncited-dose"]


def test_a_drug_has_its_source_where_a_cited_source_is_about_it():
    label = reference("label", kind="web_page", year=None, html="Gabapentin. Accessed September 1, 2026. example.org")

    assert not found(
        document(f"<p>Gabapentin may help.</p><p>Go slowly.{cite('label')}</p>", "<p>x</p>", references=[label]),
        "drug-without-source",
    )


def test_a_long_quote_that_nobody_said_is_found():
    quote = "<p>“I have never met a knee that liked the stairs,” one doctor told us.</p>"

    (finding,) = found(document(quote), "untied-attribution")

    assert "tied to no expert" in finding.message


def test_a_card_whose_picture_is_of_something_else_is_found():
    cards = (
        Suggestion("How MS can affect the tongue", "woman showing her problem tooth"),
        Suggestion("When to go to the hospital", "Nurse in hospital"),
    )

    assert [finding.subject for finding in found(document(), suggestions=cards)] == ["woman showing her problem tooth"]


@pytest.mark.parametrize(
    ("row", "is_old"),
    [
        (reference(kind="review", year=2016), False),
        (reference(kind="review", year=2015), True),
        (reference(kind="meta_analysis", year=2011), False),
        (reference(kind="meta_analysis", year=2010), True),
        (reference(kind="randomized_trial", year=1979), False),
        (reference(kind="web_page", year=None, html="CDC. Accessed December 1, 2023. x"), False),
        (reference(kind="web_page", year=None, html="CDC. Accessed October 1, 2023. x"), True),
    ],
)
def test_each_kind_of_source_has_its_age(row, is_old):
    assert bool(found(document(references=[row]), "old-source")) == is_old


@pytest.mark.parametrize(
    ("slug", "title", "contradicts"),
    [
        ("ms-does-not-hurt-knees", "Why MS hurts knees", True),
        ("ms-causes-sore-knees", "MS does not cause sore knees", True),
        ("ms-fatigue-is-not-tiredness", "Why fatigue in MS is not the same as being tired", False),
        ("ms-relapse-or-hospital", "Relapse or not? When a hospital is the right place", False),
        ("does-ms-cause-joint-pain", "Does MS cause joint pain?", False),
    ],
)
def test_an_address_with_a_not_too_many_or_too_few_is_found(slug, title, contradicts):
    assert bool(found(document(slug=slug, title=title), "slug-contradiction")) == contradicts


@pytest.mark.parametrize("word", ["symtoms", "diarhea", "shoudler", "medicene"])
def test_a_slip_is_found_without_the_right_word_on_the_page(word):
    assert found(document(f"<p>It may change your {word} a bit.</p>"), "typo")


def test_names_and_medicines_are_no_slips():
    assert not found(document("<p>Dr. Strenght and Pressue take Duloxetine.</p>"), "typo")


def test_what_is_no_english_is_not_judged_as_english():
    hard = (
        "<p>"
        + "Institutional considerations necessitate extraordinarily comprehensive stregthen documentation. " * 6
        + "</p>"
    )

    assert found(document(hard), "reading-grade") and found(document(hard.replace("stregthen", "", 5)), "typo")
    for language in ("es", "de-CH"):
        codes = {finding.code for finding in found(document(hard, language=language))}
        assert not codes & {"reading-grade", "long-sentence", "plain-word", "typo"}
    assert found(document(hard, language="en-GB"), "reading-grade")
